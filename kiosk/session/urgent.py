"""Something may be happening now: send the visitor to people. The kiosk routes; it never triages.

It is honest that it calls nobody by itself, chimes so that heads turn, and runs the clinic's own alert where one is set.
Self-harm, abuse and violence get the quiet form: nothing spoken, no sound, what was heard not shown.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import AlertSent, ReadingBroke, ReadingEnded
from kiosk.model import Said, UrgentGroup, Utterance
from kiosk.session.step import Step, becoming, moving, ticketed
from kiosk.session.timing import Timing
from kiosk.session.wishes import Alert, Hush, Read
from kiosk.state import AlertCall, Aloud, State, Urgent

CHIME = "chime"


def asked_for(state: State, *, has_alert: bool, timing: Timing) -> Step:
    """ "I need help now". Touched again, everything is said and sent again; what it is about stays."""
    match state.moment:
        case Urgent(group=group, heard=heard, is_private=False):
            return entered(state, group, heard, has_alert=has_alert, timing=timing)
        case _:
            return entered(state, None, "", has_alert=has_alert, timing=timing)


def entered(state: State, group: UrgentGroup | None, heard: str, *, has_alert: bool, timing: Timing) -> Step:
    private = group is not None and group.is_private
    moment = Urgent(
        group=group,
        heard="" if private else heard,
        since=state.now,
        chime_at=None if private else state.now + timing.chime_every_s,
    )
    match state.moment:
        case Urgent(alert=AlertCall.SENDING, alert_ticket=under_way):
            step = moving(state, replace(moment, alert=AlertCall.SENDING, alert_ticket=under_way))
        case _:
            step = moving(state, moment)
            step = _alerting(step) if has_alert else step
    return _without_a_way_back(step) if private else _sounding(step)


def _without_a_way_back(step: Step) -> Step:
    """Going back would show the very words to whoever stands beside."""
    return Step(replace(step.state, trail=()), step.wishes)


def _alerting(step: Step) -> Step:
    state, ticket = ticketed(step.state)
    assert isinstance(state.moment, Urgent)
    moment = replace(state.moment, alert=AlertCall.SENDING, alert_ticket=ticket)
    return Step(becoming(state, moment), (*step.wishes, Alert(ticket, moment.group)))


def _sounding(step: Step) -> Step:
    state, ticket = ticketed(step.state)
    lines: tuple[Said | Utterance, ...] = (
        (Utterance("", sound=CHIME),)
        if state.aloud is Aloud.NEVER and not state.guided
        else (Said("urgent.spoken", sound=CHIME), Said(spoken_key(state.moment)))
    )
    assert isinstance(state.moment, Urgent)
    moment = replace(state.moment, speaking=ticket)
    return Step(becoming(state, moment), (*step.wishes, Read(ticket, lines)))


def said(state: State, news: ReadingEnded | ReadingBroke, timing: Timing) -> Step:
    """The words are over: from now on the chime."""
    match state.moment:
        case Urgent(speaking=news.ticket, chime_at=chime_at) as now:
            chime_at = None if chime_at is None else state.now + timing.chime_every_s
            return Step(becoming(state, replace(now, speaking=None, chime_at=chime_at)))
        case _:
            return Step(state)


def spoken_key(moment: object) -> str:
    """Which sentence is said after the first: the person may be somewhere else."""
    absent = isinstance(moment, Urgent) and moment.group is UrgentGroup.ABSENT_PERSON
    return "urgent.absent_person.advice" if absent else "urgent.calls_nobody"


def chimed(state: State, timing: Timing) -> Step:
    """The clock went on: the next chime, if it is due."""
    now = state.moment
    if not isinstance(now, Urgent) or now.chime_at is None or state.now < now.chime_at:
        return Step(state)
    if now.speaking is not None and state.now - now.since < timing.speech_s:
        return Step(state)
    if state.now - now.since > timing.chime_for_s:
        return Step(becoming(state, replace(now, chime_at=None)))
    state, ticket = ticketed(becoming(state, replace(now, speaking=None, chime_at=state.now + timing.chime_every_s)))
    return Step(state, (Read(ticket, (Utterance("", sound=CHIME),)),))


def silenced(state: State) -> Step:
    """Somebody has come, or wants quiet: no more chimes."""
    if not isinstance(state.moment, Urgent):
        return Step(state)
    return Step(becoming(state, replace(state.moment, chime_at=None, speaking=None)), (Hush(),))


def alert_sent(state: State, news: AlertSent) -> Step:
    now = state.moment
    if not isinstance(now, Urgent) or now.alert_ticket != news.ticket:
        return Step(state)
    return Step(becoming(state, replace(now, alert=AlertCall.SENT if news.succeeded else AlertCall.FAILED)))
