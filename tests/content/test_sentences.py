"""Text is cut where a reader takes a breath, and not a letter of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.sentences import sentences_of


@pytest.mark.parametrize(
    "sentences",
    [
        ("See Dr. Smith today.", "Then rest."),
        ("The U.S. has many.", "St. John's wort is no medicine.", "Ask."),
        ("Some foods are raw, e.g. soft eggs.", "The test (a blood count, i.e. a CBC) is quick."),
        ("Come at 5 p.m. today.", "Bring a list."),
        ("Wash cups, forks, etc. at once.", "Dry them."),
    ],
)
def test_an_abbreviation_ends_no_sentence(sentences: tuple[str, ...]) -> None:
    assert sentences_of(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ("Less than 4,000 cells is low.", "5,000 to 10,000 is normal."),
        ("Take 2.5 mg a day.", "Call at 100.4 °F."),
        ("About 98.6 degrees... is normal.", "So is 97.9."),
    ],
)
def test_a_number_ends_no_sentence(sentences: tuple[str, ...]) -> None:
    assert sentences_of(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ("Is it cancer?", "No!", "It is not."),
        ('He said "Go home."', "Then he left."),
        ('You say it like this: "luke-a-PEE-ne-ah".', "Most of all, you lack neutrophils."),
        ("Wear gloves", ),
    ],
)  # fmt: skip
def test_questions_calls_and_quotes_end_one(sentences: tuple[str, ...]) -> None:
    assert sentences_of(" ".join(sentences)) == sentences


def test_where_there_are_no_words_there_is_no_sentence() -> None:
    assert sentences_of("") == sentences_of(" \n\t ") == ()


def test_a_paragraph_of_two_hundred_pages_is_cut_like_a_short_one() -> None:
    """As a whole it would take the splitter half an hour."""
    page = (
        "Wash your hands often, e.g. after lunch at 4.5 degrees with Dr. Smith.",
        "Rest.",
        "Is it low?",
        "U.S. law says so.",
    )
    assert sentences_of(" ".join(page * 1500)) == page * 1500


def test_one_sentence_of_many_pages_stays_one() -> None:
    endless = "and so on, " * 20_000 + "and on."
    assert sentences_of(f"First. {endless} Last.") == ("First.", endless, "Last.")


def test_what_the_splitter_chokes_on_stays_in_one_piece() -> None:
    assert sentences_of("0\x1f0. 0") == ("0\x1f0. 0",)


ODD = ("Dr. ", "e.g. ", "4,500 ", "2.5 mg. ", "(see p. 3). ", "U.S. ", "No. 5 ", "“Hi.” ", "... ", "1. one ", "i) ", "?! ", "A.B. ",
       "Wash your hands", "(", "[", "\\", "∯", "&ᓰ&", "♨", "☉", "\u2028", "\x1f", "\n", " ")  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=60), st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=4)), max_size=10).map("".join)
    )
)
@settings(max_examples=300, deadline=None)
def test_the_sentences_of_any_text_put_together_are_the_text(text: str) -> None:
    """But for the blanks between them: also where the splitter rewrites what it was given."""
    rest = text
    for sentence in sentences_of(text):
        assert sentence
        before, found, rest = rest.partition(sentence)
        assert found
        assert not before.strip(), "nothing is left out between two sentences"
    assert not rest.strip()
