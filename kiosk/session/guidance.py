"""A voice for who can't see the screen: it tells each moment, each control that is reached, and what was typed.

It begins by a key, by headphones that are plugged in, or by a finger that rests in the corner; it falls silent at whatever the
visitor does, and says again what it said last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.events import PinVerdict
from kiosk.model import Said, Utterance
from kiosk.session import answering, delivery, listening, reading, visit
from kiosk.session.checkup import TARGETS, is_sounding
from kiosk.session.checkup_words import aloud
from kiosk.session.step import Step, becoming, ticketed
from kiosk.session.wishes import Hush, PauseReading, Read, ResumeReading, Wake
from kiosk.staff_moments import Checkup, StaffMoment, StaffPin, StaffRoom, Sure, TouchTest, UsageCounts
from kiosk.state import (
    Asking,
    Attract,
    Comfort,
    Home,
    NotUnderstood,
    Playback,
    Reading,
    State,
    TakeAlong,
    Thinking,
    Typing,
    Urgent,
)

Line = Said | Utterance
TOLD_OF_A_PIN = (PinVerdict.WRONG, PinVerdict.TOO_SIMPLE, PinVerdict.NOT_SET, PinVerdict.BROKEN)


def begun(state: State, language: str | None = None) -> Step:
    """From now on a voice guides this visitor. `language`: that they chose by where they touched."""
    if state.guided:
        return Step(state)
    step = visit.woken(state, language) if isinstance(state.moment, Attract) else Step(state)
    return Step(replace(step.state, guided=True, told=()), (*step.wishes, Wake()))


def ended(state: State) -> Step:
    if not state.guided:
        return Step(state)
    return _silent(replace(state, guided=False, told=()))


def interrupted(state: State) -> Step:
    """The visitor does something: what is being told ends. An article that is read has controls of its own, and the microphone
    a prompt; both end by what is done, not by doing anything."""
    match state.moment:
        case Asking() | Reading(playback=Playback.PLAYING | Playback.PAUSED):
            return Step(state)
        case _ if is_sounding(state):
            return Step(state)
        case _:
            return hushed(state)


def plugged_in(state: State) -> Step:
    """Who brings headphones wants to be told."""
    return begun(visit.touched(state))


def unplugged(state: State) -> Step:
    """Nobody else should hear what was meant for two ears: silent at once, and from now on as loud as every visit begins."""
    step = ended(state) if state.guided else _silent(state)
    return step.then(lambda silent: delivery.louder(silent, silent.usual.volume - silent.volume))


def _silent(state: State) -> Step:
    """A prompt that will not be heard keeps no microphone waiting."""
    return listening.unprompted(state) if isinstance(state.moment, Asking) else hushed(state)


def gone(state: State, way: Callable[[State], Step]) -> Step:
    """Home, or back. Who is already there hears where that is: silence would not tell."""
    step = way(state)
    return step.then(lambda there: told(there, words(there))) if scene(step.state) == scene(state) else step


def hushed(state: State) -> Step:
    """Silence; an article waits at its sentence."""
    return Step(becoming(replace(state, holding=False), visit.hushed(state.moment)), (Hush(),))


def held(state: State) -> Step:
    """Pause, or go on."""
    if not state.guided or _is_listening(state):
        return Step(state)
    return Step(replace(state, holding=not state.holding), (ResumeReading() if state.holding else PauseReading(),))


def told(state: State, lines: tuple[Line, ...]) -> Step:
    """Says this in place of what is being said. Nothing is said into an open microphone."""
    if not state.guided or not lines or _is_listening(state):
        return Step(state)
    step = hushed(state)
    state, ticket = ticketed(replace(step.state, told=lines))
    if isinstance(state.moment, Urgent):
        state = becoming(state, replace(state.moment, speaking=ticket))  # the chime waits for the end of it
    return Step(state, (*step.wishes, Read(ticket, lines)))


def told_again(state: State) -> Step:
    """What was said last; of an article that was being read, its sentence."""
    match state.moment:
        case Typing(text=text) if text.strip():
            return told(state, (Said("guide.typed"), Utterance(text.strip())))
        case Reading(at=at, playback=playback) if at is not None and (playback is Playback.PLAYING or not state.told):
            return reading.said_again(state)
        case _:
            return told(state, state.told or words(state))


def followed(before: State, step: Step) -> Step:
    """Tells what the visitor finds after this step."""
    state = step.state
    if not state.guided or _is_listening(state):
        return step
    if (lines := spoken_by(step)) and scene(before) != scene(state):
        return Step(replace(state, told=() if isinstance(state.moment, Reading) else lines, holding=False), step.wishes)
    return step.then(lambda after: told(after, _news(before, after)))


def _is_listening(state: State) -> bool:
    """The microphone is open, or will be."""
    return isinstance(state.moment, Asking) or is_sounding(state)


def spoken_by(step: Step) -> tuple[Line, ...]:
    """What this step says by itself."""
    return next((wish.lines for wish in reversed(step.wishes) if isinstance(wish, Read)), ())


def _news(before: State, state: State) -> tuple[Line, ...]:
    if not before.guided:
        return (Said("guide.on"), *words(state))
    if state.leaving_at is not None and before.leaving_at is None:
        return (Said("leaving.title"), Said("guide.leaving", {"seconds": str(state.leaving_s)}))
    if scene(before) != scene(state):
        return words(state)
    match before.moment, state.moment:
        case Reading(playback=Playback.PLAYING), Reading(playback=Playback.ENDED):
            return (Said("guide.text_ended"),)
        case Typing(text=old), Typing(text=new) if old != new:
            return _typed(old, new)
        case Urgent(alert=old_call), Urgent(alert=call) if call is not old_call:
            return (Said(f"urgent.alert_{call}"),)
        case StaffPin() as old_pin, StaffPin() as pin:
            return _of_the_pin(old_pin, pin)
        case Checkup() as old_checkup, Checkup() as checkup:
            return _of_the_checkup(old_checkup, checkup)
        case TouchTest(touched=fewer), TouchTest(touched=touched) if fewer != touched:
            left = TARGETS - len(touched)
            return (Said("checkup.touch_test.left", {"count": str(left)}) if left else Said("checkup.touch_test.done"),)
        case _, Reading(playback=Playback.PLAYING | Playback.PAUSED):
            return ()
    return _of_the_voice(before, state)


def _of_the_pin(before: StaffPin, now: StaffPin) -> tuple[Line, ...]:
    """Why it is asked for anew, then what is asked for. Never the digits."""
    why: tuple[Line, ...] = ()
    if now.differs and not before.differs:
        why = (Said("staff.pin.differs"),)
    elif now.verdict in TOLD_OF_A_PIN and now.verdict is not before.verdict:
        why = (Said(f"staff.pin.{now.verdict}"),)
    return (*why, Said(f"staff.pin.title_{now.step}")) if now.step is not before.step else why


def _of_the_checkup(before: Checkup, now: Checkup) -> tuple[Line, ...]:
    """What was found, once all was looked at; how the test ended."""
    if now.is_done and not before.is_done:
        return aloud(now.parts)
    return (Said(f"checkup.self-test.{now.echoed}"),) if now.echoed and before.echo else ()


def _of_the_voice(before: State, state: State) -> tuple[Line, ...]:
    if state.volume != before.volume:
        return (Said("guide.volume", {"number": str(state.volume), "count": str(len(delivery.VOLUMES))}),)
    if state.speed != before.speed:
        number = delivery.SPEEDS.index(state.speed) + 1
        return (Said("guide.speed", {"number": str(number), "count": str(len(delivery.SPEEDS))}),)
    return ()


def _typed(old: str, new: str) -> tuple[Line, ...]:
    """Each letter; a word when it is whole; what was taken away."""
    if not new:
        return (Said("guide.cleared_text"),)
    if len(new) < len(old):
        return (Said("guide.erased", {"letter": old[len(new) :].strip() or "..."}),)
    added = new[len(old) :]
    return (Utterance(new.split()[-1]),) if added == " " and new.strip() else (Utterance(added),)


def scene(state: State) -> tuple[object, ...]:
    """Where this changes, the visitor finds something else before them."""
    moment = state.moment
    here = getattr(moment, "place", None), getattr(moment, "article", None)
    return (type(moment), *here, state.leaving_at is not None, state.language)


def _asking(state: State) -> tuple[Line, ...]:
    """The shortest way to an answer, which nobody finds by moving on."""
    return (Said("guide.ask"),) if state.hearing else ()


def words(state: State) -> tuple[Line, ...]:
    """What a moment shows, in a few sentences."""
    match state.moment:
        case Home(article=None):
            count = str(len(state.shelf))
            return (Said("home.choose"), Said("guide.choices", {"count": count}), *_asking(state))
        case Home(article=id) if (article := state.article(id or "")) is not None:
            standing = () if article.review else (Said("article.not_approved"),)
            past = (Said("article.expired"),) if article.id in state.content.expired else ()
            count = str(len(article.sections))
            return (Utterance(article.title), Said("guide.home", {"count": count}), *_asking(state), *standing, *past)
        case Reading(place=place) if (section := state.section(place)) is not None:
            return (Utterance(section.title), Said("guide.reading"))
        case TakeAlong():
            return (Said("guide.take_along"),)
        case Comfort():
            return (Said("comfort.title"), Said("guide.list"), Said("comfort.forgotten"))
        case Typing():
            return (Said("typing.title"), Said("guide.typing"))
        case Thinking():
            return (Said("asking.working"),)
        case NotUnderstood(problem=problem):
            return (Said(f"not_understood.spoken.{problem}"),)
        case Urgent(is_private=True):
            return tuple(Said(f"urgent.private.{key}") for key in ("title", "go", "why"))
        case Urgent():
            return (Said("urgent.spoken"), Said("urgent.not_here"))
        case StaffPin(step=step):
            return (Said(f"staff.pin.title_{step}"), Said("guide.list"))
        case StaffRoom():
            return (Said("staff.title"), Said("guide.list"))
        case UsageCounts():
            return (Said("counts.title"), Said("guide.list"))
        case Checkup():
            return (Said("checkup.looking"),)
        case TouchTest():
            return (Said("checkup.touch_test.title"), Said("checkup.touch_test.how"))
        case Sure(deed=deed, about=about):
            article = state.article(about)
            return (Said(f"staff.sure.{deed}", {"about": article.title if article else about}), Said("guide.list"))
        case moment if isinstance(moment, StaffMoment):
            return (Said("guide.staff"),)
        case moment:
            return answering.words(state, moment)
