"""What there is to count in a step: from the state before, what happened, and the state after. No journey knows that it is counted.

A visit's lines are gathered while it lasts and handed over when it ends, all at once and each but once: nothing tells in which
order they came. What staff do is not counted, nor is the visit in which they opened their door.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.events import (
    Answered,
    Event,
    Heard,
    HearingChanged,
    MatchingBroke,
    PackRefused,
    ReadingBroke,
    Tick,
    UtteranceStarted,
    VoiceChanged,
)
from kiosk.model import HearingProblem, Place, Question, Suggestion, Way
from kiosk.packs import PackProblem
from kiosk.staff import Counting
from kiosk.staff_moments import StaffMoment
from kiosk.state import Asking, Attract, NoAnswer, NotUnderstood, Reading, State, Thinking, Unsure, Urgent
from kiosk.tally import Counted, Fault, Line, Outcome, line_of


def lines(before: State, happened: Event | None, after: State) -> frozenset[Line]:
    """What this step adds to the visit. `happened`: news; None: somebody did something."""
    return frozenset(_lines(before, happened, after))


def _lines(before: State, happened: Event | None, after: State) -> Iterator[Line]:
    if isinstance(after.moment, Attract):
        if isinstance(happened, Tick) and not isinstance(before.moment, Attract):
            yield Line(Counted.TIMED_OUT)
        return
    if isinstance(after.moment, StaffMoment):
        return
    yield Line(Counted.VISITS)
    if after.language != after.usual.language:
        yield Line(Counted.LANGUAGE, after.language)
    yield from _read(before, happened, after)
    yield from _asked(before, happened, after)


def _read(before: State, happened: Event | None, after: State) -> Iterator[Line]:
    now = after.moment
    if not isinstance(now, Reading):
        return
    if getattr(before.moment, "place", None) != now.place and len(after.trail) >= len(before.trail):  # not gone back to
        yield line_of(Counted.OPENED, now.place)
    match happened:
        case UtteranceStarted(ticket=now.ticket, utterance=spoken) if spoken.sentence is not None:
            yield line_of(Counted.HEARD, now.place)


def _asked(before: State, happened: Event | None, after: State) -> Iterator[Line]:
    if before.moment == after.moment:
        return
    match before.moment, after.moment:
        case Urgent(), _:
            pass
        case _, Urgent() if not isinstance(happened, Answered):
            yield Line(Counted.HELP)
        case Thinking(question=question), Urgent():
            yield from _come_out(question, Outcome.URGENT)
        case Asking(), Urgent():
            yield from _come_out(Question("", Way.SPOKEN), Outcome.URGENT)
        case Thinking(question=question), Reading(place=place, reply=reply) if reply is not None:
            yield from _come_out(question, Outcome.ANSWER)
            yield line_of(Counted.ANSWERED, place)
        case Thinking(question=question), Unsure(suggestions=near):
            yield from _come_out(question, Outcome.UNSURE)
            yield line_of(Counted.UNSURE, _nearest(near))
        case Thinking(question=question), NoAnswer() as now if isinstance(happened, Answered):
            yield from _unanswered(question, now, now.suggestions)
        case Unsure(question=question, suggestions=near), NoAnswer() as now:
            yield from _unanswered(question, now, near)
        case _, NotUnderstood():
            yield from _come_out(Question("", Way.SPOKEN), Outcome.NOT_UNDERSTOOD)


def _unanswered(question: Question, now: NoAnswer, near: tuple[Suggestion, ...]) -> Iterator[Line]:
    yield from _come_out(question, Outcome(f"no_answer_{now.about}"))
    yield line_of(Counted.UNANSWERED, _nearest(near))


def _come_out(question: Question, outcome: Outcome) -> Iterator[Line]:
    """Of the question nothing but the way it came."""
    yield Line(Counted.ASKED, question.way)
    yield Line(Counted.OUTCOME, outcome)


def _nearest(near: tuple[Suggestion, ...]) -> Place | None:
    return near[0].place if near else None


class Bookkeeper:
    """Sees every step of the session, and hands over what a visit had when it is over."""

    def __init__(self, counting: Counting | None) -> None:
        self._counting = counting
        self._lines: frozenset[Line] = frozenset()
        self._staff = False
        self._hears = self._sounds = False
        """So far this start: what was never there can't be lost."""

    def saw(self, before: State, happened: Event | None, after: State) -> None:
        if self._counting is None:
            return
        for fault in self._faults(before, happened, after):
            self._counting.add_fault(fault)
        self._staff = self._staff or after.staff_open
        self._lines |= lines(before, happened, after)
        if isinstance(after.moment, Attract):
            if Line(Counted.VISITS) in self._lines and not self._staff:
                self._counting.add_visit(self._lines)
            self._lines, self._staff = frozenset(), False

    def _faults(self, before: State, happened: Event | None, after: State) -> Iterator[Fault]:
        match before.moment, after.moment:
            case Thinking(), NoAnswer() | NotUnderstood() if isinstance(happened, MatchingBroke | Tick):
                yield Fault.MATCHER
            case Asking(), NotUnderstood(problem=HearingProblem.ENGINE_FAILED):
                yield Fault.RECOGNISER
            case Asking(), NotUnderstood(problem=HearingProblem.NO_MICROPHONE):
                yield from self._deaf()
        resting = after.language == after.usual.language  # in another one there may be neither, and nothing is lost
        match happened:
            case HearingChanged(possible=False) if resting:
                yield from self._deaf()
            case VoiceChanged(audible=False) if resting and self._sounds:
                self._sounds = False
                yield Fault.LOUDSPEAKER
            case HearingChanged(possible=True) | Heard():
                self._hears = True
            case VoiceChanged(audible=True):
                self._sounds = True
            case ReadingBroke():
                yield Fault.VOICE
            case PackRefused(refusal=refusal) if refusal.problem is PackProblem.STICK_GONE:
                yield Fault.STICK

    def _deaf(self) -> Iterator[Fault]:
        """Once, however it is noticed."""
        if self._hears:
            self._hears = False
            yield Fault.MICROPHONE
