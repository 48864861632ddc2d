"""Spoken forms that come with an article: words alone, and only such as a voice can say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import SpeechError
from kiosk.speech.forms import fault_in, read, touching
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.scoped import ScopedLexicon

USUAL = Lexicon({"mg": "milligrams"})
TEXT = "Ask for the ANC, or the ANCs."


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
    fault = fault_in(words)
    assert said in fault
    assert fault.isprintable()
    assert len(fault) < 200


@given(st.dictionaries(st.text(max_size=90), st.text(max_size=210), max_size=5))
def test_what_is_let_through_can_be_said(words: dict[str, str]) -> None:
    if not fault_in(words):
        lexicon = ScopedLexicon(USUAL, {TEXT: USUAL.joined([Lexicon(words)])})
        assert lexicon.spoken(TEXT).shown == TEXT
        assert all(any(map(str.isalnum, said)) for said in words.values())


def test_that_is_what_real_forms_look_like() -> None:
    assert fault_in({"ANC": "A N C", "G-CSF": "G C S F", "neutropenia": "new tro pee nia"}) == ""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[numbers]\nrange = "{low:>4000000000} to {high}"', "[numbers] can't come with an article"),
        ('[units]\nmg = ["a", "b"]', "[units] can't come with an article"),
        ('[dates]\nsaid = "{day}"', "[dates] can't come with an article"),
        ("words = 3", 'lines "shown" = "said"'),
        ("[words]\na = 3", 'lines "shown" = "said"'),
        ('[words]\nhelp = ""', "can't be said"),
        ("[words", "can't be read"),
        ("[trusted]\nwords = 3", "a.toml"),
    ],
)
def test_nothing_else_than_words_comes_along(content: str, says: str) -> None:
    with pytest.raises(SpeechError) as refused:
        read(content.encode(), "a.toml")
    assert says in str(refused.value)
    assert "a.toml" in str(refused.value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_forms_or_one_refusal(content: bytes) -> None:
    told = ""
    try:
        assert isinstance(read(content, "a.toml"), Lexicon)
    except SpeechError as error:
        told = str(error)
    assert not told or "a.toml" in told


def test_what_changes_no_text_need_not_be_looked_at() -> None:
    words = {"ANC": "A N C", "help": "harm", "ANCs": "A N Cs", "or": "or"}
    assert touching(words, ["Ask for the ANC,", "or the ANCs."]) == {"ANC": "A N C", "ANCs": "A N Cs"}
