"""Text as the classifiers see it: plain words, names masked, and letters that forgive spelling."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.matching.examples import GeneralExamples, load
from kiosk.matching.letters import WIDTH, letter_vectors
from kiosk.matching.names import Names
from kiosk.matching.wording import wording_of
from kiosk.matching.words import plain, sentences
from tests.matching.matchers import ASSETS

NAMES = Names(
    {
        "leukopenia": [
            "low white",
            "Leukopenia",
            "low white blood cell count",
            "white cells",
            "low white cells",
            "WBC",
            "C++ (x)",
        ]
    }
)
texts = st.text(st.characters(), max_size=200)
ENGLISH = wording_of(load(ASSETS / "questions" / "en.toml", GeneralExamples).words)


# ---- plain words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What IS it?!", "what is it"),
        ("I can’t breathe", "i can't breathe"),
        ("'quoted' and don''t", "quoted and don t"),
        ("café, naïve, señor, Straße", "cafe naive senor strasse"),
        ("a_b-c/d", "a b c d"),
        ("one\n\ttwo\u00a0three", "one two three"),
        ("3,500 cells", "3 500 cells"),
        ("ﬁnd 𝐢𝐭", "find it"),
        ("🦠 …", ""),
        ("half \ud800 a letter \x00", "half a letter"),
    ],
)
def test_text_becomes_plain_words(text: str, words: str) -> None:
    assert plain(text) == words


@given(text=texts)
def test_plain_words_stay_as_they_are(text: str) -> None:
    words = plain(text)
    assert words == " ".join(words.split())
    assert plain(words) == words


@given(text=texts)
def test_what_is_left_of_any_text_can_be_written_as_utf_8(text: str) -> None:
    """The encoder takes nothing else."""
    NAMES.masked(text).encode()
    ENGLISH.essential(plain(text)).encode()


def test_text_is_cut_into_its_sentences() -> None:
    assert sentences("Is it 3.5? He can't breathe!!\nHelp. Come here…") == [
        "is it 3 5",
        "he can't breathe",
        "come here",
    ]
    assert sentences("no end") == ["no end"]
    assert sentences("?! … .") == []


# ---- names


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Is leukopenia cancer?", "is it cancer"),
        ("my wbcs are down", "my it are down"),
        ("a low white blood cell count", "a it"),
        ("low white cells, what is it", "it what is it"),
        ("leukopenia (low white cells) wbc", "it"),
        ("a high white count", "a high white count"),
        ("awbc", "awbc"),
    ],
)
def test_a_name_says_nothing_and_becomes_it(text: str, seen: str) -> None:
    assert NAMES.masked(text) == seen


def test_where_there_are_no_names_nothing_is_masked() -> None:
    assert Names({"nothing": ["", "?!"]}).masked("Is leukopenia cancer?") == "is leukopenia cancer"


@given(names=st.lists(texts, max_size=5), text=texts)
def test_any_names_can_be_masked(names: list[str], text: str) -> None:
    seen = Names({"any": names}).masked(text)
    assert seen == plain(seen)


ORDINARY = frozenset(
    [
        "is",
        "that",
        "cancer",
        "and",
        "the",
        "my",
        "a",
        "loop",
        "look",
        "open",
        "it",
        "leukemia",
        "count",
        "what",
        "pneumonia",
        "white",
        "blood",
        "cell",
    ]
)
SPELT = Names({"leukopenia": ["leukopenia", "white blood cell count"]}, ORDINARY.__contains__)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("what is lukapenia", "what is it"),
        ("loop a penia is that cancer", "it is that cancer"),
        ("my leuko pena", "my it"),
        ("wite blod cell count", "it"),
        ("is leukemia luko penia", "is leukemia it"),
        ("look open", "look open"),
        ("penicillin and pneumonia", "penicillin and pneumonia"),
        ("لوكيميا", "لوكيميا"),
    ],
)
def test_a_misspelt_or_misheard_name_is_a_name_and_another_word_is_not(text: str, seen: str) -> None:
    assert SPELT.masked(text) == seen


def test_a_mention_says_where_it_stands_and_who_is_called_so() -> None:
    shared = Names({"one": ["low iron"], "other": ["low iron", "gout"]})
    (first, second) = shared.find("is gout like low iron")
    assert (first.start, first.end, first.articles) == (1, 2, {"other"})
    assert (second.start, second.end, second.articles) == (3, 5, {"one", "other"})


# ---- clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("what causes it and how is it treated", ["what causes it", "how is it treated"]),
        ("What causes it? How is it treated?", ["what causes it", "how is it treated"]),
        ("cups and forks and spoons", []),
        ("what causes it", []),
        ("", []),
    ],
)
def test_questions_in_one_breath_are_told_apart(text: str, parts: list[str]) -> None:
    assert ENGLISH.clauses(text) == parts


@given(text=texts)
def test_any_text_has_a_few_clauses_of_plain_words(text: str) -> None:
    found = ENGLISH.clauses(text)
    assert len(found) <= 6
    assert all(part == plain(part) for part in found)


# ---- fillers


def test_words_of_people_who_think_are_left_out() -> None:
    assert ENGLISH.essential("um hello uh what like causes it please") == "what causes it"
    assert ENGLISH.essential("soup is not so") == "soup is not"


def test_where_nothing_else_is_left_fillers_stay() -> None:
    assert ENGLISH.essential("um hello") == "um hello"


# ---- letters


@given(list_of_texts=st.lists(texts.map(plain), max_size=5))
def test_each_text_with_words_becomes_one_unit_vector(list_of_texts: list[str]) -> None:
    vectors = letter_vectors(list_of_texts)
    assert vectors.shape == (len(list_of_texts), WIDTH)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([float(bool(text)) for text in list_of_texts], abs=1e-5)


def nearness(one: str, other: str) -> float:
    vectors = letter_vectors([one, other])
    return float(vectors[0] @ vectors[1])


@pytest.mark.parametrize(
    ("right", "wrong", "different"),
    [
        ("what are the symptoms", "what are the simptoms", "what are the dangers"),
        ("is it leukemia", "is it leukimia", "is it malaria"),
        ("can i get vaccinated", "can i get vacinated", "can i get medicated"),
    ],
)
def test_a_misspelt_question_is_nearer_than_one_about_something_else(right: str, wrong: str, different: str) -> None:
    assert nearness(right, wrong) > nearness(right, different)


def test_the_order_of_words_counts() -> None:
    assert nearness("does leukemia cause it", "does leukemia cause it") == pytest.approx(1.0)
    assert nearness("does leukemia cause it", "does it cause leukemia") < 0.9


# ---- somebody's own result


@pytest.mark.parametrize(
    "text",
    [
        "Is my count bad?",
        "my wbc is 3.5",
        "what do my results mean",
        "mine was low",
        "is 3,500 low",
        "are my cells okay",
        "are my counts getting lower",
        "is my count which was taken on monday in the other clinic bad",
    ],
)
def test_a_question_for_a_judgement_of_ones_own_result_is_seen(text: str) -> None:
    assert ENGLISH.asks_for_a_judgement(text)


@pytest.mark.parametrize(
    "text",
    [
        "what count is low",
        "my dog is bad",
        "is it cancer",
        "how low is too low",
        "",
        "can my wife visit",
        "is my test allowed",
        "are good tests painful for my dog",
    ],
)
def test_a_general_question_asks_for_no_judgement(text: str) -> None:
    assert not ENGLISH.asks_for_a_judgement(text)
