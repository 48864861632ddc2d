"""Coming, going, going back, and being forgotten."""

from __future__ import annotations

from dataclasses import replace

from kiosk.model import Article
from kiosk.session import answering, checkup, comfort, delivery, listening, urgent
from kiosk.session.step import Step, becoming, leaving, moving
from kiosk.session.timing import Timing
from kiosk.session.wishes import AbandonListening, Hush, SetLanguage, SetSpeed, SetVolume, Wake, Wish
from kiosk.staff_moments import INSIDE, Bringing, Checkup, Installing, StaffPin
from kiosk.state import (
    Aloud,
    Asking,
    Attract,
    Home,
    Manner,
    Moment,
    Playback,
    Reading,
    Reply,
    State,
    TakeAlong,
    Thinking,
    Typing,
    Urgent,
)


def home_of(state: State) -> Home:
    """With one article its sections are the home; with several, one is chosen first."""
    return Home(state.shelf[0].id if len(state.shelf) == 1 else None)


def opened(articles: tuple[Article, ...], languages: tuple[str, ...], usual: Manner, staffed: bool = False) -> State:
    """The kiosk before its first visitor."""
    return _begun(State(Attract(), articles, languages=languages, usual=usual, staffed=staffed))


def _begun(state: State) -> State:
    """As every visit begins."""
    usual = state.usual
    return replace(state, language=usual.language, look=usual.look, text_scale=usual.text_scale, volume=usual.volume)


def woken(state: State, language: str | None = None) -> Step:
    """Somebody is here. `language`: that they chose on their way in."""
    if not isinstance(state.moment, Attract):
        return Step(state)
    chosen = comfort.speaking(state, language) if language else Step(state)
    return Step(gone_home(chosen.state).state, (*leaving(state), *chosen.wishes, Wake()))


def gone_home(state: State) -> Step:
    return Step(replace(state, moment=home_of(state), trail=()), leaving(state))


def article_opened(state: State, article: str) -> Step:
    if article not in [each.id for each in state.shelf] or state.moment == Home(article):
        return Step(state)
    return moving(state, Home(article))


def gone_back(state: State) -> Step:
    if not state.trail:
        return gone_home(state)
    *trail, before = state.trail
    return Step(replace(state, moment=_at_rest(before), trail=tuple(trail)), leaving(state))


def _at_rest(moment: Moment) -> Moment:
    """A moment as it is found again: nothing of it still runs."""
    match moment:
        case Typing():
            return replace(moment, ticket=None)
        case Checkup():
            return checkup.returned(moment)
        case _:
            return hushed(moment)


def finished(state: State) -> Step:
    """The visit is over and forgotten: what stays is what the kiosk owns."""
    kept = State(
        moment=Attract(),
        articles=state.articles,
        now=state.now,
        touched=state.now,
        next_ticket=state.next_ticket,
        audible=state.audible,
        hearing=state.hearing,
        languages=state.languages,
        usual=state.usual,
        content=state.content,
        sources=state.sources,
        staffed=state.staffed,
    )
    fresh = _begun(kept)
    usual: tuple[Wish, ...] = (SetSpeed(fresh.speed), SetVolume(delivery.gain(fresh.volume)))
    if state.language != fresh.language:
        usual = (*usual, SetLanguage(fresh.language))
    return Step(fresh, (Hush(), AbandonListening(), *usual))


def touched(state: State) -> State:
    """Somebody is here. Called before every verb, and on every touch."""
    return replace(state, touched=state.now, leaving_at=None)


def aloud_chosen(state: State, aloud: Aloud) -> Step:
    if isinstance(state.moment, Attract):
        return Step(state)
    state = replace(state, aloud=aloud)
    if aloud is not Aloud.NEVER:
        return Step(state)
    return Step(becoming(state, hushed(state.moment)), (Hush(),))


def hushed(moment: Moment) -> Moment:
    match moment:
        case Reading():
            return replace(moment, playback=Playback.STOPPED, word=None, ticket=None)
        case Urgent():
            return replace(moment, speaking=None)
        case _:
            return moment


def ticked(state: State, now: float, timing: Timing) -> Step:
    begun = state.touched if state.now else max(now, state.touched)
    state = replace(state, now=max(now, state.now), touched=begun)
    match state.moment:
        case Attract(page=page):
            due = int((state.now - state.touched) / timing.attract_page_s)
            return Step(becoming(state, Attract(due))) if due != page else Step(state)
        case Reading(playback=Playback.PLAYING):
            return _aged(Step(state), max(timing.idle_s, timing.sentence_s), timing)
        case Asking():
            return listening.waited(touched(state), timing)
        case Thinking():
            return answering.waited(touched(state), timing)
        case TakeAlong():
            return _aged(Step(state), max(timing.idle_s, timing.taking_s), timing)
        case Bringing() | Installing() | StaffPin(can_skip=True):
            return _aged(Step(state), max(timing.idle_s, timing.importing_s), timing)
        case Checkup():
            return _aged(checkup.ticked(state), max(timing.idle_s, timing.importing_s), timing)
        case Urgent():
            return _aged(urgent.chimed(state, timing), timing.urgent_s, timing)
        case _:
            return _aged(Step(state), timing.idle_s, timing)


def _aged(step: Step, patience_s: float, timing: Timing) -> Step:
    """Warn after `patience_s` untouched seconds; forget the visit when the warning has run out."""
    state = step.state
    if state.leaving_at is not None and state.now >= state.leaving_at:
        return finished(state)
    if state.leaving_at is None and state.now - state.touched >= patience_s:
        state = replace(state, leaving_at=state.now + timing.warning_s)
    return Step(state, step.wishes)


def library_changed(state: State, articles: tuple[Article, ...]) -> Step:
    """New content: who has a section open that is still there stays with it; anybody else starts from home."""
    state = replace(state, articles=articles)
    match state.moment:
        case Attract():
            return Step(state)
        case StaffPin():
            return Step(replace(state, trail=()))  # what it leads back to may be gone
        case moment if isinstance(moment, INSIDE):
            return Step(state)
        case Reading(place=place) if state.section(place) is not None:
            quiet = _at_rest(replace(state.moment, at=None, reply=_still_true(state, state.moment)))
            return Step(replace(state, moment=quiet, trail=()), (Hush(),))
        case TakeAlong(place=place) if state.section(place) is not None:
            return Step(replace(state, moment=TakeAlong(place), trail=(Reading(place),)))
        case Urgent():
            return Step(replace(state, trail=()))
        case _ if state.language not in state.offered:
            usual = comfort.speaking(state, state.usual.language)
            return gone_home(usual.state).wishing(*usual.wishes)
        case _:
            return gone_home(state)


def _still_true(state: State, now: Reading) -> Reply | None:
    """Why the section is open, in the words that stand in it now."""
    section = state.section(now.place)
    if section is None or now.reply is None:
        return None
    answer = answering.of_what_is_installed(state, now.reply.answer)
    return replace(now.reply, answer=answer, sentence=answering.best_sentence(section, answer))
