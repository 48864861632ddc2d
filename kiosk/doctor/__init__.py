"""Looks at every part as it really is on this machine: what works, what doesn't, what to do.

A *check* looks at one part and brings a *finding*; each file holds the checks of its kind: `screen`, `sound`, `echo` (the kiosk
says a sentence and listens to itself), `contents`, `machine`, `house`. `examine` takes them one after the other and never raises.
`desk` does the same inside a running kiosk, on a thread of its own, with what the rooms know of themselves in place of opening
devices.

To add a part: a function `Scene -> Finding` and a line in its file's CHECKS; its name and each of its causes get plain words in
assets/messages under `checkup`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.context import Context
from kiosk.doctor import contents, echo, house, machine, screen, sound
from kiosk.doctor.finding import Check, Finding, Machine, Running, Scene
from kiosk.errors import KioskError
from kiosk.model import Level, Part

__all__ = ["CHECKS", "Check", "Machine", "Running", "examine", "looked_at"]

CHECKS: tuple[Check, ...] = (
    *screen.CHECKS,
    *sound.CHECKS,
    *echo.CHECKS,
    *contents.CHECKS,
    *machine.CHECKS,
    *house.CHECKS,
)
"""In the order in which a visitor needs them."""


def examine(
    context: Context, machine: Machine | None = None, running: Running | None = None, *, aloud: bool = True
) -> Iterator[Part]:
    """One part after the other. Never raises. `running`: a kiosk that holds the devices now; what would make a sound is left out
    then, and where not `aloud`."""
    scene = Scene(context, machine or Machine(), running)
    for check in CHECKS:
        if check.is_loud and (running is not None or not aloud):
            continue
        yield looked_at(check, scene)


def looked_at(check: Check, scene: Scene) -> Part:
    found = _found(check, scene)
    detail, remedy = (" ".join(each.split()) for each in (found.detail, found.remedy))
    return Part(check.name, found.level, detail, remedy, found.cause)


def _found(check: Check, scene: Scene) -> Finding:
    try:
        return check.look(scene)
    except KioskError as error:
        detail, _, remedy = " ".join(str(error).split()).partition(". ")
        level = Level.MISSING if check.is_needed else Level.LESS
        return Finding(level, detail or type(error).__name__, remedy or "see docs, or ask the kiosk's makers", "broken")
    except Exception as error:
        return Finding(Level.MISSING, f"a fault of the kiosk: {error!r}", "tell the kiosk's makers", "fault")
