"""The visitor speaks: when to begin, that they are heard, what was understood, and how to end."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.state import Asking, AskingPhase, State, Thinking
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import microphone as _microphone  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401


class AskingScreen(Screen):
    """Shows the moment after it too: from the last word to the answer nothing may jump."""

    phase = StringProperty(AskingPhase.OPENING)
    title = StringProperty()
    hint = StringProperty()
    words = StringProperty()
    level = NumericProperty(0.0)
    listening = BooleanProperty(False)

    def render(self, state: State) -> None:
        match state.moment:
            case Asking(phase=phase, words=words, level=level):
                self._show(phase, words, level)
            case Thinking(question=question):
                self._show(AskingPhase.WORKING, question.text, 0.0)

    def leave(self) -> None:
        self.words = ""

    def _show(self, phase: AskingPhase, words: str, level: float) -> None:
        self.title = self.messages.text(f"asking.{phase}")
        self.hint = self.messages.text(f"asking.hint_{phase}")
        self.words = f"“{words}”" if words else ""
        self.level = level
        self.listening = phase is AskingPhase.LISTENING


load_kv(__file__)
