"""The visitor speaks or types, and the words become a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.events import (
    Answered,
    Heard,
    HearingChanged,
    LevelHeard,
    ListeningStarted,
    ListeningStopped,
    NotHeard,
    Suggested,
    WordsHeard,
)
from kiosk.model import About, Answer, AnswerKind, HearingProblem, Question, Transcript, UrgentGroup, Way
from kiosk.session.typing import LONGEST
from kiosk.state import Aloud, Asking, AskingPhase, Home, NotUnderstood, Thinking, Typing, Unsure, Urgent
from tests.fakes import NOWHERE, SLEEP_CAUSES, SLEEP_INTRO, SLEEP_PREVENTION, Visitor, asks, suggestions


def speaker() -> tuple[Visitor, int]:
    """Somebody at an open microphone, and the ticket of their question."""
    visitor = Visitor()
    visitor.kiosk.ask_by_voice()
    ticket = visitor.ear.ticket
    assert ticket is not None
    visitor.news(ListeningStarted(ticket))
    return visitor, ticket


def hears(visitor: Visitor, event: Heard | NotHeard) -> None:
    """The microphone closes by itself and the room says what it made of the sound."""
    visitor.ear.concluded()
    visitor.news(event)


def asking(visitor: Visitor) -> Asking:
    assert isinstance(visitor.moment, Asking)
    return visitor.moment


# ---- by voice


def test_nobody_is_told_to_speak_before_the_microphone_is_open() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_voice()
    assert asking(visitor).phase is AskingPhase.OPENING
    visitor.news(ListeningStarted(asking(visitor).ticket))
    assert asking(visitor).phase is AskingPhase.LISTENING


def test_words_that_are_still_being_spoken_are_overheard() -> None:
    visitor, ticket = speaker()
    visitor.news(WordsHeard(ticket, "my dad"))
    visitor.news(WordsHeard(ticket, "my dad can't breathe"))
    assert visitor.mind.overheard == [(ticket, "my dad"), (ticket, "my dad can't breathe")]


def test_an_emergency_takes_the_screen_before_the_visitor_has_finished() -> None:
    visitor, ticket = speaker()
    visitor.news(WordsHeard(ticket, "my dad can't breathe"))
    visitor.news(Answered(ticket, Answer(AnswerKind.URGENT, urgent_group=UrgentGroup.BREATHING)))
    assert isinstance(visitor.moment, Urgent)
    assert (visitor.moment.group, visitor.moment.heard) == (UrgentGroup.BREATHING, "my dad can't breathe")
    assert visitor.ear.ticket is None, "the microphone is closed"


def test_late_news_of_an_emergency_in_words_that_were_abandoned_is_ignored() -> None:
    visitor, ticket = speaker()
    visitor.kiosk.go_home()
    visitor.news(Answered(ticket, Answer(AnswerKind.URGENT, urgent_group=UrgentGroup.BREATHING)))
    assert isinstance(visitor.moment, Home)


def test_the_kiosk_falls_silent_before_it_listens() -> None:
    visitor = Visitor()
    visitor.kiosk.hear(SLEEP_PREVENTION)
    visitor.kiosk.ask_by_voice()
    assert visitor.room.log[-2:] == ["hush", "listen"]


def test_the_visitor_sees_that_they_are_heard() -> None:
    visitor, ticket = speaker()
    visitor.news(LevelHeard(ticket, 0.7))
    visitor.news(WordsHeard(ticket, "why can I not"))
    assert (asking(visitor).level, asking(visitor).words) == (0.7, "why can I not")


def test_a_second_tap_says_that_all_is_said() -> None:
    visitor, ticket = speaker()
    visitor.news(LevelHeard(ticket, 0.7))
    visitor.kiosk.stop_listening()
    assert visitor.room.log[-1] == "finish"
    assert (asking(visitor).phase, asking(visitor).level) == (AskingPhase.WORKING, 0.0)
    visitor.news(LevelHeard(ticket, 0.9))
    assert asking(visitor).level == 0.0


def test_silence_ends_the_listening_without_a_tap() -> None:
    visitor, ticket = speaker()
    visitor.news(ListeningStopped(ticket))
    assert asking(visitor).phase is AskingPhase.WORKING


def test_what_was_heard_is_asked_with_every_other_reading_for_the_urgent_check() -> None:
    visitor, ticket = speaker()
    hears(visitor, Heard(ticket, Transcript(" I can breathe ", ("I can't breathe", " "), ungated="can't breathe")))
    question = Question("I can breathe", Way.SPOKEN, ("I can't breathe", "can't breathe"))
    assert visitor.mind.question == question
    assert isinstance(visitor.moment, Thinking)


def test_words_that_the_gate_held_back_still_reach_the_urgent_check() -> None:
    visitor, ticket = speaker()
    hears(visitor, Heard(ticket, Transcript("", ungated="he fell down")))
    assert visitor.mind.question == Question("", Way.SPOKEN, ("he fell down",))


@pytest.mark.parametrize("problem", HearingProblem)
def test_a_try_without_words_says_why_and_counts(problem: HearingProblem) -> None:
    visitor, ticket = speaker()
    hears(visitor, NotHeard(ticket, problem))
    assert visitor.moment == NotUnderstood(problem, failures=1)
    visitor.kiosk.ask_by_voice()
    hears(visitor, NotHeard(asking(visitor).ticket, problem))
    assert visitor.moment == NotUnderstood(problem, failures=2)


def test_who_spoke_is_told_aloud_that_nothing_was_understood() -> None:
    visitor, ticket = speaker()
    hears(visitor, NotHeard(ticket, HearingProblem.NO_WORDS))
    assert len(visitor.hears()) == 1


def test_who_wants_silence_is_told_in_writing_alone() -> None:
    visitor, ticket = speaker()
    visitor.kiosk.choose_aloud(Aloud.NEVER)
    hears(visitor, NotHeard(ticket, HearingProblem.NO_WORDS))
    assert visitor.hears() == []


def test_the_next_question_after_one_that_was_heard_well_starts_without_failures() -> None:
    visitor, ticket = speaker()
    hears(visitor, NotHeard(ticket, HearingProblem.NO_WORDS))
    visitor.kiosk.ask_by_voice()
    heard_as(visitor, "why", UNSURE)
    visitor.kiosk.ask_by_voice()
    hears(visitor, NotHeard(asking(visitor).ticket, HearingProblem.NO_WORDS))
    assert visitor.moment == NotUnderstood(HearingProblem.NO_WORDS, failures=1)


# ---- "that is not what I said"

UNSURE = Answer(AnswerKind.UNSURE, suggestions=suggestions(SLEEP_CAUSES))
ANSWERS = [
    Answer(AnswerKind.ANSWER, SLEEP_CAUSES, passage="Worry does."),
    UNSURE,
    Answer(AnswerKind.NO_ANSWER, about=About.HEALTH),
]


def heard_as(visitor: Visitor, text: str, answer: Answer) -> None:
    hears(visitor, Heard(asking(visitor).ticket, Transcript(text)))
    assert visitor.mind.ticket is not None
    visitor.news(Answered(visitor.mind.ticket, answer))


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.kind)
def test_who_said_something_else_tells_it_with_one_tap_and_says_it_again(answer: Answer) -> None:
    visitor, _ = speaker()
    heard_as(visitor, "can i drink coffin", answer)
    visitor.kiosk.not_what_i_said()
    assert visitor.moment == NotUnderstood(HearingProblem.MISHEARD, failures=1, heard="can i drink coffin")
    visitor.kiosk.ask_by_voice()
    heard_as(visitor, "can i think coffee", answer)
    visitor.kiosk.not_what_i_said()
    assert visitor.moment == NotUnderstood(HearingProblem.MISHEARD, failures=2, heard="can i think coffee")


def test_a_tap_made_by_mistake_is_undone_by_going_back() -> None:
    visitor, _ = speaker()
    heard_as(visitor, "can i drink coffee", UNSURE)
    visitor.kiosk.not_what_i_said()
    visitor.kiosk.go_back()
    assert isinstance(visitor.moment, Unsure)


def test_a_typed_question_was_not_misheard() -> None:
    visitor = asks(Visitor(), "can i drink coffin", Way.TYPED)
    assert visitor.mind.ticket is not None
    visitor.news(Answered(visitor.mind.ticket, UNSURE))
    visitor.kiosk.not_what_i_said()
    assert isinstance(visitor.moment, Unsure)


@pytest.mark.parametrize("empty", ["", "   "])
def test_a_transcript_without_a_word_is_a_try_without_words(empty: str) -> None:
    visitor, ticket = speaker()
    hears(visitor, Heard(ticket, Transcript(empty)))
    assert visitor.moment == NotUnderstood(HearingProblem.NO_WORDS, failures=1)


def test_going_back_closes_the_microphone_and_late_words_are_ignored() -> None:
    visitor, ticket = speaker()
    visitor.kiosk.go_back()
    assert visitor.moment == Home("sleep")
    assert visitor.room.log[-1] == "abandon"
    visitor.news(Heard(ticket, Transcript("what I said")))
    assert visitor.moment == Home("sleep")


def test_typing_instead_closes_the_microphone() -> None:
    visitor, _ = speaker()
    visitor.kiosk.ask_by_keyboard()
    assert isinstance(visitor.moment, Typing)
    assert visitor.ear.ticket is None


def test_a_second_touch_of_ask_does_not_open_a_second_microphone() -> None:
    visitor, ticket = speaker()
    visitor.kiosk.ask_by_voice()
    assert visitor.ear.ticket == ticket


def test_without_a_microphone_the_keyboard_takes_its_place() -> None:
    visitor = Visitor()
    visitor.news(HearingChanged(False))
    visitor.kiosk.ask_by_voice()
    assert visitor.moment == Typing()
    assert "listen" not in visitor.room.log


@pytest.mark.parametrize("reached", [(), (ListeningStarted,), (ListeningStarted, ListeningStopped)])
def test_a_listener_that_never_answers_is_given_up(
    reached: tuple[type[ListeningStarted | ListeningStopped], ...],
) -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_voice()
    ticket = asking(visitor).ticket
    for event in reached:
        visitor.news(event(ticket))
    visitor.waits(visitor.timing.listening_s + 1)
    assert visitor.moment == NotUnderstood(HearingProblem.ENGINE_FAILED, failures=1)
    assert visitor.ear.ticket is None


# ---- by keyboard


def test_fitting_sections_appear_while_one_types() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text("why am i")
    ticket, text = visitor.mind.suggesting[-1]
    assert text == "why am i"
    visitor.news(Suggested(ticket, suggestions(SLEEP_CAUSES, SLEEP_INTRO)))
    assert visitor.moment == Typing("why am i", ticket, suggestions(SLEEP_CAUSES, SLEEP_INTRO))


def test_suggestions_for_words_that_have_changed_since_are_ignored() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text("why")
    late = visitor.mind.suggesting[-1][0]
    visitor.kiosk.type_text("how")
    visitor.news(Suggested(late, suggestions(SLEEP_CAUSES)))
    assert visitor.moment == Typing("how", late + 1)


def test_a_section_that_is_no_longer_there_is_not_suggested() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text("why")
    ticket = visitor.mind.suggesting[-1][0]
    visitor.news(Suggested(ticket, suggestions(NOWHERE, SLEEP_INTRO)))
    assert visitor.moment == Typing("why", ticket, suggestions(SLEEP_INTRO))


def test_a_cleared_line_suggests_nothing() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text("why")
    ticket = visitor.mind.suggesting[-1][0]
    visitor.news(Suggested(ticket, suggestions(SLEEP_CAUSES)))
    visitor.kiosk.type_text("")
    assert visitor.moment == Typing("")


@pytest.mark.parametrize("empty", ["", "   ", "\n"])
def test_nothing_typed_is_no_question(empty: str) -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text(empty)
    visitor.kiosk.submit_typed()
    assert isinstance(visitor.moment, Typing)
    assert visitor.mind.question is None


def test_a_typed_question_is_asked_as_it_stands() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text(" can i drink coffee ")
    visitor.kiosk.submit_typed()
    assert visitor.mind.question == Question("can i drink coffee", Way.TYPED)


def test_what_was_heard_can_be_mended_on_the_keyboard() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_keyboard("can i drink coffin")
    assert isinstance(visitor.moment, Typing)
    assert visitor.moment.text == "can i drink coffin"
    assert visitor.mind.suggesting[-1][1] == "can i drink coffin"


@given(st.text(max_size=500))
def test_the_line_holds_what_was_typed_up_to_its_length(text: str) -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text(text)
    assert isinstance(visitor.moment, Typing)
    assert visitor.moment.text == text[:LONGEST]


def test_only_what_is_on_the_keyboard_screen_is_typed() -> None:
    visitor = Visitor()
    visitor.kiosk.type_text("why")
    visitor.kiosk.submit_typed()
    assert visitor.moment == Home("sleep")
    assert visitor.room.log.count("ask") == 0
