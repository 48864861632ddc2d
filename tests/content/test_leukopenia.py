"""The starter article holds the sections and ids that everything else counts on, in words that most people can read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import textstat

from kiosk.content import article
from kiosk.model import BlockKind, Section

LEUKOPENIA = article.load(Path(__file__).resolve().parents[2] / "assets" / "articles" / "leukopenia.md")

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
INCOMPLETE = ["what-is", "causes", "symptoms"]

GRADE = 6
"""Highest Flesch-Kincaid grade."""
LONGEST = 20
"""Words of a sentence."""

each_section = pytest.mark.parametrize("section", LEUKOPENIA.sections, ids=lambda section: section.id)


def test_its_sections_are_those_that_questions_are_matched_to() -> None:
    assert LEUKOPENIA.id == "leukopenia"
    assert [section.id for section in LEUKOPENIA.sections] == SECTIONS


def test_the_prevention_advice_has_an_id_for_each_thing_to_do() -> None:
    prevention = LEUKOPENIA.prevention
    assert prevention is not None
    assert [item.id for item in prevention.items] == PREVENTION
    assert [block.id for block in prevention.blocks] == PREVENTION, "no advice stands outside its items"
    assert [item.kind for item in prevention.items[1:]] == [BlockKind.ITEM] * 11


def test_the_note_is_titled_in_short() -> None:
    note = LEUKOPENIA.section("note")
    assert note is not None
    assert note.title == "In short"


def test_it_names_its_source_and_claims_no_approval_of_this_clinic() -> None:
    assert LEUKOPENIA.based_on == "Cleveland Clinic, Low White Blood Cell Count (Leukopenia)"
    assert LEUKOPENIA.source_reviewed == date(2022, 10, 27)
    assert LEUKOPENIA.review is None


def test_people_find_it_under_its_everyday_names() -> None:
    assert {"leukopenia", "low white count", "low wbc"} <= set(LEUKOPENIA.aliases)
    assert all(alias == alias.lower() for alias in LEUKOPENIA.aliases)


def test_where_the_source_is_damaged_the_section_says_so_and_sends_to_the_care_team() -> None:
    assert [section.id for section in LEUKOPENIA.sections if section.source_incomplete] == INCOMPLETE
    silent = [section.id for section in LEUKOPENIA.sections if "the text we used" not in section.text.lower()]
    assert silent == [section for section in SECTIONS if section not in INCOMPLETE]
    for id in INCOMPLETE:
        section = LEUKOPENIA.section(id)
        assert section is not None
        assert section.sentences[-1].startswith("Ask your care team")


@each_section
def test_a_section_has_a_title_and_words_in_every_part(section: Section) -> None:
    assert section.title
    assert section.blocks
    assert all(block.text and block.sentences for block in section.blocks)


@each_section
def test_a_section_reads_easily(section: Section) -> None:
    assert textstat.flesch_kincaid_grade(section.text) <= GRADE


def test_the_whole_reads_easily() -> None:
    whole = "\n\n".join(section.text for section in LEUKOPENIA.sections)
    assert textstat.flesch_kincaid_grade(whole) <= GRADE


@each_section
def test_a_sentence_can_be_said_in_one_breath(section: Section) -> None:
    assert [sentence for sentence in section.sentences if len(sentence.split()) > LONGEST] == []
