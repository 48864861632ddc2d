"""A section is open: shown, and read aloud sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.events import ReadingBroke, ReadingEnded, UtteranceStarted, WordStarted
from kiosk.model import Note, Place, Said, Section, Utterance, Way
from kiosk.session.entry import Entry, entries, firsts, start_of_block
from kiosk.session.step import Step, becoming, moving, ticketed
from kiosk.session.wishes import Hush, PauseReading, Read, ResumeReading, Wake
from kiosk.state import Aloud, NoAnswer, Playback, Reading, Reply, State, Unsure


def speaks_unasked(state: State, way: Way) -> bool:
    """Quiet for what was typed or tapped, aloud for what was spoken, unless the switch says otherwise, or a voice guides."""
    if state.guided:
        return True
    match state.aloud:
        case Aloud.ALWAYS:
            return True
        case Aloud.NEVER:
            return False
        case Aloud.WHEN_SPOKEN:
            return way is Way.SPOKEN


def chosen(state: State, place: Place) -> Step:
    """A card was tapped. Who chooses from what was offered for a spoken question goes on listening."""
    match state.moment:
        case Unsure(question=question) | NoAnswer(question=question) | Reading(reply=Reply(question=question)):
            return opened(state, place, question.way)
        case _:
            return opened(state, place, Way.TAPPED)


def opened(state: State, place: Place, way: Way, reply: Reply | None = None) -> Step:
    """Show a section; read it if this visitor hears what they ask for."""
    section = state.section(place)
    if section is None:
        return Step(state)
    step = moving(state, Reading(place, reply=reply))
    if not speaks_unasked(state, way):
        return step.wishing(Wake())
    return _read_from(step, first_to_read(section, reply), announced=True)


def heard(state: State, place: Place) -> Step:
    """Show a section and read it, because the visitor asked to hear it."""
    if state.section(place) is None:
        return Step(state)
    return _read_from(moving(state, Reading(place)), 0, announced=True)


def first_to_read(section: Section, reply: Reply | None) -> int:
    """The paragraph or entry that answers, as an answer begins with its context; a list that answers as a whole is read from
    its beginning."""
    if reply is None or reply.sentence is None or (reply.answer.item is None and section.items):
        return 0
    return start_of_block(section, reply.sentence)


def played(state: State) -> Step:
    match state.moment:
        case Reading(playback=Playback.PAUSED) as now:
            return Step(becoming(state, replace(now, playback=Playback.PLAYING)), (ResumeReading(),))
        case Reading(playback=Playback.STOPPED | Playback.ENDED, at=at, reply=reply) if section := _open_section(state):
            start = first_to_read(section, reply) if at is None else at
            return _read_from(Step(state), start, announced=not at)
        case _:
            return Step(state)


def paused(state: State) -> Step:
    match state.moment:
        case Reading(playback=Playback.PLAYING) as now:
            return Step(becoming(state, replace(now, playback=Playback.PAUSED)), (PauseReading(),))
        case _:
            return Step(state)


def stopped(state: State) -> Step:
    match state.moment:
        case Reading() as now:
            quiet = replace(now, playback=Playback.STOPPED, at=None, word=None, ticket=None)
            return Step(becoming(state, quiet), (Hush(),))
        case _:
            return Step(state)


def skipped(state: State, by: int) -> Step:
    """One sentence on (`by` = 1) or back (-1). Who was listening goes on listening."""
    now, section = state.moment, _open_section(state)
    if not isinstance(now, Reading) or section is None:
        return Step(state)
    last = len(section.sentences) - 1
    return _gone_to(state, min(max(_here(now, section, by) + by, 0), last))


def skipped_part(state: State, by: int) -> Step:
    """To the next paragraph or list entry, or back to the one before: from within one, first to its own beginning."""
    now, section = state.moment, _open_section(state)
    if not isinstance(now, Reading) or section is None or not firsts(section):
        return Step(state)
    here = _here(now, section, by)
    if by > 0:
        return _gone_to(state, next((first for first in firsts(section) if first > here), firsts(section)[-1]))
    return _gone_to(state, max((first for first in firsts(section) if first < here), default=0))


def said_again(state: State) -> Step:
    """The sentence that is being spoken, or was last."""
    now, section = state.moment, _open_section(state)
    if not isinstance(now, Reading) or section is None or not section.sentences:
        return Step(state)
    last = len(section.sentences) - 1 if now.playback is Playback.ENDED else 0
    return read_from(state, last if now.at is None else now.at)


def read_from(state: State, sentence: int) -> Step:
    """A sentence was touched: it is read from there."""
    section = _open_section(state)
    if section is None or not 0 <= sentence < len(section.sentences):
        return Step(state)
    return _read_from(Step(state, (Hush(),)), sentence, announced=False)


def _here(now: Reading, section: Section, by: int) -> int:
    """The sentence that a step starts from; before the first, or behind the last, where nothing is being read."""
    if now.playback is Playback.ENDED:
        return len(section.sentences)
    return -1 if now.at is None and by > 0 else (now.at or 0)


def _gone_to(state: State, sentence: int) -> Step:
    """Read on from there when reading, else wait there."""
    now, section = state.moment, _open_section(state)
    if not isinstance(now, Reading) or section is None or not 0 <= sentence < len(section.sentences):
        return Step(state)
    if now.playback is Playback.PLAYING:
        return read_from(state, sentence)
    waiting = replace(now, at=sentence, word=None, playback=Playback.STOPPED, ticket=None)
    return Step(becoming(state, waiting), (Hush(),))


def _open_section(state: State) -> Section | None:
    return state.section(state.moment.place) if isinstance(state.moment, Reading) else None


def _read_from(step: Step, start: int, *, announced: bool) -> Step:
    """Start the voice at this sentence, or only go there where no voice speaks its language. `announced`: the section's title
    is said first."""
    section = _open_section(step.state)
    assert section is not None
    assert isinstance(step.state.moment, Reading)
    if not step.state.speaks(step.state.moment.place.article):
        return Step(becoming(step.state, replace(step.state.moment, at=start, word=None)), step.wishes)
    state, warning = _warned_once(step.state)
    title: tuple[Said | Utterance, ...] = ()
    if announced:
        title = (*_hints(step.state.moment), Utterance(section.title))
    state, ticket = ticketed(state)
    moment = replace(step.state.moment, at=start, word=None, playback=Playback.PLAYING, ticket=ticket)
    return Step(becoming(state, moment), (*step.wishes, Read(ticket, (*title, *warning, *_lines(section, start)))))


def _hints(now: Reading) -> tuple[Said, ...]:
    """What stands above the text, in banners."""
    if now.reply is None:
        return ()
    answer = now.reply.answer
    keys = {"notes.urgent_hint": answer.urgent_hint, "notes.own_result": Note.OWN_RESULT in answer.notes}
    return tuple(Said(key) for key, holds in keys.items() if holds)


def _lines(section: Section, start: int) -> Iterator[Utterance | Said]:
    """The sentences from this one on; each entry of a list is announced before its first."""
    beginning = {entry.first: entry for entry in entries(section)}
    for index, text in enumerate(section.sentences):
        if index >= start:
            if index in beginning:
                yield _announcement(section, beginning[index])
            yield Utterance(text, index)
    if section.source_incomplete:
        yield Said("notes.source_incomplete")


def _announcement(section: Section, entry: Entry) -> Said:
    return Said(entry_key(section), {"number": str(entry.number), "count": str(entry.count)}, sentence=entry.first)


def entry_key(section: Section) -> str:
    """The text that counts the entries of this section."""
    return "reading.tip" if section.is_prevention else "reading.entry"


def _warned_once(state: State) -> tuple[State, tuple[Said, ...]]:
    """Who can't see the screen hears once a visit that nobody here has approved the text, and that it is past its date."""
    assert isinstance(state.moment, Reading)
    article = state.article(state.moment.place.article)
    if article is None:
        return state, ()
    said = []
    if article.review is None and not state.told_unapproved:
        said.append(Said("article.not_approved_spoken"))
        state = replace(state, told_unapproved=True)
    if article.id in state.content.expired and article.id not in state.told_expired:
        said.append(Said("article.expired"))
        state = replace(state, told_expired=state.told_expired | {article.id})
    return state, tuple(said)


def utterance_started(state: State, news: UtteranceStarted) -> Step:
    match state.moment:
        case Reading(ticket=news.ticket) as now:
            state = replace(state, touched=state.now, leaving_at=None)  # a voice that moves on has a listener
            sentence = news.utterance.sentence
            return Step(state if sentence is None else becoming(state, replace(now, at=sentence, word=None)))
        case _:
            return Step(state)


def word_started(state: State, news: WordStarted) -> Step:
    match state.moment:
        case Reading(ticket=news.ticket, at=news.sentence) as now:
            return Step(becoming(state, replace(now, word=news.word)))
        case _:
            return Step(state)


def ended(state: State, news: ReadingEnded | ReadingBroke) -> Step:
    match state.moment:
        case Reading(ticket=news.ticket) as now:
            whole = isinstance(news, ReadingEnded)
            playback, at = (Playback.ENDED, None) if whole else (Playback.STOPPED, now.at)
            quiet = replace(now, playback=playback, at=at, word=None, ticket=None)
            return Step(replace(becoming(state, quiet), touched=state.now))
        case _:
            return Step(state)
