"""Which of the texts tell staff how a part is, and what all of it comes to."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.model import Level, Part, Said

ANYWHERE = ("broken", "fault")
"""Causes that any part may have, in the same words."""


def name_of(part: Part) -> str:
    """Key of assets/messages."""
    return f"checkup.name.{part.name}"


def state_of(part: Part) -> str:
    """The same, of one that is not well: what is so, and what to do."""
    return f"checkup.{part.cause}" if part.cause in ANYWHERE else f"checkup.{part.name}.{part.cause}"


def summary(parts: Iterable[Part]) -> Said:
    wrong = sum(part.level is not Level.GOOD for part in parts)
    match wrong:
        case 0:
            return Said("checkup.all_good")
        case 1:
            return Said("checkup.one_wrong")
        case _:
            return Said("checkup.some_wrong", {"count": str(wrong)})


def aloud(parts: Iterable[Part]) -> tuple[Said, ...]:
    """The summary, and each part that needs care, for who listens."""
    troubles = [part for part in parts if part.level is not Level.GOOD]
    return (summary(troubles), *(Said(key) for part in troubles for key in (name_of(part), state_of(part))))
