"""What is marked while a section is read, where reading goes on from, and that who listens is here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.events import ReadingEnded, UtteranceStarted
from kiosk.model import Answer, AnswerKind, Note, Said, Utterance, Way
from kiosk.session import guidance
from kiosk.state import Home, Playback, Reading
from tests.fakes import FEET, SLEEP, SLEEP_CAUSES, SLEEP_INTRO, SLEEP_PREVENTION, Visitor, asks, messages
from tests.journeys.test_answer import COFFEE, UNSURE, answers, replied
from tests.journeys.test_guidance import guided
from tests.journeys.test_reading import listener, reaches, reading, speaks


def helped(visitor: Visitor) -> None:
    visitor.kiosk.need_help()
    visitor.kiosk.go_back()


WAYS: dict[str, Callable[[Visitor], object]] = {
    "stop": lambda visitor: visitor.kiosk.stop(),
    "a step on": lambda visitor: visitor.kiosk.next_sentence(),
    "another sentence": lambda visitor: visitor.kiosk.read_from(4),
    "the end": lambda visitor: visitor.news(ReadingEnded(visitor.state.next_ticket - 1)),
    "help": helped,
}


def at_a_word() -> Visitor:
    visitor = listener()
    reaches(visitor, 2)
    speaks(visitor, 2, 1)
    assert reading(visitor).word == 1
    return visitor


@pytest.mark.parametrize("way", WAYS)
def test_no_word_stays_marked_that_is_no_longer_spoken(way: str) -> None:
    visitor = at_a_word()
    WAYS[way](visitor)
    assert reading(visitor).word is None


def test_after_a_pause_and_a_step_no_word_is_marked() -> None:
    visitor = at_a_word()
    visitor.kiosk.pause()
    visitor.kiosk.next_sentence()
    assert (reading(visitor).word, reading(visitor).at, reading(visitor).playback) == (None, 3, Playback.STOPPED)


def test_who_typed_and_then_wants_to_hear_hears_from_where_the_answer_stands() -> None:
    visitor = replied(COFFEE)
    visitor.kiosk.play()
    assert visitor.hears()[:3] == [
        "How can I sleep better?",
        messages().text("article.not_approved_spoken"),
        "Tip 2 of 2",
    ]


@pytest.mark.parametrize(
    ("answer", "keys"),
    [
        (replace(COFFEE, urgent_hint=True), ["notes.urgent_hint"]),
        (replace(COFFEE, notes=(Note.OWN_RESULT,)), ["notes.own_result"]),
        (replace(COFFEE, urgent_hint=True, notes=(Note.OWN_RESULT,)), ["notes.urgent_hint", "notes.own_result"]),
    ],
)
def test_banners_above_the_text_are_said_first(answer: Answer, keys: list[str]) -> None:
    visitor = replied(answer, Way.SPOKEN)
    assert visitor.hears()[: len(keys)] == [messages().text(key) for key in keys]


def test_said_again_before_anything_was_read_is_the_first_sentence() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_PREVENTION)
    visitor.kiosk.say_again()
    assert reading(visitor).at == 0


def test_a_step_back_before_anything_was_read_stays_at_the_first_sentence() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_PREVENTION)
    visitor.kiosk.previous_sentence()
    assert reading(visitor).at == 0


def test_a_step_on_from_the_last_sentence_stays_there() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_PREVENTION)
    visitor.kiosk.read_from(4)
    visitor.kiosk.pause()
    visitor.kiosk.next_sentence()
    assert reading(visitor).at == 4


def test_parts_are_passed_one_at_a_time() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_PREVENTION)
    found = []
    for step in (
        visitor.kiosk.next_part,
        visitor.kiosk.next_part,
        visitor.kiosk.next_part,
        visitor.kiosk.previous_part,
    ):
        step()
        found.append(reading(visitor).at)
    assert found == [0, 2, 4, 2]


def test_a_voice_that_moves_on_has_a_listener_who_is_not_asked_whether_they_are_there() -> None:
    visitor = listener()
    reaches(visitor, 0)
    while visitor.state.leaving_at is None:
        visitor.waits(1)
    reaches(visitor, 1)
    assert (visitor.state.leaving_at, visitor.state.touched) == (None, visitor.state.now)


def test_a_line_that_is_no_sentence_moves_no_mark() -> None:
    visitor = at_a_word()
    assert visitor.voice.ticket is not None
    visitor.news(UtteranceStarted(visitor.voice.ticket, Utterance("Please note")))
    assert (reading(visitor).at, reading(visitor).word) == (2, 1)


def test_who_has_heard_all_of_it_has_been_here_until_now() -> None:
    visitor = listener()
    reaches(visitor, 0)
    visitor.waits(20)
    ticket = visitor.voice.ticket
    assert ticket is not None
    visitor.voice.concluded()
    visitor.news(ReadingEnded(ticket))
    assert visitor.state.touched == visitor.state.now


def test_who_waited_long_for_an_answer_is_here_when_it_comes() -> None:
    visitor = asks(Visitor(), "can i drink coffee", Way.TYPED)
    visitor.waits(5)
    answers(visitor, COFFEE)
    assert visitor.state.touched == visitor.state.now


# ---- under the guide


def test_of_another_section_or_article_it_is_told_anew() -> None:
    visitor = guided(Visitor(SLEEP, FEET))
    visitor.kiosk.open_article("feet")
    assert visitor.moment == Home("feet")
    assert visitor.hears()[0] == "Foot care"
    visitor.kiosk.open_section(SLEEP_INTRO)
    visitor.kiosk.tell(Utterance("Pause"))
    assert visitor.state.told
    visitor.kiosk.open_section(SLEEP_CAUSES)
    assert visitor.state.told == (), "what is said again is now its sentence"


def test_what_a_moment_says_by_itself_can_be_said_again_and_is_not_held() -> None:
    visitor = guided()
    visitor.kiosk.hold()
    asks(visitor, "why am i awake", Way.TYPED)
    answers(visitor, UNSURE)
    first = visitor.hears()
    assert first
    assert not visitor.state.holding
    visitor.kiosk.hush()
    visitor.kiosk.tell_again()
    assert visitor.hears() == first


def test_without_the_guide_nothing_is_kept_to_be_said_again() -> None:
    visitor = asks(Visitor(), "why am i awake", Way.SPOKEN)
    answers(visitor, Answer(AnswerKind.NO_ANSWER))
    assert visitor.hears()
    assert visitor.state.told == ()
    assert not isinstance(visitor.moment, Reading)
    assert guidance.told(visitor.state, (Said("nav.back"),)).wishes == ()
