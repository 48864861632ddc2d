"""Staff look whether the kiosk's devices work: part by part, and with a sentence that it says and hears itself.

The sentence goes through what visitors use, the reader and the listener: on many sound cards nobody could open a device twice. It
is the one time that the kiosk speaks into its own open microphone.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import (
    Event,
    Examined,
    Heard,
    LevelHeard,
    ListeningStarted,
    ListeningStopped,
    NotHeard,
    PartExamined,
    ReadingBroke,
    ReadingEnded,
)
from kiosk.hearing.said_back import SaidBack, decibels_of_level, judged
from kiosk.model import HearingProblem, Said
from kiosk.session.step import Step, becoming, moving, ticketed
from kiosk.session.wishes import (
    AbandonListening,
    EndExamination,
    Examine,
    FinishListening,
    Hush,
    Listen,
    Read,
    Wake,
    Wish,
)
from kiosk.staff_moments import Checkup, Echo, EchoStep, StaffRoom, TouchTest
from kiosk.state import State

SENTENCE = "checkup.sentence"
ROOM_S = 0.6
"""So long is the room listened to before the voice speaks."""
ECHO_S = 0.7
"""So long after its end the last of a sound may still be on its way."""
LONGEST_S = 30.0
"""A step that takes longer will not end by itself."""
TARGETS = 4
"""One a corner."""
BROKE = "broke"
"""The voice or the listener gave up."""


def is_sounding(state: State) -> bool:
    """The kiosk listens to itself: nothing else may be said."""
    return isinstance(state.moment, Checkup) and state.moment.echo is not None


# ---- verbs


def opened(state: State) -> Step:
    if not isinstance(state.moment, StaffRoom):
        return Step(state)
    state, ticket = ticketed(state)
    return moving(state, Checkup(ticket)).wishing(Examine(ticket))


def begun(state: State) -> Step:
    """All over again, once all were looked at."""
    match state.moment:
        case Checkup(is_done=True, echo=None):
            state, ticket = ticketed(state)
            return Step(becoming(state, Checkup(ticket)), (Hush(), Examine(ticket)))
        case _:
            return Step(state)


def sounded(state: State) -> Step:
    """Only by its own button: in a waiting room nothing begins to speak by itself."""
    match state.moment:
        case Checkup(echo=None) as now:
            state, ticket = ticketed(state)
            return Step(
                becoming(state, replace(now, echo=Echo(ticket, since=state.now), echoed="")),
                (Hush(), Wake(), Listen(ticket)),
            )
        case Checkup() as now:
            return Step(becoming(state, replace(now, echo=None)), (Hush(), AbandonListening()))
        case _:
            return Step(state)


def touch_opened(state: State) -> Step:
    return moving(state, TouchTest()) if isinstance(state.moment, Checkup) else Step(state)


def target_touched(state: State, number: int) -> Step:
    match state.moment:
        case TouchTest(touched=touched) if 0 <= number < TARGETS:
            return Step(becoming(state, TouchTest(touched | {number})))
        case _:
            return Step(state)


# ---- news


def put_away(before: State, after: State) -> tuple[Wish, ...]:
    """Whoever turns away from the devices has done with them: silence at once, the microphone closed, nobody looks on."""
    if not isinstance(before.moment, Checkup) or isinstance(after.moment, Checkup):
        return ()
    silence = (Hush(), AbandonListening()) if before.moment.echo else ()
    return (*silence, *(() if before.moment.is_done else (EndExamination(),)))


def returned(moment: Checkup) -> Checkup:
    """As it is found again by who comes back: nothing of it still runs."""
    return replace(moment, echo=None, is_done=True)


def examined(state: State, news: PartExamined | Examined) -> Step:
    now = state.moment
    if not isinstance(now, Checkup) or now.ticket != news.ticket:
        return Step(state)
    match news:
        case PartExamined(part=part):
            return Step(becoming(state, replace(now, parts=(*now.parts, part))))
        case Examined():
            return Step(becoming(replace(state, touched=state.now), replace(now, is_done=True)))


def ticked(state: State) -> Step:
    """The steps of the test that only time ends."""
    match state.moment:
        case Checkup(echo=Echo(step=EchoStep.ROOM, since=since) as echo) as now if state.now - since >= ROOM_S:
            state, ticket = ticketed(state)
            speaking = replace(echo, step=EchoStep.SPEAKING, speaking=ticket, since=state.now)
            return Step(becoming(state, replace(now, echo=speaking)), (Read(ticket, (Said(SENTENCE),)),))
        case Checkup(echo=Echo(step=EchoStep.ENDING, since=since)) if state.now - since >= ECHO_S:
            return Step(_stepped(state, EchoStep.WORKING), (FinishListening(),))
        case Checkup(echo=Echo(since=since)) if state.now - since >= LONGEST_S:
            return _broken(state)
        case _:
            return Step(state)


def said(state: State, news: ReadingEnded | ReadingBroke) -> Step:
    match state.moment, news:
        case Checkup(echo=Echo(speaking=news.ticket, step=EchoStep.SPEAKING)), ReadingEnded():
            return Step(_stepped(state, EchoStep.ENDING))
        case Checkup(echo=Echo(speaking=news.ticket)), ReadingBroke():
            return _broken(state)
        case _:
            return Step(state)


def heard(state: State, news: Event, sentence: str) -> Step | None:
    """None: it is no news of such a test."""
    match state.moment:
        case Checkup(echo=Echo() as echo) as now if getattr(news, "ticket", None) == echo.listening:
            return _heard(state, now, echo, news, sentence)
        case _:
            return None


def _heard(state: State, now: Checkup, echo: Echo, news: Event, sentence: str) -> Step:
    match news:
        case ListeningStarted() if echo.step is EchoStep.OPENING:
            return Step(_stepped(state, EchoStep.ROOM))
        case LevelHeard(level=level):
            spoken = echo.step in (EchoStep.SPEAKING, EchoStep.ENDING)
            louder = (
                replace(echo, voice=max(echo.voice, level)) if spoken else replace(echo, room=max(echo.room, level))
            )
            return Step(becoming(state, replace(now, echo=louder)))
        case ListeningStopped():
            return Step(_stepped(state, EchoStep.WORKING))
        case Heard(transcript=transcript):
            return _ended(state, now, _verdict(echo, sentence, transcript.text or transcript.ungated))
        case NotHeard(problem=HearingProblem.NO_MICROPHONE):
            return _ended(state, now, SaidBack.SILENT)
        case NotHeard(problem=HearingProblem.ENGINE_FAILED):
            return _ended(state, now, BROKE)
        case NotHeard():
            return _ended(state, now, _verdict(echo, sentence, ""))
        case _:
            return Step(state)


def _verdict(echo: Echo, sentence: str, words: str) -> str:
    return judged(sentence, words, decibels_of_level(echo.room), decibels_of_level(echo.voice))


def _ended(state: State, now: Checkup, how: str) -> Step:
    """Whatever is still being said ends with it."""
    return Step(becoming(replace(state, touched=state.now), replace(now, echo=None, echoed=how)), (Hush(),))


def _broken(state: State) -> Step:
    assert isinstance(state.moment, Checkup)
    return _ended(state, state.moment, BROKE).wishing(AbandonListening())


def _stepped(state: State, step: EchoStep) -> State:
    now = state.moment
    assert isinstance(now, Checkup)
    assert now.echo is not None
    return becoming(state, replace(now, echo=replace(now.echo, step=step, since=state.now)))
