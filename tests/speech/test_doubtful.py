"""What an author should listen to before visitors do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import sound_parts
from kiosk.content.generation import read_articles
from kiosk.context import ROOT, Context
from kiosk.settings import Settings
from kiosk.speech import open_lexicon
from kiosk.speech.doubtful import doubtful
from kiosk.speech.lexicon import Lexicon

ENGLISH = open_lexicon(ROOT / "assets" / "lexicon" / "en.toml")
EVERYDAY = {
    "the",
    "count",
    "take",
    "a",
    "day",
    "of",
    "wash",
    "hand",
    "is",
    "low",
    "for",
    "your",
    "what",
    "does",
    "can",
    "t",
    "long",
    "term",
}


def words(*sentences: str, lexicon: Lexicon = ENGLISH) -> list[str]:
    return [doubt.word for doubt in doubtful(sentences, lexicon, EVERYDAY.__contains__)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Wash your hands.",
        "What's the count?",
        "The long-term count.",
        "Take 5 mg/kg a day.",
        "Your ANC is low.",
        "You can't.",
        "The 2nd day, 10/27/2022.",
    ],
)
def test_everyday_words_and_what_a_rule_is_for_are_no_doubt(sentence: str) -> None:
    assert words(sentence) == ["You"] * ("You" in sentence.split())


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("Take obinutuzumab a day.", "obinutuzumab"),
        ("Wash for XYZ.", "XYZ"),
        ("Take the T4count.", "T4count"),
        ("The count § is low.", "§"),
    ],
)
def test_what_no_rule_is_for_is_listed(sentence: str, doubt: str) -> None:
    assert words(sentence) == [doubt]


def test_each_word_is_listed_once_with_the_sentence_it_first_stands_in() -> None:
    first, second = "Take obinutuzumab.", "Take obinutuzumab a day."
    (doubt,) = doubtful([first, second], ENGLISH, EVERYDAY.__contains__)
    assert doubt.sentence == first


def test_the_starter_article_leaves_no_doubt(tmp_path: Path) -> None:
    context = Context(Settings(), tmp_path)
    assert sound_parts.doubtful_words(context, tuple(read_articles(ROOT / "assets" / "articles"))) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert all(word in text for word in words(text))
