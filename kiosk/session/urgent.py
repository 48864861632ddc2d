"""Something may be happening now: send the visitor to people. The kiosk routes; it never triages.

It is honest that it calls nobody by itself, chimes so that heads turn, and runs the clinic's own alert where one is set.
Self-harm, abuse and violence get the quiet form: nothing spoken, no sound, what was heard not shown.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import AlertSent
from kiosk.model import UrgentGroup, Utterance
from kiosk.session.step import Step, becoming, moving, ticketed
from kiosk.session.timing import Timing
from kiosk.session.wishes import Alert, Hush, Read, Said
from kiosk.state import AlertCall, Aloud, State, Urgent

CHIME = "chime"


def entered(state: State, group: UrgentGroup | None, heard: str, *, has_alert: bool, timing: Timing) -> Step:
    private = group is not None and group.is_private
    step = moving(
        state,
        Urgent(
            group=group,
            heard="" if private else heard,
            since=state.now,
            chime_at=None if private else state.now + timing.chime_every_s,
        ),
    )
    if has_alert:
        step = _alerting(step)
    return step if private else _sounding(step)


def _alerting(step: Step) -> Step:
    state, ticket = ticketed(step.state)
    assert isinstance(state.moment, Urgent)
    moment = replace(state.moment, alert=AlertCall.SENDING, alert_ticket=ticket)
    return Step(becoming(state, moment), (*step.wishes, Alert(ticket, moment.group)))


def _sounding(step: Step) -> Step:
    state, ticket = ticketed(step.state)
    lines: tuple[Said | Utterance, ...] = (
        (Utterance("", sound=CHIME),)
        if state.aloud is Aloud.NEVER
        else (Said("urgent.spoken", sound=CHIME), Said(spoken_key(state.moment)))
    )
    return Step(state, (*step.wishes, Read(ticket, lines)))


def spoken_key(moment: object) -> str:
    """Which sentence is said after the first: the person may be somewhere else."""
    absent = isinstance(moment, Urgent) and moment.group is UrgentGroup.ABSENT_PERSON
    return "urgent.absent_person.advice" if absent else "urgent.calls_nobody"


def chimed(state: State, timing: Timing) -> Step:
    """The clock went on: the next chime, if it is due."""
    now = state.moment
    if not isinstance(now, Urgent) or now.chime_at is None or state.now < now.chime_at:
        return Step(state)
    if state.now - now.since > timing.chime_for_s:
        return Step(becoming(state, replace(now, chime_at=None)))
    state, ticket = ticketed(becoming(state, replace(now, chime_at=state.now + timing.chime_every_s)))
    return Step(state, (Read(ticket, (Utterance("", sound=CHIME),)),))


def silenced(state: State) -> Step:
    """Somebody has come, or wants quiet: no more chimes."""
    if not isinstance(state.moment, Urgent):
        return Step(state)
    return Step(becoming(state, replace(state.moment, chime_at=None)), (Hush(),))


def alert_sent(state: State, news: AlertSent) -> Step:
    now = state.moment
    if not isinstance(now, Urgent) or now.alert_ticket != news.ticket:
        return Step(state)
    return Step(becoming(state, replace(now, alert=AlertCall.SENT if news.succeeded else AlertCall.FAILED)))
