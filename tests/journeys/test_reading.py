"""A section is open: shown, and read aloud sentence by sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.events import ContentStatusChanged, LibraryChanged, ReadingBroke, ReadingEnded, UtteranceStarted, WordStarted
from kiosk.model import Block, BlockKind, Place, Review, Section, Utterance
from kiosk.packs import ContentStatus
from kiosk.state import Aloud, Home, Playback, Reading
from tests.fakes import SLEEP, SLEEP_CAUSES, SLEEP_INTRO, SLEEP_PREVENTION, Visitor

NOT_APPROVED = "Please note: this text is not yet approved by this clinic."
PAST_DATE = "This text is past its date. Ask your care team whether it still holds."
PREVENTION_SENTENCES = list(SLEEP.sections[1].sentences)
PREVENTION_HEARD = [
    *PREVENTION_SENTENCES[:2],
    "Tip 1 of 2",
    *PREVENTION_SENTENCES[2:4],
    "Tip 2 of 2",
    PREVENTION_SENTENCES[4],
]


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
    line = next(line for line in visitor.voice.utterances if line.sentence == sentence and not line.announces)
    visitor.news(UtteranceStarted(visitor.voice.ticket, line))


def speaks(visitor: Visitor, sentence: int, word: int) -> None:
    """The listener hears this word begin."""
    assert visitor.voice.ticket is not None
    visitor.news(WordStarted(visitor.voice.ticket, sentence, word))


def test_a_tapped_card_opens_quietly() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    assert visitor.moment == Reading(SLEEP_CAUSES)
    assert visitor.hears() == []


def test_a_tapped_card_is_read_aloud_to_who_wants_everything_aloud() -> None:
    visitor = Visitor()
    visitor.kiosk.choose_aloud(Aloud.ALWAYS)
    visitor.kiosk.open_section(SLEEP_CAUSES)
    assert visitor.hears()[-3:-1] == ["Worry does.", "So does pain."]


def test_hearing_the_prevention_advice_begins_with_its_title() -> None:
    visitor = listener()
    assert visitor.hears() == ["How can I sleep better?", NOT_APPROVED, *PREVENTION_HEARD]
    assert [line.sentence for line in visitor.voice.utterances] == [None, None, 0, 1, 2, 2, 3, 4, 4]
    assert [line.text for line in visitor.voice.utterances if line.announces] == ["Tip 1 of 2", "Tip 2 of 2"]
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


def test_that_a_text_is_past_its_date_is_said_once_a_visit_and_again_to_the_next_visitor() -> None:
    visitor = Visitor()
    visitor.news(ContentStatusChanged(ContentStatus(expired=frozenset({SLEEP.id}))))
    for _ in range(2):
        visitor.kiosk.hear(SLEEP_CAUSES)
        assert visitor.hears().count(PAST_DATE) == 1
        assert visitor.hears().index(PAST_DATE) < visitor.hears().index("Worry does.")
        visitor.kiosk.hear(SLEEP_INTRO)
        assert PAST_DATE not in visitor.hears()
        visitor.kiosk.finish()


def test_a_text_that_is_not_past_its_date_is_read_without_that_warning() -> None:
    visitor = Visitor()
    visitor.news(ContentStatusChanged(ContentStatus(expired=frozenset({"another"}))))
    visitor.kiosk.hear(SLEEP_CAUSES)
    assert PAST_DATE not in visitor.hears()


def test_an_approved_text_is_read_without_that_warning() -> None:
    visitor = Visitor(replace(SLEEP, review=Review("Dr. Ada Example", date(2026, 1, 2))))
    visitor.kiosk.hear(SLEEP_PREVENTION)
    assert visitor.hears() == ["How can I sleep better?", *PREVENTION_HEARD]


def test_the_screen_follows_the_voice() -> None:
    visitor = listener()
    reaches(visitor, 3)
    assert reading(visitor).at == 3
    speaks(visitor, 3, word=2)
    assert reading(visitor).word == 2
    reaches(visitor, 4)
    assert (reading(visitor).at, reading(visitor).word) == (4, None)
    speaks(visitor, 3, word=3)
    assert reading(visitor).word is None, "late news of the sentence before"
    visitor.news(ReadingEnded(visitor.voice.ticket or 0))
    assert visitor.moment == Reading(SLEEP_PREVENTION, playback=Playback.ENDED)


def test_what_was_read_to_its_end_is_read_again_from_its_beginning() -> None:
    visitor = listener()
    visitor.news(ReadingEnded(visitor.voice.ticket or 0))
    visitor.kiosk.play()
    assert visitor.hears() == ["How can I sleep better?", *PREVENTION_HEARD]


def test_the_entries_of_any_other_list_are_counted_too() -> None:
    listed = replace(SLEEP.sections[1], id="causes")
    visitor = Visitor(replace(SLEEP, sections=(listed,)))
    visitor.kiosk.hear(Place("sleep", "causes"))
    assert "Point 1 of 2" in visitor.hears()


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
    assert visitor.hears() == ["How can I sleep better?", *PREVENTION_HEARD]


def test_one_sentence_on_and_one_back_while_reading() -> None:
    visitor = listener()
    reaches(visitor, 2)
    visitor.kiosk.next_sentence()
    assert visitor.hears() == PREVENTION_HEARD[4:]
    visitor.kiosk.previous_sentence()
    visitor.kiosk.previous_sentence()
    assert visitor.hears() == PREVENTION_HEARD[1:]
    assert reading(visitor).playback is Playback.PLAYING


def test_one_part_on_and_one_back_while_reading() -> None:
    visitor = listener()
    reaches(visitor, 1)
    visitor.kiosk.next_part()
    assert visitor.hears() == PREVENTION_HEARD[2:], "the first tip, announced as such"
    visitor.kiosk.next_part()
    assert visitor.hears() == PREVENTION_HEARD[5:]
    visitor.kiosk.next_part()
    assert visitor.hears() == PREVENTION_HEARD[5:], "there is none behind the last"
    visitor.kiosk.previous_part()
    reaches(visitor, 3)
    visitor.kiosk.previous_part()
    assert visitor.hears() == PREVENTION_HEARD[2:], "from within a tip, first to its own beginning"
    visitor.kiosk.previous_part()
    visitor.kiosk.previous_part()
    assert visitor.hears() == PREVENTION_HEARD


def test_a_part_back_from_the_end_is_the_last_one() -> None:
    visitor = listener()
    visitor.news(ReadingEnded(visitor.voice.ticket or 0))
    visitor.kiosk.previous_part()
    assert visitor.moment == Reading(SLEEP_PREVENTION, 4)


def test_what_was_just_said_is_said_again() -> None:
    visitor = listener()
    reaches(visitor, 3)
    visitor.kiosk.say_again()
    assert visitor.hears() == PREVENTION_HEARD[4:]
    visitor.kiosk.pause()
    visitor.kiosk.say_again()
    assert (visitor.hears(), reading(visitor).playback) == (PREVENTION_HEARD[4:], Playback.PLAYING)
    visitor.news(ReadingEnded(visitor.voice.ticket or 0))
    visitor.kiosk.say_again()
    assert visitor.hears() == PREVENTION_HEARD[5:], "after the end, the last sentence"


def test_speed_and_volume_hold_for_the_visit_and_no_longer() -> None:
    visitor = listener()
    usual = visitor.voice.gain
    visitor.kiosk.faster(1)
    visitor.kiosk.louder(-1)
    assert (visitor.voice.speed, visitor.state.speed) == (1.25, 1.25)
    assert visitor.voice.gain < usual
    for _ in range(9):
        visitor.kiosk.faster(1)
        visitor.kiosk.louder(1)
    assert (visitor.voice.speed, visitor.voice.gain) == (1.5, 1.0)
    for _ in range(9):
        visitor.kiosk.faster(-1)
        visitor.kiosk.louder(-1)
    assert visitor.voice.speed == 0.75
    assert 0 < visitor.voice.gain < usual / 2
    visitor.kiosk.finish()
    assert (visitor.voice.speed, visitor.voice.gain) == (1.0, usual)
    assert (visitor.state.speed, visitor.state.volume) == (1.0, 4)


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
    assert visitor.hears() == PREVENTION_HEARD[4:]


def test_a_step_before_anything_was_read_marks_the_first_sentence() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.next_sentence()
    assert visitor.moment == Reading(SLEEP_CAUSES, 0)
    visitor.kiosk.next_sentence()
    assert visitor.moment == Reading(SLEEP_CAUSES, 1)
    assert visitor.hears() == []


def test_a_tapped_sentence_is_read_from() -> None:
    visitor = listener()
    visitor.kiosk.read_from(4)
    assert visitor.hears() == PREVENTION_HEARD[5:]
    visitor.kiosk.stop()
    visitor.kiosk.read_from(2)
    assert visitor.hears() == PREVENTION_HEARD[2:]
    assert (reading(visitor).at, reading(visitor).playback) == (2, Playback.PLAYING)


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


def test_a_text_in_a_language_without_a_voice_is_shown_and_not_read() -> None:
    visitor = Visitor(replace(SLEEP, language="es"))
    visitor.kiosk.hear(SLEEP_PREVENTION)
    assert visitor.hears() == []
    assert visitor.moment == Reading(SLEEP_PREVENTION, 0)
    visitor.kiosk.read_from(3)
    visitor.kiosk.play()
    assert visitor.hears() == []
    assert visitor.moment == Reading(SLEEP_PREVENTION, 3)
    british = Visitor(replace(SLEEP, language="en-GB"))
    british.kiosk.hear(SLEEP_PREVENTION)
    assert british.hears()


def test_a_broken_voice_leaves_the_text_where_it_was() -> None:
    visitor = listener()
    reaches(visitor, 3)
    visitor.news(ReadingBroke(visitor.voice.ticket or 0))
    assert visitor.moment == Reading(SLEEP_PREVENTION, 3)
    visitor.kiosk.play()
    assert visitor.hears() == PREVENTION_HEARD[4:]


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
        visitor.kiosk.next_part,
        visitor.kiosk.previous_part,
        visitor.kiosk.say_again,
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
