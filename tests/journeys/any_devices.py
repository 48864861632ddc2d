"""Of fingers, devices and the clock in any order: what staff do at the devices, and what is found there."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from kiosk.events import Examined, PartExamined
from kiosk.model import Level, Part
from kiosk.session.checkup import is_sounding
from kiosk.state import Asking
from tests.fakes import Visitor


class Devices:
    """To mix in."""

    visitor: Visitor

    def ticket(self, back: int) -> int:
        raise NotImplementedError

    @rule(verb=st.sampled_from(["open_checkup", "check_again", "test_sound", "open_touch_test"]))
    def looks_at_the_devices(self, verb: str) -> None:
        getattr(self.visitor.kiosk, verb)()
        self.visitor.kiosk.touch_target(1)

    @rule(back=st.integers(0, 3))
    def devices_are_looked_at(self, back: int) -> None:
        self.visitor.news(PartExamined(self.ticket(back), Part("microphone", Level.LESS, "", "", "muted")))
        self.visitor.news(Examined(self.ticket(back)))

    @invariant()
    def the_microphone_is_open_only_while_the_screen_says_so(self) -> None:
        if self.visitor.ear.ticket is not None:
            assert isinstance(self.visitor.moment, Asking) or is_sounding(self.visitor.state)
