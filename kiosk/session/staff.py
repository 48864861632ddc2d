"""The door for staff: the PIN, the room behind it, and that it closes behind them."""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import PinJudged, PinVerdict
from kiosk.session.step import Step, becoming, moving, ticketed
from kiosk.session.visit import finished
from kiosk.session.wishes import CheckPin, ChoosePin
from kiosk.staff.pin import LONGEST, SHORTEST, is_too_simple
from kiosk.staff_moments import INSIDE, PinStep, StaffPin, StaffRoom
from kiosk.state import Attract, State


def shut(state: State) -> State:
    """Whoever is no longer in the staff's rooms needs the PIN again, and finds no way back into them."""
    if isinstance(state.moment, INSIDE):
        return state if state.staff_open else replace(state, moment=Attract(), trail=())
    if state.staff_open and isinstance(state.moment, StaffPin):
        return state  # choosing a new one, from inside
    trail = tuple(moment for moment in state.trail if not isinstance(moment, INSIDE))
    return replace(state, trail=trail, staff_open=False) if state.staff_open or trail != state.trail else state


def first_asked(state: State) -> State:
    """The very first start."""
    return becoming(state, StaffPin(PinStep.CHOOSE, can_skip=True))


def opened(state: State, *, is_set: bool) -> Step:
    if not state.staffed or isinstance(state.moment, (StaffPin, *INSIDE)):
        return Step(state)
    return moving(state, StaffPin(PinStep.ENTER, verdict=None if is_set else PinVerdict.NOT_SET))


def changing(state: State) -> Step:
    """A new PIN: only from inside."""
    return moving(state, StaffPin(PinStep.CHOOSE)) if isinstance(state.moment, StaffRoom) else Step(state)


def typed(state: State, digit: str) -> Step:
    now = state.moment
    if not isinstance(now, StaffPin) or not _may_type(state, now) or not (digit.isascii() and digit.isdecimal()):
        return Step(state)
    return Step(becoming(state, replace(now, typed=(now.typed + digit)[:LONGEST], verdict=None, differs=False)))


def erased(state: State) -> Step:
    match state.moment:
        case StaffPin(ticket=None) as now:
            return Step(becoming(state, replace(now, typed=now.typed[:-1])))
        case _:
            return Step(state)


def submitted(state: State) -> Step:
    now = state.moment
    if not isinstance(now, StaffPin) or not _may_type(state, now) or not now.typed:
        return Step(state)
    match now.step:
        case PinStep.ENTER:
            if len(now.typed) < SHORTEST:
                return Step(becoming(state, replace(now, typed="", verdict=PinVerdict.WRONG)))
            state, ticket = ticketed(state)
            return Step(becoming(state, replace(now, typed="", ticket=ticket)), (CheckPin(ticket, now.typed),))
        case PinStep.CHOOSE if is_too_simple(now.typed):
            return Step(becoming(state, replace(now, typed="", verdict=PinVerdict.TOO_SIMPLE)))
        case PinStep.CHOOSE:
            return Step(becoming(state, replace(now, step=PinStep.CHOOSE_AGAIN, typed="", chosen=now.typed)))
        case PinStep.CHOOSE_AGAIN if now.typed != now.chosen:
            again = replace(now, step=PinStep.CHOOSE, typed="", chosen="", differs=True)
            return Step(becoming(state, again))
        case PinStep.CHOOSE_AGAIN:
            state, ticket = ticketed(state)
            waiting = replace(now, typed="", chosen="", ticket=ticket)
            return Step(becoming(state, waiting), (ChoosePin(ticket, now.typed),))


def skipped(state: State) -> Step:
    match state.moment:
        case StaffPin(can_skip=True):
            return finished(state)
        case _:
            return Step(state)


def judged(state: State, news: PinJudged) -> Step:
    now = state.moment
    if not isinstance(now, StaffPin) or now.ticket != news.ticket:
        return Step(state)
    match news.verdict:
        case PinVerdict.RIGHT:
            return _let_in(state, StaffRoom())
        case PinVerdict.TAKEN:
            return _let_in(replace(state, content=state.content.with_a_pin), StaffRoom("pin_set"))
        case _:
            wait = state.now + news.wait_s if news.wait_s > 0 else None
            step = PinStep.ENTER if now.step is PinStep.ENTER else PinStep.CHOOSE
            again = replace(now, step=step, ticket=None, typed="", chosen="", verdict=news.verdict, wait_until=wait)
            return Step(becoming(state, again))


def _let_in(state: State, room: StaffRoom) -> Step:
    step = moving(replace(state, staff_open=True), room)
    return Step(replace(step.state, trail=(), touched=state.now), step.wishes)


def _may_type(state: State, now: StaffPin) -> bool:
    return now.ticket is None and (now.wait_until is None or state.now >= now.wait_until)
