"""A question has been asked: an answer, "did you mean", an honest "no", and who speaks them aloud."""

from __future__ import annotations

import pytest

from kiosk.events import Answered, LibraryChanged, MatchingBroke, Tick
from kiosk.model import About, Answer, AnswerKind, HearingProblem, Place, Question, Way
from kiosk.state import Aloud, NoAnswer, NotUnderstood, Reading, Reply, Thinking, Typing, Unsure
from tests.fakes import (
    FEET,
    FEET_INTRO,
    NOWHERE,
    SLEEP,
    SLEEP_CAUSES,
    SLEEP_INTRO,
    SLEEP_PREVENTION,
    Visitor,
    asks,
    suggestions,
)

COFFEE = Answer(
    AnswerKind.ANSWER,
    SLEEP_PREVENTION,
    item="prevent.coffee",
    passage="Drink no coffee after noon.",
    confidence=0.9,
    suggestions=suggestions(SLEEP_CAUSES, SLEEP_INTRO),
)
UNSURE = Answer(AnswerKind.UNSURE, suggestions=suggestions(SLEEP_CAUSES, SLEEP_INTRO))
NOT_HERE = Answer(AnswerKind.NO_ANSWER, about=About.CLINIC)


def answers(visitor: Visitor, answer: Answer) -> None:
    assert visitor.mind.ticket is not None
    visitor.news(Answered(visitor.mind.ticket, answer))


def replied(answer: Answer, way: Way = Way.TYPED) -> Visitor:
    visitor = asks(Visitor(), "can i drink coffee", way)
    answers(visitor, answer)
    return visitor


def test_the_section_opens_at_the_sentence_that_answers() -> None:
    visitor = replied(COFFEE)
    question = Question("can i drink coffee", Way.TYPED)
    assert visitor.moment == Reading(SLEEP_PREVENTION, reply=Reply(question, COFFEE, sentence=4))


def test_a_question_is_asked_with_the_article_that_the_visitor_had_open() -> None:
    assert asks(Visitor(), "can i drink coffee", Way.TYPED).mind.near is None
    visitor = Visitor(SLEEP, FEET)
    visitor.kiosk.open_section(FEET_INTRO)
    assert asks(visitor, "and how often", Way.TYPED).mind.near == "feet"


@pytest.mark.parametrize(
    ("place", "passage", "sentence"),
    [
        (SLEEP_CAUSES, "So does pain.", 1),
        (SLEEP_CAUSES, "Worry does. So does pain.", 0),
        (SLEEP_PREVENTION, "Even small lights can wake you.", 3),
        (SLEEP_PREVENTION, "dark. Even small lights can", 2),
        (SLEEP_PREVENTION, "Keep your room dark. Even small lights can wake you.", 2),
        (SLEEP_PREVENTION, "no coffee", 4),
        (SLEEP_CAUSES, None, None),
        (SLEEP_CAUSES, "Not in this section.", None),
    ],
)
def test_the_sentence_is_found_by_its_passage(place: Place, passage: str | None, sentence: int | None) -> None:
    visitor = replied(Answer(AnswerKind.ANSWER, place, passage=passage))
    assert isinstance(visitor.moment, Reading)
    assert visitor.moment.reply
    assert visitor.moment.reply.sentence == sentence


def test_an_entry_that_answers_is_more_than_a_sentence_elsewhere() -> None:
    visitor = replied(Answer(AnswerKind.ANSWER, SLEEP_PREVENTION, item="prevent.light", passage="Small habits help."))
    assert isinstance(visitor.moment, Reading)
    assert visitor.moment.reply
    assert visitor.moment.reply.sentence == 2


def test_a_typed_question_is_answered_quietly() -> None:
    for answer in (COFFEE, UNSURE, NOT_HERE):
        assert replied(answer).hears() == []


def test_a_spoken_question_is_answered_aloud_from_the_entry_that_answers() -> None:
    visitor = replied(COFFEE, Way.SPOKEN)
    assert visitor.hears()[0] == "How can I sleep better?"
    assert visitor.hears()[-1] == "Drink no coffee after noon."
    assert "Keep your room dark." not in visitor.hears()


def test_a_list_that_answers_as_a_whole_is_read_from_its_beginning() -> None:
    visitor = replied(Answer(AnswerKind.ANSWER, SLEEP_PREVENTION, passage="Try one at a time."), Way.SPOKEN)
    assert "Small habits help." in visitor.hears()


def test_an_answer_inside_a_paragraph_is_read_with_its_context() -> None:
    visitor = replied(Answer(AnswerKind.ANSWER, SLEEP_CAUSES, passage="So does pain."), Way.SPOKEN)
    assert visitor.hears()[-3:-1] == ["Worry does.", "So does pain."]


def test_where_the_source_is_damaged_the_end_says_so_aloud() -> None:
    visitor = replied(Answer(AnswerKind.ANSWER, SLEEP_CAUSES, passage="So does pain."), Way.SPOKEN)
    assert visitor.hears()[-1].startswith("The text we used is not complete here.")


@pytest.mark.parametrize(
    ("aloud", "way", "speaks"),
    [
        (Aloud.ALWAYS, Way.TYPED, True),
        (Aloud.ALWAYS, Way.SPOKEN, True),
        (Aloud.NEVER, Way.TYPED, False),
        (Aloud.NEVER, Way.SPOKEN, False),
    ],
)
@pytest.mark.parametrize("answer", [COFFEE, UNSURE, NOT_HERE])
def test_the_switch_decides_who_hears(aloud: Aloud, way: Way, speaks: bool, answer: Answer) -> None:
    visitor = Visitor()
    visitor.kiosk.choose_aloud(aloud)
    answers(asks(visitor, "coffee", way), answer)
    assert bool(visitor.hears()) is speaks


# ---- unsure


def test_unsure_asks_back_and_says_the_choices_to_who_spoke() -> None:
    visitor = replied(UNSURE, Way.SPOKEN)
    assert isinstance(visitor.moment, Unsure)
    assert visitor.hears()[1:] == ["What keeps people awake?", "Sleep"]


def test_who_spoke_hears_what_they_choose_from_the_offered() -> None:
    visitor = replied(UNSURE, Way.SPOKEN)
    visitor.kiosk.open_section(SLEEP_CAUSES)
    assert "Worry does." in visitor.hears()


def test_who_typed_reads_what_they_choose_from_the_offered() -> None:
    visitor = replied(UNSURE)
    visitor.kiosk.open_section(SLEEP_CAUSES)
    assert visitor.moment == Reading(SLEEP_CAUSES)
    assert visitor.hears() == []


def test_none_of_these_is_an_honest_no() -> None:
    visitor = replied(UNSURE)
    visitor.kiosk.none_of_these()
    assert visitor.moment == NoAnswer(Question("can i drink coffee", Way.TYPED), About.HEALTH)


def test_none_of_these_keeps_the_hint_that_it_may_be_urgent() -> None:
    visitor = replied(Answer(AnswerKind.UNSURE, suggestions=suggestions(SLEEP_CAUSES), urgent_hint=True))
    visitor.kiosk.none_of_these()
    assert isinstance(visitor.moment, NoAnswer)
    assert visitor.moment.urgent_hint


def test_back_from_a_choice_leads_to_the_choices() -> None:
    visitor = replied(UNSURE)
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.go_back()
    assert isinstance(visitor.moment, Unsure)


# ---- no answer


@pytest.mark.parametrize("about", About)
def test_no_answer_says_who_may_know(about: About) -> None:
    visitor = replied(Answer(AnswerKind.NO_ANSWER, about=about), Way.SPOKEN)
    assert visitor.moment == NoAnswer(Question("can i drink coffee", Way.SPOKEN), about)
    assert len(visitor.hears()) == 1


def test_an_answer_in_a_section_that_is_gone_is_no_answer() -> None:
    visitor = replied(Answer(AnswerKind.ANSWER, NOWHERE, suggestions=suggestions(NOWHERE, SLEEP_INTRO)))
    assert visitor.moment == NoAnswer(
        Question("can i drink coffee", Way.TYPED), About.UNCLEAR, suggestions(SLEEP_INTRO)
    )


def test_unsure_between_sections_that_are_gone_is_no_answer() -> None:
    assert isinstance(replied(Answer(AnswerKind.UNSURE, suggestions=suggestions(NOWHERE))).moment, NoAnswer)


def test_content_that_changes_while_the_matcher_thinks_leaves_no_dead_card() -> None:
    visitor = asks(Visitor(), "coffee", Way.TYPED)
    visitor.news(LibraryChanged((FEET,)))
    answers(visitor, COFFEE)
    assert not isinstance(visitor.moment, Reading)


# ---- what can go wrong


def test_an_answer_to_a_question_given_up_is_ignored() -> None:
    visitor = asks(Visitor(), "coffee", Way.TYPED)
    visitor.kiosk.go_back()
    before = visitor.moment
    answers(visitor, COFFEE)
    assert visitor.moment == before


def test_back_from_an_answer_leads_to_the_typed_words() -> None:
    visitor = replied(COFFEE)
    visitor.kiosk.go_back()
    assert isinstance(visitor.moment, Typing)
    assert visitor.moment.text == "can i drink coffee"


def test_a_matcher_that_breaks_says_whom_to_ask() -> None:
    visitor = asks(Visitor(), "coffee", Way.TYPED)
    assert isinstance(visitor.moment, Thinking)
    visitor.news(MatchingBroke(visitor.moment.ticket))
    assert visitor.moment == NoAnswer(Question("coffee", Way.TYPED), About.UNCLEAR)


def test_a_matcher_that_never_answers_is_given_up() -> None:
    visitor = asks(Visitor(), "coffee", Way.TYPED)
    visitor.waits(visitor.timing.thinking_s)
    assert visitor.moment == NoAnswer(Question("coffee", Way.TYPED), About.UNCLEAR)


@pytest.mark.parametrize("answer", [NOT_HERE, COFFEE])
def test_sound_that_only_the_urgent_check_may_see_is_never_answered(answer: Answer) -> None:
    visitor = asks(Visitor(), "", Way.SPOKEN, ungated="coffee coffee coffee")
    answers(visitor, answer)
    assert visitor.moment == NotUnderstood(HearingProblem.NO_WORDS, failures=1)


def test_a_matcher_that_breaks_on_sound_without_words_asks_to_try_again() -> None:
    visitor = asks(Visitor(), "", Way.SPOKEN, ungated="coffee")
    assert visitor.mind.ticket is not None
    visitor.news(MatchingBroke(visitor.mind.ticket))
    assert visitor.moment == NotUnderstood(HearingProblem.NO_WORDS, failures=1)


def test_who_waits_for_an_answer_is_still_here_when_it_comes() -> None:
    visitor = asks(Visitor(), "coffee", Way.TYPED)
    visitor.news(Tick(visitor.state.now + 14))
    answers(visitor, COFFEE)
    visitor.waits(59)
    assert visitor.state.leaving_s is None
