"""Nobody is here: what this is, and where to touch, readable from across the room."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.state import Attract, State
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401

HEADLINES = 3


class AttractScreen(Screen):
    headline = StringProperty()
    clinic = StringProperty()
    about = StringProperty()

    def render(self, state: State) -> None:
        assert isinstance(state.moment, Attract)
        self.headline = self.messages.text(f"attract.headline_{state.moment.page % HEADLINES + 1}")
        self.clinic = self.messages.text("attract.clinic")
        self.about = self.messages.text("attract.about", titles=", ".join(a.title for a in state.articles[:3]))

    def on_touch_down(self, touch: Any) -> bool:
        touch.ud[self] = True
        return bool(super().on_touch_down(touch))

    def on_touch_up(self, touch: Any) -> bool:
        """A touch anywhere will do, if it began here."""
        if self in touch.ud and self.collide_point(*touch.pos):
            self.session.wake()
        return bool(super().on_touch_up(touch))


load_kv(__file__)
