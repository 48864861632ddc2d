"""The visitor speaks: tap, talk, tap (or fall silent), and the words become a question."""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import (
    Heard,
    LevelHeard,
    ListeningStarted,
    ListeningStopped,
    NotHeard,
    ReadingBroke,
    ReadingEnded,
    Ticket,
    WordsHeard,
)
from kiosk.model import HearingProblem, Question, Said, Transcript, Utterance, Way
from kiosk.session import answering, typing
from kiosk.session.step import Step, becoming, moving, ticketed
from kiosk.session.timing import Timing
from kiosk.session.wishes import FinishListening, Hush, Listen, Overhear, Read
from kiosk.state import Asking, AskingPhase, NoAnswer, Reading, State, Unsure

READY = "ready"
"""The sound after which to speak."""
ListeningNews = ListeningStarted | LevelHeard | WordsHeard | ListeningStopped | Heard | NotHeard


def started(state: State) -> Step:
    """Fall silent, then open the microphone. Without one, the keyboard takes its place."""
    if isinstance(state.moment, Asking):
        return Step(state)
    if not state.hearing:
        return typing.started(state)
    if isinstance(state.moment, Reading | Unsure | NoAnswer):
        state = replace(state, failures=0)  # what was asked before was heard well
    state, ticket = ticketed(state)
    step = moving(state, Asking(ticket, since=state.now))
    if not state.guided:
        return step.wishing(Listen(ticket))
    return _prompting(step, ticket)


def _prompting(step: Step, ticket: Ticket) -> Step:
    """Says when to speak, before the microphone opens."""
    state, prompt = ticketed(step.state)
    moment = Asking(ticket, since=state.now, prompt=prompt)
    lines = (Said("guide.asking"), Utterance("", sound=READY))
    return Step(becoming(state, moment), (*step.wishes, Read(prompt, lines)))


def prompted(state: State, news: ReadingEnded | ReadingBroke) -> Step:
    """It was said when to speak: the microphone opens."""
    match state.moment:
        case Asking(prompt=prompt) if prompt == news.ticket:
            return _opening(state)
        case _:
            return Step(state)


def unprompted(state: State) -> Step:
    """Who knows when to speak needn't hear it."""
    match state.moment:
        case Asking(prompt=prompt) if prompt is not None:
            opening = _opening(state)
            return Step(opening.state, (Hush(), *opening.wishes))
        case _:
            return Step(state)


def _opening(state: State) -> Step:
    now = state.moment
    assert isinstance(now, Asking)
    return Step(becoming(state, replace(now, prompt=None, since=state.now)), (Listen(now.ticket),))


def finished(state: State) -> Step:
    """The visitor has tapped to stop: work out what was said."""
    match state.moment:
        case Asking(prompt=prompt) if prompt is not None:
            return unprompted(state)
        case Asking(phase=AskingPhase.OPENING | AskingPhase.LISTENING) as now:
            return Step(_in_phase(state, now, AskingPhase.WORKING), (FinishListening(),))
        case _:
            return Step(state)


def _in_phase(state: State, now: Asking, phase: AskingPhase) -> State:
    return becoming(state, replace(now, phase=phase, level=0.0, since=state.now))


def waited(state: State, timing: Timing) -> Step:
    """The clock went on: a listener that no longer answers is given up."""
    now = state.moment
    if not isinstance(now, Asking) or state.now - now.since < _patience_s(now.phase, timing):
        return Step(state)
    return answering.not_understood(state, HearingProblem.ENGINE_FAILED)


def _patience_s(phase: AskingPhase, timing: Timing) -> float:
    match phase:
        case AskingPhase.OPENING:
            return timing.opening_s
        case AskingPhase.LISTENING:
            return timing.listening_s
        case AskingPhase.WORKING:
            return timing.hearing_s


def told(state: State, news: ListeningNews) -> Step:
    now = state.moment
    if not isinstance(now, Asking) or now.ticket != news.ticket:
        return Step(state)
    match news:
        case ListeningStarted() if now.phase is AskingPhase.OPENING:
            return Step(_in_phase(state, now, AskingPhase.LISTENING))
        case LevelHeard(level=level) if now.phase is AskingPhase.LISTENING:
            return Step(becoming(state, replace(now, level=level)))
        case WordsHeard(text=text):
            return Step(becoming(state, replace(now, words=text)), (Overhear(now.ticket, text),))
        case ListeningStopped() if now.phase is not AskingPhase.WORKING:
            return Step(_in_phase(state, now, AskingPhase.WORKING))
        case Heard(transcript=heard):
            return _understood(state, heard)
        case NotHeard(problem=problem):
            return answering.not_understood(state, problem)
        case _:
            return Step(state)


def _understood(state: State, heard: Transcript) -> Step:
    text = heard.text.strip()
    overheard = tuple(other for other in (*heard.alternatives, heard.ungated) if other.strip() and other != heard.text)
    if not text and not overheard:
        return answering.not_understood(state, HearingProblem.NO_WORDS)
    return answering.asked(state, Question(text, Way.SPOKEN, overheard))
