"""How the kiosk was used: looked up for staff, over a week, a month or a year."""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import CountsRead
from kiosk.session.step import Step, becoming, moving, ticketed
from kiosk.session.wishes import LookUpCounts
from kiosk.staff_moments import StaffRoom, UsageCounts
from kiosk.state import State

PERIODS = (7, 30, 365)
"""Days."""
USUAL = 30


def opened(state: State) -> Step:
    if not isinstance(state.moment, StaffRoom):
        return Step(state)
    state, ticket = ticketed(state)
    return moving(state, UsageCounts(USUAL, ticket=ticket)).wishing(LookUpCounts(ticket))


def period_chosen(state: State, days: int) -> Step:
    match state.moment:
        case UsageCounts() as now if days in PERIODS:
            return Step(becoming(state, replace(now, period=days)))
        case _:
            return Step(state)


def known(state: State, news: CountsRead) -> Step:
    match state.moment:
        case UsageCounts(ticket=news.ticket) as now:
            return Step(becoming(state, replace(now, tallies=news.tallies, ticket=None)))
        case _:
            return Step(state)
