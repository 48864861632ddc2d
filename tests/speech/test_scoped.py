"""An article says how its own words are said, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.model import Article
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.scoped import ScopedLexicon, fault_in_forms, scoped
from tests.fakes import SLEEP

USUAL = Lexicon({"CBC": "C B C"})
FORMS = Lexicon({"help": "nothing", "sleep": "slumber", "Sleep": "Slumber"})
TEXT = next(text for section in SLEEP.sections for text in section.sentences if "sleep" in text.lower())


def other(article: Article = SLEEP) -> Article:
    return replace(article, id="other")


def test_the_words_of_an_article_are_said_as_it_says() -> None:
    lexicon = scoped(USUAL, [SLEEP], {SLEEP.id: FORMS}, ())
    assert "slumber" in lexicon.spoken(TEXT).text.lower()
    assert lexicon.spoken("Get help now").text == "Get help now", "nobody else's"


def test_the_kiosk_s_own_words_are_said_in_the_usual_way_even_where_they_stand_in_an_article() -> None:
    assert scoped(USUAL, [SLEEP], {SLEEP.id: FORMS}, {TEXT}).spoken(TEXT).text == TEXT


def test_a_text_that_two_articles_have_is_said_in_the_usual_way_unless_both_say_it_alike() -> None:
    assert scoped(USUAL, [SLEEP, other()], {SLEEP.id: FORMS}, ()).spoken(TEXT).text == TEXT
    assert scoped(USUAL, [other(), SLEEP], {SLEEP.id: FORMS}, ()).spoken(TEXT).text == TEXT
    alike = {SLEEP.id: FORMS, "other": Lexicon(dict(FORMS.words))}
    assert scoped(USUAL, [SLEEP, other()], alike, ()).spoken(TEXT).text != TEXT


def test_clips_of_other_texts_stay_what_they_were() -> None:
    lexicon = scoped(USUAL, [SLEEP], {SLEEP.id: FORMS}, ())
    assert lexicon.version_of("Get help now") == USUAL.version
    assert lexicon.version_of(TEXT) not in (USUAL.version, FORMS.version)
    assert lexicon.version != USUAL.version
    assert scoped(USUAL, [SLEEP], {}, ()) is USUAL


def test_the_whole_has_a_version_of_its_own_for_each_way_of_saying() -> None:
    versions = {
        scoped(USUAL, articles, forms, others).version
        for articles, forms, others in (
            ([SLEEP], {}, ()),
            ([SLEEP], {SLEEP.id: FORMS}, ()),
            ([SLEEP], {SLEEP.id: Lexicon({"sleep": "rest"})}, ()),
            ([SLEEP], {SLEEP.id: FORMS}, {TEXT}),
        )
    }
    assert len(versions) == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"help": ""}, "can't be said"),
        ({"help": "   "}, "can't be said"),
        ({"help": "…"}, "can't be said"),
        ({"help": "a\nb"}, "can't be said"),
        ({"help": "\u202eab"}, "can't be said"),
        ({"help": "a" * 201}, "can't be said"),
        ({"": "a"}, "no word"),
        ({"...": "a"}, "no word"),
        ({"a" * 81: "a"}, "no word"),
        ({"a\u200bb": "a"}, "no word"),
        ({f"a{number}": "b" for number in range(1001)}, "room for 1,000"),
    ],
)
def test_forms_that_nobody_would_write_are_refused_in_a_line(words: dict[str, str], said: str) -> None:
    fault = fault_in_forms(words)
    assert said in fault
    assert fault.isprintable()
    assert len(fault) < 200


@given(st.dictionaries(st.text(max_size=90), st.text(max_size=210), max_size=5))
def test_what_is_let_through_can_be_said(words: dict[str, str]) -> None:
    if not fault_in_forms(words):
        lexicon = ScopedLexicon(USUAL, {TEXT: USUAL.joined([Lexicon(words)])})
        assert lexicon.spoken(TEXT).shown == TEXT
        assert all(any(map(str.isalnum, said)) for said in words.values())


def test_that_is_what_real_forms_look_like() -> None:
    assert fault_in_forms({"ANC": "A N C", "G-CSF": "G C S F", "neutropenia": "new tro pee nia"}) == ""
