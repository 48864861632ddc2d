"""Digits that guard the screens for staff: large keys, a dot for each digit, and a plain word when it was not the right one."""

from __future__ import annotations

from math import ceil
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.events import PinVerdict
from kiosk.messages import Messages
from kiosk.staff_moments import PinStep, StaffPin
from kiosk.state import State
from kiosk.ui.icons import icon
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets.dots import Dots as _Dots  # noqa: F401
from kiosk.ui.widgets.touchable import Key

KEYS = "123456789"
STRIKE_S = 0.12
"""A PIN may hold the same digit twice, and who types it is in a hurry: only a trembling touch is shorter."""
MINUTE_S = 90
"""From so many seconds on, minutes are told."""


class StaffPinScreen(Screen):
    title = StringProperty()
    line = StringProperty()
    wrong = StringProperty()
    """What was not right, or why one must wait; empty: nothing."""
    typed = NumericProperty(0)
    can_type = BooleanProperty(True)
    can_skip = BooleanProperty(False)
    first = BooleanProperty(False)
    """A visitor may have strayed here."""

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._told, self._hand = (self.ids[name].__self__ for name in ("scroller", "hand"))
        self.ids.dots.bind_theme(self.theme)
        self._lay_keys()

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, StaffPin)
        left = None if now.wait_until is None else ceil(now.wait_until - state.now)
        waits = left is not None and left > 0
        self.title = self.messages.text(f"staff.pin.title_{now.step}")
        self.wrong = wrong(now, left if waits else None, self.messages)
        self.line = "" if self.wrong else self.messages.text(f"staff.pin.{now.step}")
        self.typed = len(now.typed)
        closed = now.step is PinStep.ENTER and now.verdict in (PinVerdict.NOT_SET, PinVerdict.BROKEN)
        put(self, [self._told] if closed else [self._told, self._hand])
        self.can_type = not waits and not closed and now.ticket is None
        self.can_skip = now.can_skip
        self.first = now.step is PinStep.ENTER

    def leave(self) -> None:
        self.typed = 0

    def _lay_keys(self) -> None:
        pad = self.ids.pad
        for digit in KEYS:
            pad.add_widget(self._key(digit))
        erase = Key(icon=icon("backspace"), spoken_name=self.messages.text("staff.pin.erase"), strike_s=STRIKE_S)
        erase.bind(on_tap=lambda _: self.session.erase_pin())
        pad.add_widget(erase)
        pad.add_widget(self._key("0"))
        enter = self.ids.enter.__self__
        enter.parent.remove_widget(enter)
        pad.add_widget(enter)

    def _key(self, digit: str) -> Key:
        key = Key(text=digit, points=60, strike_s=STRIKE_S)
        key.bind(on_tap=lambda _: self.session.type_pin(digit))
        return key


def wrong(now: StaffPin, wait_s: int | None, messages: Messages) -> str:
    """Waiting counts down; anything else tells what to do."""
    if wait_s is not None:
        if wait_s >= MINUTE_S:
            return messages.text("staff.pin.wait_minutes", minutes=ceil(wait_s / 60))
        return messages.text("staff.pin.wait", seconds=wait_s)
    if now.ticket is not None:
        return messages.text("staff.pin.looking")
    if now.differs:
        return messages.text("staff.pin.differs")
    told = (PinVerdict.WRONG, PinVerdict.TOO_SIMPLE, PinVerdict.NOT_SET, PinVerdict.BROKEN)
    return messages.text(f"staff.pin.{now.verdict}") if now.verdict in told else ""


load_kv(__file__)
