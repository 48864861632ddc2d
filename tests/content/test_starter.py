"""The article that the kiosk brings along: all of its sections and items, in plain words, and approved by nobody yet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import textstat

from kiosk.content import article
from kiosk.model import Article, BlockKind

FILE = Path(__file__).resolve().parents[2] / "assets" / "articles" / "leukopenia.md"

SECTIONS = [
    "intro",
    "what-is",
    "kind-of-cancer",
    "lead-to-leukemia",
    "who-is-affected",
    "causes",
    "symptoms",
    "diagnosis",
    "treatment",
    "prevention",
    "outlook",
    "when-to-contact",
    "note",
]
PREVENTION = [
    "prevent.lead",
    "prevent.hand-washing",
    "prevent.vaccines",
    "prevent.avoid-sick-people",
    "prevent.avoid-injuries",
    "prevent.food-safety",
    "prevent.no-sharing-utensils",
    "prevent.no-sharing-personal-items",
    "prevent.gardening-gloves",
    "prevent.pet-waste-diapers",
    "prevent.lakes-hot-tubs",
    "prevent.take-medication",
]
DAMAGED_IN_THE_SOURCE = {"what-is", "causes", "symptoms"}

EASY = 6.0
"""US school grade."""
LONGEST = 20
"""Words a sentence."""


@pytest.fixture(scope="module")
def leukopenia() -> Article:
    return article.load(FILE)


def test_it_has_all_sections_in_the_order_of_its_source(leukopenia: Article) -> None:
    assert [section.id for section in leukopenia.sections] == SECTIONS


def test_the_prevention_advice_has_all_items_in_order(leukopenia: Article) -> None:
    assert leukopenia.prevention is not None
    assert [item.id for item in leukopenia.prevention.items] == PREVENTION
    lead, *advice = leukopenia.prevention.items
    assert lead.kind is BlockKind.PARAGRAPH
    assert {item.kind for item in advice} == {BlockKind.ITEM}
    assert len(leukopenia.prevention.blocks) == len(PREVENTION), "and nothing besides"


@pytest.mark.parametrize(
    ("section", "items"),
    [
        ("diagnosis", ["diagnosis.urine-tests", "diagnosis.chest-x-ray"]),
        ("treatment", ["treatment.growth-factors", "treatment.delaying-chemotherapy"]),
    ],
)
def test_tests_and_treatments_can_be_named_one_by_one(leukopenia: Article, section: str, items: list[str]) -> None:
    found = leukopenia.section(section)
    assert found is not None
    assert [item.id for item in found.items] == items


def test_it_names_its_source_and_that_nobody_here_has_approved_it(leukopenia: Article) -> None:
    assert leukopenia.based_on == "Cleveland Clinic, Low White Blood Cell Count (Leukopenia)"
    assert leukopenia.source_reviewed == date(2022, 10, 27)
    assert leukopenia.review is None
    head = FILE.read_text(encoding="utf-8").split("---")[1]
    assert [line.split("#")[0].strip() for line in head.splitlines() if line.startswith("review")] == [
        "reviewed_by:",
        "reviewed:",
        "review_due:",
    ]


def test_it_goes_by_its_own_name_and_ends_in_short(leukopenia: Article) -> None:
    assert (leukopenia.id, leukopenia.language) == ("leukopenia", "en")
    assert leukopenia.sections[0].title == leukopenia.title == "Low white blood cell count (leukopenia)"
    assert leukopenia.sections[-1].title == "In short"
    assert {"leukopenia", "low white count", "wbc"} <= set(leukopenia.aliases)


def test_where_the_source_is_damaged_the_section_is_marked_and_sends_to_the_care_team(leukopenia: Article) -> None:
    assert {section.id for section in leukopenia.sections if section.source_incomplete} == DAMAGED_IN_THE_SOURCE
    for section in leukopenia.sections:
        assert ("The text we used does not" in section.text or "the text we used is not clear" in section.text) == (
            section.source_incomplete
        )
        if section.source_incomplete:
            assert section.sentences[-1].startswith("Ask your care team"), section.id


def test_the_damaged_number_of_the_source_is_not_passed_on(leukopenia: Article) -> None:
    """Its range for women is in a unit that can't be."""
    words = " ".join(section.text for section in leukopenia.sections)
    assert "11,000" not in words
    assert "4,500" not in words


def test_every_section_has_words_that_can_be_read_aloud(leukopenia: Article) -> None:
    for section in leukopenia.sections:
        assert section.title, section.id
        assert section.sentences, section.id
        assert all(any(map(str.isalpha, sentence)) for sentence in section.sentences), section.id


def spoken(article: Article, section: str | None = None) -> str:
    """Every sentence with its full stop, so that one without isn't taken together with the next."""
    found = [each for each in article.sections if section in (None, each.id)]
    return " ".join(
        sentence if sentence[-1] in ".?!" else f"{sentence.rstrip(':')}."
        for each in found
        for sentence in each.sentences
    )


@pytest.mark.parametrize("section", [None, *SECTIONS])
def test_a_child_of_twelve_can_read_it(leukopenia: Article, section: str | None) -> None:
    """By syllables and by letters: the first alone is fooled by what the hyphenation takes for one syllable."""
    words = spoken(leukopenia, section)
    assert textstat.flesch_kincaid_grade(words) <= EASY
    assert textstat.automated_readability_index(words) <= EASY


def test_no_sentence_is_long(leukopenia: Article) -> None:
    long = [words for section in leukopenia.sections for words in section.sentences if len(words.split()) > LONGEST]
    assert long == []
