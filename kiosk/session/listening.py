"""The visitor speaks: tap, talk, tap (or fall silent), and the words become a question."""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import Heard, LevelHeard, ListeningStarted, ListeningStopped, NotHeard, WordsHeard
from kiosk.model import HearingProblem, Question, Way
from kiosk.session import answering, typing
from kiosk.session.step import Step, becoming, moving, ticketed
from kiosk.session.wishes import FinishListening, Listen
from kiosk.state import Asking, AskingPhase, State

ListeningNews = ListeningStarted | LevelHeard | WordsHeard | ListeningStopped | Heard | NotHeard


def started(state: State) -> Step:
    """Fall silent, then open the microphone. Without one, the keyboard takes its place."""
    if isinstance(state.moment, Asking):
        return Step(state)
    if not state.hearing:
        return typing.started(state)
    state, ticket = ticketed(state)
    return moving(state, Asking(ticket)).wishing(Listen(ticket))


def finished(state: State) -> Step:
    """The visitor has tapped to stop: work out what was said."""
    match state.moment:
        case Asking(phase=AskingPhase.OPENING | AskingPhase.LISTENING) as now:
            working = replace(now, phase=AskingPhase.WORKING, level=0.0)
            return Step(becoming(state, working), (FinishListening(),))
        case _:
            return Step(state)


def told(state: State, news: ListeningNews) -> Step:
    now = state.moment
    if not isinstance(now, Asking) or now.ticket != news.ticket:
        return Step(state)
    match news:
        case ListeningStarted() if now.phase is AskingPhase.OPENING:
            return Step(becoming(state, replace(now, phase=AskingPhase.LISTENING)))
        case LevelHeard(level=level) if now.phase is AskingPhase.LISTENING:
            return Step(becoming(state, replace(now, level=level)))
        case WordsHeard(text=text):
            return Step(becoming(state, replace(now, words=text)))
        case ListeningStopped():
            return Step(becoming(state, replace(now, phase=AskingPhase.WORKING, level=0.0)))
        case Heard(transcript=heard):
            overheard = tuple(text for text in (*heard.alternatives, heard.ungated) if text and text != heard.text)
            question = Question(heard.text, Way.SPOKEN, overheard)
            if heard.text:
                state = replace(state, failures=0)
            elif not overheard:
                return answering.not_understood(state, HearingProblem.NO_WORDS)
            return answering.asked(state, question)
        case NotHeard(problem=problem):
            return answering.not_understood(state, problem)
        case _:
            return Step(state)
