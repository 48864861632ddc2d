"""What is counted, and how it is shown so that nobody can be picked out of it. docs/counts.md says why each rule is there.

A `Line` is one thing that a visit can have; its number is the number of visits that had it, however often each. Shown are whole
fives alone, of days that are over: each of them stands for five visits, and so does every sum and every difference of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum, unique
from typing import TypeVar

from kiosk.model import Place

Key = TypeVar("Key")

FEW = 5
"""Visits. Fewer are not shown, nor is anything that they could be reckoned from."""


@unique
class Counted(StrEnum):
    """Things that a visit can have. None of them is a word that somebody said or typed."""

    VISITS = "visits"
    TIMED_OUT = "timed_out"
    """Somebody went away without a word; the next one found a fresh screen all the same."""
    LANGUAGE = "language"
    """Another one than the kiosk rests in. About: which."""
    OPENED = "opened"
    """About: the section."""
    HEARD = "heard"
    """Its first sentence sounded. About: the section."""
    ANSWERED = "answered"
    """A question was. About: the section that answered."""
    UNSURE = "unsure"
    """The kiosk asked "did you mean". About: the nearest section."""
    UNANSWERED = "unanswered"
    """About: the nearest section; nothing where none came near."""
    OUTCOME = "outcome"
    """Of a question. About: an `Outcome`."""
    ASKED = "asked"
    """About: the way, spoken or typed."""
    HELP = "help"
    """ "I need help now" was touched."""


@unique
class Outcome(StrEnum):
    ANSWER = "answer"
    UNSURE = "unsure"
    NO_ANSWER_CLINIC = "no_answer_clinic"
    NO_ANSWER_HEALTH = "no_answer_health"
    NO_ANSWER_UNCLEAR = "no_answer_unclear"
    URGENT = "urgent"
    """Whatever it was about: which emergency it was is nowhere counted, so that the private ones can't be told apart."""
    NOT_UNDERSTOOD = "not_understood"
    """Listening gave no words, or the wrong ones."""


@unique
class Fault(StrEnum):
    """What broke. No visitor can be told from it: these are shown as they are, from the first one on."""

    MICROPHONE = "microphone"
    RECOGNISER = "recogniser"
    LOUDSPEAKER = "loudspeaker"
    VOICE = "voice"
    MATCHER = "matcher"
    STICK = "stick"
    """Pulled out too early."""
    CRASH = "crash"
    """Of the whole kiosk, which was started again."""


@dataclass(frozen=True, slots=True, order=True)
class Line:
    counted: Counted
    about: str = ""

    @property
    def place(self) -> Place | None:
        article, _, section = self.about.partition("/")
        return Place(article, section) if section else None


def line_of(counted: Counted, place: Place | None) -> Line:
    return Line(counted, f"{place.article}/{place.section}" if place else "")


@dataclass(frozen=True, slots=True)
class Day:
    """What was given out of one day that is over; of a day with hardly a visit, together with those after it."""

    day: date
    lines: Mapping[Line, int] = field(default_factory=dict)
    """Whole fives of visits."""
    faults: Mapping[Fault, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tallies:
    """All that may be shown."""

    today: date
    days: tuple[Day, ...] = ()
    """The oldest first; several may carry the same date."""

    def lines(self, last: int) -> Mapping[Line, int]:
        """Sums of so many days up to today."""
        return _summed(day.lines for day in self._within(last))

    def faults(self, last: int) -> Mapping[Fault, int]:
        return _summed(day.faults for day in self._within(last))

    def _within(self, last: int) -> Iterable[Day]:
        """Also what a clock that was wrong has put into days to come."""
        return (day for day in self.days if self.today - timedelta(days=last) <= day.day)

    @property
    def since(self) -> date | None:
        """The first day that is still known; None: there is none yet."""
        return min((day.day for day in self.days), default=None)


def _summed(counts: Iterable[Mapping[Key, int]]) -> dict[Key, int]:
    total: Counter[Key] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)


def whole_fives(count: int) -> int:
    """What may be given out of so many visits."""
    return count - count % FEW
