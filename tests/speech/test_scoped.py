"""An article says how its own words are said, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

from kiosk.model import Article
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.scoped import scoped
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
