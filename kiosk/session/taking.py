"""A section goes along on the visitor's phone: as codes to point it at, one a page."""

from __future__ import annotations

from dataclasses import replace

from kiosk.messages import Messages
from kiosk.session.leaflet import pages
from kiosk.session.step import Step, becoming, moving
from kiosk.state import Reading, State, TakeAlong


def opened(state: State) -> Step:
    match state.moment:
        case Reading(place=place) if state.section(place) is not None:
            return moving(state, TakeAlong(place))
        case _:
            return Step(state)


def turned(state: State, by: int, messages: Messages) -> Step:
    """So many pages on; back where that is negative."""
    now = state.moment
    if not isinstance(now, TakeAlong):
        return Step(state)
    article, section = state.article(now.place.article), state.section(now.place)
    if article is None or section is None:
        return Step(state)
    last = len(pages(article, section, messages)) - 1
    return Step(becoming(state, replace(now, page=min(max(now.page + by, 0), last))))
