"""Listening gave no words: why, and three other ways."""

from __future__ import annotations

from kiosk.model import HearingProblem
from kiosk.state import NotUnderstood, State
from kiosk.ui.icons import icon
from kiosk.ui.screens.choices import ChoicesScreen

TIRED_AFTER = 2
"""Failed tries after which typing is the better advice."""


class NotUnderstoodScreen(ChoicesScreen):
    _heard = ""

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, NotUnderstood)
        broken = now.problem in (HearingProblem.NO_MICROPHONE, HearingProblem.ENGINE_FAILED)
        self.icon = icon("mic_off" if broken else "mic")
        self.title = self.messages.text(f"not_understood.title_{now.problem}")
        words = [self.messages.text(f"not_understood.{now.problem}")]
        if now.failures >= TIRED_AFTER and not broken:
            words.append(self.messages.text("not_understood.again_failed"))
        self.words = " ".join(words)
        self.try_again = "" if broken or not state.hearing else self.messages.text("not_understood.try_again")
        self.type_instead = self.messages.text("not_understood.change_words" if now.heard else "nav.ask_by_keyboard")
        self._heard = now.heard
        self.all_topics = self.messages.text("no_answer.all_topics")

    def open_keyboard(self) -> None:
        self.session.ask_by_keyboard(self._heard)

    def leave(self) -> None:
        super().leave()
        self._heard = ""
