"""An honest "no": whom to ask, what comes nearest, what there is."""

from __future__ import annotations

from kiosk.model import Question
from kiosk.state import NoAnswer, State
from kiosk.ui.icons import icon
from kiosk.ui.screens.choices import ChoicesScreen


class NoAnswerScreen(ChoicesScreen):
    _question: Question | None = None

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, NoAnswer)
        if now.question is self._question:
            return
        self._question = now.question
        self.icon = icon("support_agent")
        self.title = self.messages.text("no_answer.title")
        self.show_question(now.question)
        self.words = self.messages.text(f"no_answer.{now.about}")
        self.urgent_hint = self.messages.text("notes.urgent_hint") if now.urgent_hint else ""
        self.above_topics = self.messages.text("no_answer.nearest" if now.suggestions else "no_answer.can_answer")
        self.all_topics = self.messages.text("no_answer.all_topics")
        if now.suggestions:
            self.show_topics(state, now.suggestions)
        else:
            self.show_articles(state)

    def leave(self) -> None:
        super().leave()
        self._question = None
