"""Targets in the corners, where touch panels first go numb; stripes of colour and lines of letters for the eye."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.session.checkup import TARGETS
from kiosk.staff_moments import TouchTest
from kiosk.state import State
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.touchable import Choice


class Target(Choice):
    """One corner's."""

    number = NumericProperty(0)
    felt = BooleanProperty(False)


class TouchTestScreen(Screen):
    told = StringProperty()

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._targets = [self.ids[f"target_{number}"].__self__ for number in range(TARGETS)]

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, TouchTest)
        say = self.messages.text
        left = TARGETS - len(now.touched)
        self.told = say("checkup.touch_test.left", count=left) if left else say("checkup.touch_test.done")
        for target in self._targets:
            target.felt = target.number in now.touched
            key = "checkup.touch_test.felt" if target.felt else "checkup.touch_test.target"
            target.text = say(key, number=target.number + 1)


load_kv(__file__)
