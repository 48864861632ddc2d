"""Did you mean ...?"""

from __future__ import annotations

from kiosk.model import Question
from kiosk.state import State, Unsure
from kiosk.ui.icons import icon
from kiosk.ui.screens.choices import ChoicesScreen


class UnsureScreen(ChoicesScreen):
    _question: Question | None = None

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, Unsure)
        if now.question is self._question:
            return
        self._question = now.question
        self.icon = icon("help")
        self.title = self.messages.text("unsure.title")
        self.show_question(now.question)
        self.urgent_hint = self.messages.text("notes.urgent_hint") if now.urgent_hint else ""
        self.all_topics = self.messages.text("unsure.none")
        self.show_topics(state, now.suggestions)

    def go_on(self) -> None:
        self.session.none_of_these()

    def leave(self) -> None:
        super().leave()
        self._question = None
