"""The devices as staff look at them, as states: all well, some in trouble, one after the other, the test by sound."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.model import Level, Part
from kiosk.staff_moments import Checkup, Echo, EchoStep, TouchTest
from kiosk.state import State

WELL = tuple(
    Part(name, Level.GOOD, "")
    for name in (
        "touch", "blanking", "speaker", "voice", "recogniser", "matcher", "languages", "models", "files", "clips", "memory",
        "heat", "clock", "counts", "alert", "service",
    )
)  # fmt: skip
ILL = (
    Part("display", Level.GOOD, ""),
    Part("microphone", Level.LESS, "", "", "no_sound"),
    Part("headphones", Level.LESS, "", "", "plugged"),
    Part("content", Level.LESS, "", "", "waiting"),
    Part("disk", Level.MISSING, "", "", "read_only"),
    Part("clock-battery", Level.LESS, "", "", "none"),
    Part("keys", Level.MISSING, "", "", "fault"),
    Part("pin", Level.LESS, "", "", "broken"),
)


def checkups(at: Callable[[object], State]) -> dict[str, State]:
    def echoed(how: str) -> State:
        return at(Checkup(1, WELL, is_done=True, echoed=how))

    return {
        "checkup": at(Checkup(1, (*ILL, *WELL), is_done=True)),
        "checkup-well": at(Checkup(1, WELL, is_done=True)),
        "checkup-one": at(Checkup(1, (*WELL, ILL[1]), is_done=True)),
        "checkup-begun": at(Checkup(1)),
        "checkup-looking": at(Checkup(1, ILL[:3])),
        "checkup-opening": at(Checkup(1, WELL, is_done=True, echo=Echo(2))),
        "checkup-speaking": at(Checkup(1, WELL, is_done=True, echo=Echo(2, 3, EchoStep.SPEAKING))),
        "checkup-understood": echoed("understood"),
        "checkup-soft": echoed("soft"),
        "checkup-misunderstood": echoed("misunderstood"),
        "touch-test": at(TouchTest(frozenset({0, 3}))),
        "touch-test-done": at(TouchTest(frozenset(range(4)))),
    }
