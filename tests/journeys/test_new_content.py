"""New content comes while somebody is here: what stays before their eyes is what stands in it now."""

from __future__ import annotations

from dataclasses import replace

from kiosk.events import Answered, LibraryChanged
from kiosk.model import Answer, AnswerKind, Article, Place, Way
from kiosk.state import Attract, Home, Reading, TakeAlong, Urgent
from tests.fakes import (
    DORMIR,
    FEET,
    FEET_INTRO,
    SLEEP,
    SLEEP_CAUSES,
    SLEEP_INTRO,
    Visitor,
    asks,
    paragraph,
    suggestions,
)
from tests.journeys.test_answer import answers, replied
from tests.journeys.test_staff import nurse, pin_screen

BOTH = Answer(
    AnswerKind.ANSWER,
    SLEEP_CAUSES,
    passage="So does pain.",
    also=FEET_INTRO,
    suggestions=suggestions(SLEEP_INTRO, FEET_INTRO),
)


def answered_now(visitor: Visitor) -> Reading:
    assert isinstance(visitor.moment, Reading)
    return visitor.moment


def with_causes(*sentences: str) -> tuple[Article, ...]:
    causes = replace(SLEEP.sections[-1], blocks=(paragraph(*sentences),))
    return (replace(SLEEP, sections=(*SLEEP.sections[:-1], causes)),)


def test_the_sentence_that_answers_is_found_in_the_new_text() -> None:
    visitor = replied(BOTH)
    visitor.news(LibraryChanged(with_causes("Worry does.", "Light does.", "So does pain.")))
    reply = answered_now(visitor).reply
    assert reply is not None
    assert reply.sentence == 2


def test_an_answer_that_no_longer_stands_there_is_marked_nowhere() -> None:
    visitor = replied(BOTH)
    visitor.news(LibraryChanged(with_causes("Worry does.")))
    reply = answered_now(visitor).reply
    assert reply is not None
    assert reply.sentence is None


def test_what_it_also_answered_goes_with_the_article_and_stays_with_it() -> None:
    visitor = asks(Visitor(SLEEP, FEET), "why am i awake", Way.TYPED)
    answers(visitor, BOTH)
    reply = answered_now(visitor).reply
    assert reply is not None
    assert reply.answer.also == FEET_INTRO
    visitor.news(LibraryChanged((SLEEP,)))
    reply = answered_now(visitor).reply
    assert reply is not None
    assert (reply.answer.also, [each.place for each in reply.answer.suggestions]) == (None, [SLEEP_INTRO])


def test_a_second_answer_whose_article_went_while_it_was_looked_for_is_not_offered() -> None:
    visitor = asks(Visitor(SLEEP, FEET), "why am i awake", Way.TYPED)
    visitor.kiosk.state = replace(visitor.state, articles=(SLEEP,))
    assert visitor.mind.ticket is not None
    visitor.news(Answered(visitor.mind.ticket, BOTH))
    reply = answered_now(visitor).reply
    assert reply is not None
    assert reply.answer.also is None


def test_who_reads_an_article_that_is_gone_in_a_language_that_is_gone_starts_in_the_usual_one() -> None:
    visitor = Visitor(SLEEP, DORMIR, languages=("en", "es"), awake=False)
    visitor.kiosk.wake("es")
    visitor.kiosk.open_section(Place("dormir", "causes"))
    visitor.news(LibraryChanged((SLEEP,)))
    assert (visitor.moment, visitor.state.language) == (Home("sleep"), "en")
    assert (visitor.voice.language, visitor.ear.language, visitor.mind.language) == ("en", "en", "en")


def test_who_reads_in_a_language_that_is_still_there_keeps_it() -> None:
    visitor = Visitor(SLEEP, FEET, DORMIR, languages=("en", "es"), awake=False)
    visitor.kiosk.wake("es")
    visitor.kiosk.open_section(Place("dormir", "causes"))
    visitor.news(LibraryChanged((SLEEP, replace(DORMIR, sections=DORMIR.sections[:1]))))
    assert (visitor.moment, visitor.state.language) == (Home("dormir"), "es")


def test_back_from_the_code_leads_to_the_section_and_no_further() -> None:
    visitor = Visitor(SLEEP, FEET)
    visitor.kiosk.open_section(FEET_INTRO)
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.take_along()
    visitor.news(LibraryChanged((SLEEP,)))
    assert visitor.moment == TakeAlong(SLEEP_CAUSES)
    visitor.kiosk.go_back()
    assert visitor.moment == Reading(SLEEP_CAUSES)
    visitor.kiosk.go_back()
    assert visitor.moment == Home("sleep")


def test_who_needs_help_keeps_the_screen_and_finds_home_behind_it() -> None:
    visitor = Visitor(SLEEP, FEET)
    visitor.kiosk.open_section(FEET_INTRO)
    visitor.kiosk.need_help()
    visitor.news(LibraryChanged((SLEEP,)))
    assert isinstance(visitor.moment, Urgent)
    visitor.kiosk.go_back()
    assert visitor.moment == Home("sleep")


def test_who_types_a_pin_goes_on_and_finds_home_behind_it() -> None:
    visitor = nurse()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.open_staff()
    visitor.kiosk.type_pin("7")
    visitor.news(LibraryChanged((FEET,)))
    assert pin_screen(visitor).typed == "7"
    visitor.kiosk.go_back()
    assert visitor.moment == Home("feet")


def test_of_a_finished_visit_the_kiosk_keeps_what_it_knows_of_itself() -> None:
    visitor = Visitor(SLEEP, DORMIR, languages=("en", "es"), staffed=True)
    before = visitor.state
    visitor.kiosk.finish()
    after = visitor.state
    assert isinstance(after.moment, Attract)
    for kept in ("articles", "languages", "usual", "content", "sources", "staffed", "audible", "hearing"):
        assert getattr(after, kept) == getattr(before, kept)
