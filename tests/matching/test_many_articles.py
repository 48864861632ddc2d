"""Several articles at once: which is meant is heard from its name, misspelt too, or asked for; it is never guessed silently."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.content.generation import read_articles
from kiosk.matching import Matcher
from kiosk.model import AnswerKind, Article, Place, Question, Way
from tests.matching.matchers import ENCODER, ROOT, articles, opened, typed

LEAFLETS = ROOT / "training" / "material" / "leaflets"
SHELF = ("colonoscopy", "copd", "gout", "mri-scan", "quitting-smoking")


def leaflets() -> tuple[Article, ...]:
    return tuple(article for article in read_articles(LEAFLETS) if article.id in SHELF)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return opened(ENCODER, library=(*articles(), *leaflets()))


def places(matcher: Matcher, text: str, **meant: object) -> set[str]:
    """Articles that are answered from or offered."""
    answer = matcher.match(Question(text, Way.TYPED), **meant)  # type: ignore[arg-type]
    found = [answer.place] if answer.place else []
    return {place.article for place in (*found, *(each.place for each in answer.suggestions))}


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("what brings on gout", "gout"),
        ("what is luko penia", "leukopenia"),
        ("is it hard quiting smokeing", "quitting-smoking"),
        ("is low white blood cells cancer", "leukopenia"),
        ("how are the lungs tested for copd", "copd"),
    ],
)
def test_an_article_that_is_named_is_the_one_that_is_meant(matcher: Matcher, text: str, article: str) -> None:
    assert places(matcher, text) == {article}


def test_a_follow_up_without_its_subject_is_about_what_was_asked_before(matcher: Matcher) -> None:
    follow_up = "and what brings it on"
    assert places(matcher, follow_up, after=Question("tell me about gout", Way.TYPED)) == {"gout"}
    assert places(matcher, follow_up, after=Question("tell me about leukopenia", Way.TYPED)) == {"leukopenia"}


def test_the_article_before_the_visitors_eyes_is_meant_unless_another_is_named(matcher: Matcher) -> None:
    assert places(matcher, "what brings it on", near="gout") == {"gout"}
    assert places(matcher, "what brings on leukopenia", near="gout") == {"leukopenia"}


def test_a_question_that_names_no_article_finds_it_by_its_meaning(matcher: Matcher) -> None:
    assert "gout" in places(matcher, "which foods bring on the pain in my big toe")
    assert "quitting-smoking" in places(matcher, "how do i give up cigarettes")


def test_where_two_articles_fit_alike_the_visitor_is_asked_which_is_meant() -> None:
    (leukopenia,) = articles()
    twin = replace(leukopenia, id="twin", title="Low red blood cell count (anemia)", aliases=("anemia",))
    matcher = opened(ENCODER, library=(leukopenia, twin))
    answer = typed(matcher, "is it a kind of cancer")
    assert answer.kind is not AnswerKind.ANSWER
    assert {each.place.article for each in answer.suggestions} == {"leukopenia", "twin"}
    named = typed(matcher, "is leukopenia a kind of cancer")
    assert named.place == Place("leukopenia", "kind-of-cancer")


def test_sections_with_the_same_heading_are_offered_once() -> None:
    (leukopenia,) = articles()
    causes = leukopenia.section("causes")
    assert causes is not None
    doubled = replace(leukopenia, sections=(*leukopenia.sections, replace(causes, id="causes-again")))
    answer = typed(opened(ENCODER, library=(doubled,)), "what causes it")
    offered = [answer.place, *(each.place for each in answer.suggestions)]
    assert sum(place is not None and place.section.startswith("causes") for place in offered) == 1
