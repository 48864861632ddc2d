"""The visitor types; fitting sections appear as they do."""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import Suggested
from kiosk.model import Question, Way
from kiosk.session import answering
from kiosk.session.step import Step, becoming, moving, ticketed
from kiosk.session.wishes import Suggest
from kiosk.state import State, Typing

LONGEST = 200
"""Characters. Longer questions are stories; the matcher reads the first part anyway."""


def started(state: State, text: str = "") -> Step:
    if isinstance(state.moment, Typing):
        return Step(state)
    step = moving(state, Typing())
    return step.then(lambda state: changed(state, text)) if text else step


def changed(state: State, text: str) -> Step:
    now = state.moment
    if not isinstance(now, Typing):
        return Step(state)
    text = text[:LONGEST]
    if not text.strip():
        return Step(becoming(state, Typing(text)))
    state, ticket = ticketed(state)
    return Step(becoming(state, replace(now, text=text, ticket=ticket)), (Suggest(ticket, text.strip()),))


def suggested(state: State, news: Suggested) -> Step:
    match state.moment:
        case Typing(ticket=news.ticket) as now:
            still = tuple(suggestion for suggestion in news.suggestions if state.section(suggestion.place))
            return Step(becoming(state, replace(now, suggestions=still)))
        case _:
            return Step(state)


def submitted(state: State) -> Step:
    match state.moment:
        case Typing(text=text) if text.strip():
            return answering.asked(state, Question(text.strip(), Way.TYPED))
        case _:
            return Step(state)
