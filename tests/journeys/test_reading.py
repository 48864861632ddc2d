"""A section is open: shown, and read aloud sentence by sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.events import LibraryChanged, ReadingBroke, ReadingEnded, UtteranceStarted
from kiosk.model import Block, BlockKind, Place, Review, Section, Utterance
from kiosk.state import Aloud, Home, Playback, Reading
from tests.fakes import SLEEP, SLEEP_CAUSES, SLEEP_INTRO, SLEEP_PREVENTION, Visitor

NOT_APPROVED = "Please note: this text is not yet approved by this clinic."
PREVENTION_SENTENCES = list(SLEEP.sections[1].sentences)


def listener(place: Place = SLEEP_PREVENTION) -> Visitor:
    visitor = Visitor()
    visitor.kiosk.hear(place)
    return visitor


def reading(visitor: Visitor) -> Reading:
    assert isinstance(visitor.moment, Reading)
    return visitor.moment


def reaches(visitor: Visitor, sentence: int) -> None:
    """The loudspeaker begins this sentence."""
    assert visitor.voice.ticket is not None
    line = next(line for line in visitor.voice.utterances if line.sentence == sentence)
    visitor.news(UtteranceStarted(visitor.voice.ticket, line))


def test_a_tapped_card_opens_quietly() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    assert visitor.moment == Reading(SLEEP_CAUSES)
    assert visitor.hears() == []


def test_a_tapped_card_is_read_aloud_to_who_wants_everything_aloud() -> None:
    visitor = Visitor()
    visitor.kiosk.choose_aloud(Aloud.ALWAYS)
    visitor.kiosk.open_section(SLEEP_CAUSES)
    assert visitor.hears()[-2:] == ["Worry does.", "So does pain."]


def test_hearing_the_prevention_advice_begins_with_its_title() -> None:
    visitor = listener()
    assert visitor.hears() == ["How can I sleep better?", NOT_APPROVED, *PREVENTION_SENTENCES]
    assert [line.sentence for line in visitor.voice.utterances] == [None, None, 0, 1, 2, 3, 4]
    assert reading(visitor).playback is Playback.PLAYING


def test_who_has_chosen_never_still_hears_what_they_ask_to_hear() -> None:
    visitor = Visitor()
    visitor.kiosk.choose_aloud(Aloud.NEVER)
    visitor.kiosk.hear(SLEEP_PREVENTION)
    assert PREVENTION_SENTENCES[0] in visitor.hears()


def test_that_nobody_here_has_approved_the_text_is_said_once_a_visit() -> None:
    visitor = listener()
    visitor.kiosk.hear(SLEEP_CAUSES)
    assert NOT_APPROVED not in visitor.hears()
    visitor.kiosk.finish()
    visitor.kiosk.wake()
    visitor.kiosk.hear(SLEEP_CAUSES)
    assert NOT_APPROVED in visitor.hears()


def test_an_approved_text_is_read_without_that_warning() -> None:
    visitor = Visitor(replace(SLEEP, review=Review("Dr. Ada Example", date(2026, 1, 2))))
    visitor.kiosk.hear(SLEEP_PREVENTION)
    assert visitor.hears() == ["How can I sleep better?", *PREVENTION_SENTENCES]


def test_the_screen_follows_the_voice() -> None:
    visitor = listener()
    reaches(visitor, 3)
    assert reading(visitor).at == 3
    visitor.news(ReadingEnded(visitor.voice.ticket or 0))
    assert visitor.moment == Reading(SLEEP_PREVENTION)


def test_a_pause_goes_on_where_it_was() -> None:
    visitor = listener()
    reaches(visitor, 2)
    ticket = reading(visitor).ticket
    visitor.kiosk.pause()
    assert reading(visitor) == Reading(SLEEP_PREVENTION, 2, Playback.PAUSED, ticket)
    visitor.kiosk.play()
    assert reading(visitor) == Reading(SLEEP_PREVENTION, 2, Playback.PLAYING, ticket)
    assert visitor.room.log[-2:] == ["pause", "resume"]


def test_after_stop_reading_begins_anew() -> None:
    visitor = listener()
    reaches(visitor, 2)
    visitor.kiosk.stop()
    assert visitor.moment == Reading(SLEEP_PREVENTION)
    assert visitor.hears() == []
    visitor.kiosk.play()
    assert visitor.hears() == ["How can I sleep better?", *PREVENTION_SENTENCES]


def test_one_sentence_on_and_one_back_while_reading() -> None:
    visitor = listener()
    reaches(visitor, 2)
    visitor.kiosk.next_sentence()
    assert visitor.hears() == PREVENTION_SENTENCES[3:]
    visitor.kiosk.previous_sentence()
    visitor.kiosk.previous_sentence()
    assert visitor.hears() == PREVENTION_SENTENCES[1:]
    assert reading(visitor).playback is Playback.PLAYING


def test_nobody_steps_out_of_a_section() -> None:
    visitor = listener()
    for _ in range(9):
        visitor.kiosk.next_sentence()
    assert reading(visitor).at == 4
    for _ in range(9):
        visitor.kiosk.previous_sentence()
    assert reading(visitor).at == 0


def test_a_step_while_paused_waits_there_and_goes_on_from_there() -> None:
    visitor = listener()
    reaches(visitor, 2)
    visitor.kiosk.pause()
    visitor.kiosk.next_sentence()
    assert visitor.moment == Reading(SLEEP_PREVENTION, 3)
    assert visitor.hears() == []
    visitor.kiosk.play()
    assert visitor.hears() == PREVENTION_SENTENCES[3:]


def test_a_step_before_anything_was_read_marks_the_first_sentence() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.next_sentence()
    assert visitor.moment == Reading(SLEEP_CAUSES, 0)
    visitor.kiosk.next_sentence()
    assert visitor.moment == Reading(SLEEP_CAUSES, 1)
    assert visitor.hears() == []


def test_a_tapped_sentence_is_read_from_while_reading_and_marked_otherwise() -> None:
    visitor = listener()
    visitor.kiosk.read_from(4)
    assert visitor.hears() == PREVENTION_SENTENCES[4:]
    visitor.kiosk.stop()
    visitor.kiosk.read_from(2)
    assert visitor.moment == Reading(SLEEP_PREVENTION, 2)
    visitor.kiosk.play()
    assert visitor.hears() == PREVENTION_SENTENCES[2:]


def test_a_sentence_that_is_not_there_is_not_read() -> None:
    visitor = listener()
    before = visitor.state
    visitor.kiosk.read_from(5)
    visitor.kiosk.read_from(-1)
    assert visitor.state == before


def test_an_empty_section_can_be_opened_and_even_played() -> None:
    empty = Section("empty", "Nothing yet", (Block(BlockKind.PARAGRAPH, "", ()),))
    visitor = Visitor(replace(SLEEP, sections=(empty,)))
    visitor.kiosk.hear(Place("sleep", "empty"))
    visitor.kiosk.next_sentence()
    visitor.kiosk.previous_sentence()
    assert visitor.hears()[0] == "Nothing yet"


def test_news_of_an_older_reading_is_ignored() -> None:
    visitor = listener()
    old = visitor.voice.ticket or 0
    visitor.kiosk.hear(SLEEP_INTRO)
    before = visitor.state
    visitor.news(UtteranceStarted(old, Utterance("late", 3)))
    visitor.news(ReadingEnded(old))
    visitor.news(ReadingBroke(old))
    assert visitor.state == before


def test_news_of_a_stopped_reading_is_ignored() -> None:
    visitor = listener()
    old = visitor.voice.ticket or 0
    visitor.kiosk.stop()
    visitor.news(UtteranceStarted(old, Utterance("late", 3)))
    assert visitor.moment == Reading(SLEEP_PREVENTION)


def test_a_broken_voice_leaves_the_text_where_it_was() -> None:
    visitor = listener()
    reaches(visitor, 3)
    visitor.news(ReadingBroke(visitor.voice.ticket or 0))
    assert visitor.moment == Reading(SLEEP_PREVENTION, 3)
    visitor.kiosk.play()
    assert visitor.hears() == PREVENTION_SENTENCES[3:]


def test_another_section_ends_the_reading_of_this_one() -> None:
    visitor = listener()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    assert visitor.hears() == []
    visitor.kiosk.go_home()
    assert visitor.moment == Home("sleep")


def test_reading_controls_do_nothing_where_nothing_is_read() -> None:
    visitor = Visitor()
    before, mark = visitor.state, len(visitor.room.log)
    for verb in (
        visitor.kiosk.play,
        visitor.kiosk.pause,
        visitor.kiosk.stop,
        visitor.kiosk.next_sentence,
        visitor.kiosk.previous_sentence,
    ):
        verb()
    visitor.kiosk.read_from(0)
    assert visitor.state == before
    assert visitor.since(mark) == []


def test_choosing_silence_silences_what_is_being_read() -> None:
    visitor = listener()
    visitor.kiosk.choose_aloud(Aloud.NEVER)
    assert visitor.hears() == []
    assert reading(visitor).playback is Playback.STOPPED


def test_new_content_ends_the_voice_but_not_the_reading() -> None:
    visitor = listener()
    reaches(visitor, 3)
    shorter = replace(
        SLEEP, sections=(SLEEP.sections[0], replace(SLEEP.sections[1], blocks=SLEEP.sections[1].blocks[:1]))
    )
    visitor.news(LibraryChanged((shorter,)))
    assert visitor.moment == Reading(SLEEP_PREVENTION)
    visitor.kiosk.next_sentence()
    assert visitor.moment == Reading(SLEEP_PREVENTION, 0)
