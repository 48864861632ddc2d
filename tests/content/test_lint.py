"""What is wrong with an article is told with its line and its reason, and what is right is let alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.importing import Manuscript, read
from kiosk.content.lint import Finding, Judges, Kind, Weight, lint
from tests.content.manuscripts import ARTICLE

TODAY = date(2026, 11, 28)
FRONT = "---\ntitle: Hiccups\nsource_reviewed: 2026-01-01\n---\n\n"
"""Text begins in line 6."""


def written(folder: Path, text: str, name: str = "hiccups.md") -> Manuscript:
    (folder / name).write_text(text, encoding="utf-8")
    return read(folder / name)[0]


def findings(manuscript: Manuscript, judges: Judges | None = None) -> list[Finding]:
    return list(lint(manuscript, judges or Judges(), TODAY))


def told(found: list[Finding]) -> list[tuple[Kind, int]]:
    return [(each.kind, each.line) for each in found]


def test_an_article_without_faults_has_no_findings(tmp_path: Path) -> None:
    text = "Hiccups come and go.\n\n## What helps? {#helps}\n\nTry this:\n\n- Hold your breath.\n- Drink water.\n"
    assert findings(written(tmp_path, FRONT + text)) == []


FAULTS: list[tuple[str, Kind, int, str]] = [
    ("It may be caused by the following:\n\n## Next\n\nMore of it.\n", Kind.LIST_MISSING, 6, "announces a list"),
    (
        "The usual range is 4,500 to 11,000 microliters of blood.\n",
        Kind.UNIT_SLIP,
        6,
        "4,500 to 11,000 microliters of blood",
    ),
    (
        "Low is less than 4,000 cells per microliter. Normal is 4,500 to 11,000 cells per microliter.\n",
        Kind.RANGE_GAP,
        6,
        "Low ends at 4,000, normal begins at 4,500",
    ),
    ("Then " + "and then " * 14 + "it ends.\n", Kind.LONG_SENTENCE, 6, "31 words"),
    ("Ask for a CBC soon.\n", Kind.ABBREVIATION, 6, "CBC"),
    (
        "You should always wash your hands with soap.\n\n## Again\n\nYou should always wash your hands with the soap.\n",
        Kind.DUPLICATE,
        10,
        "in line 6",
    ),
    ("Hiccups.\n\n## When should I call my doctor?\n\nCall when you feel ill.\n", Kind.THIN, 8, "names no sign"),
    (
        "Hiccups.\n\n## How can I prevent hiccups?\n\nSome ideas:\n\n- Avoid infections.\n- Wash.\n- Sleep.\n",
        Kind.HEADING_DIFFERS,
        8,
        "something else",
    ),
    ("Hiccups.\n\nAdvertising on our site helps support our mission.\n", Kind.ADVERTISING, 8, "advertising"),
    ("Hiccups.\n\nLearn more about our editorial process.\n", Kind.DEAD_LINK, 8, "link"),
]


@pytest.mark.parametrize(
    ("text", "kind", "line", "says"), FAULTS, ids=[f"{kind}-{at}" for at, (_, kind, _, _) in enumerate(FAULTS)]
)
def test_each_fault_is_told_with_its_line_and_its_reason(
    tmp_path: Path, text: str, kind: Kind, line: int, says: str
) -> None:
    [found] = [each for each in findings(written(tmp_path, FRONT + text)) if each.kind is kind]
    assert found.line == line
    assert says in found.what
    assert found.remedy
    assert "\n" not in str(found)


def test_only_what_nobody_can_be_shown_keeps_a_pack_from_being_built(tmp_path: Path) -> None:
    for text, *_ in FAULTS:
        assert Weight.ERROR not in [each.weight for each in findings(written(tmp_path, FRONT + text))]
    page = "<h1>Hiccups</h1>\n<p>They come and go.</p>\n<h2>Empty</h2>\n<h2>Only</h2>\n<h3>Below</h3>\n<h2>Last</h2>\n<p>End.</p>"
    heavy = [each for each in findings(written(tmp_path, page, "page.html")) if each.weight is Weight.ERROR]
    assert told(heavy) == [(Kind.EMPTY_HEADING, 3), (Kind.EMPTY_HEADING, 5)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It may be caused by the following:\n\n- Soda.\n- Speed.\n", Kind.LIST_MISSING),
        ("A complete blood count (CBC) tells. The CBC is quick.\n", Kind.ABBREVIATION),
        ("A CBC (complete blood count) tells.\n", Kind.ABBREVIATION),
        ("The UK and the USA differ.\n", Kind.ABBREVIATION),
        ("Normal is 4,500 to 11,000 cells per microliter of blood.\n", Kind.UNIT_SLIP),
        ("Take 2 to 3 liters of water a day.\n", Kind.UNIT_SLIP),
        (
            "Low is less than 4,500 cells per microliter. Normal is 4,500 to 11,000 cells per microliter.\n",
            Kind.RANGE_GAP,
        ),
        ("Ask your doctor.\n\n## Next\n\nAsk your doctor.\n", Kind.DUPLICATE),
        ("Hiccups.\n\n## When should I call?\n\nCall with a fever above 38 degrees.\n", Kind.THIN),
        (
            "Hiccups.\n\n## How can I prevent hiccups?\n\nTo prevent hiccups:\n\n- Hiccups hate water.\n- Germs. \n- Rest.\n",
            Kind.HEADING_DIFFERS,
        ),
    ],
)
def test_what_only_looks_like_a_fault_is_let_alone(tmp_path: Path, text: str, kind: Kind) -> None:
    assert kind not in [each.kind for each in findings(written(tmp_path, FRONT + text))]


@pytest.mark.parametrize(
    ("front", "kind"),
    [
        ("", Kind.REVIEW_MISSING),
        ("source_reviewed: 2022-10-27\n", Kind.REVIEW_OLD),
        ("source_reviewed: 2026-10-27\n", None),
    ],
)
def test_a_review_is_missing_or_old_or_fine(tmp_path: Path, front: str, kind: Kind | None) -> None:
    manuscript = written(tmp_path, f"---\ntitle: Hiccups\n{front}---\n\nHiccups.\n")
    assert [each.kind for each in findings(manuscript)] == ([kind] if kind else [])


def test_a_review_by_the_clinic_counts(tmp_path: Path) -> None:
    manuscript = written(tmp_path, "---\ntitle: Hiccups\nsource_reviewed: 2020-10-27\n---\n\nHiccups.\n")
    assert lint(manuscript, Judges(), TODAY, date(2026, 11, 1)) == ()


# ---- what other rooms judge


def test_what_the_other_rooms_say_is_told_in_its_line(tmp_path: Path) -> None:
    text = "Hiccups and xanthan gum.\n\n## Xanthan ★ {#gum}\n\n" + "It is a long text that goes on. " * 5 + "\n"
    judges = Judges(
        grade=lambda text: 9.4 if "goes on" in text else 2.0,
        unsaid=lambda texts: [("xanthan", "Hiccups and xanthan gum."), ("Xanthan", "Xanthan ★")],
        unheard=lambda texts: ["xanthan"],
        undrawn=lambda text: "".join(letter for letter in text if letter == "★"),
    )
    found = findings(written(tmp_path, FRONT + text), judges)
    assert told(found) == [
        (Kind.NO_VOICE, 6),
        (Kind.NO_GLYPH, 8),
        (Kind.NO_RECOGNISER, 8),
        (Kind.READING_GRADE, 8),
    ]
    assert [each.weight for each in found if each.kind is Kind.NO_GLYPH] == [Weight.ERROR]
    assert "grade 9.4" in next(each.what for each in found if each.kind is Kind.READING_GRADE)


def test_a_word_of_a_heading_that_no_voice_knows_has_a_line(tmp_path: Path) -> None:
    text = "Fine words.\n\n## About xanthan {#gum}\n\nMore fine words.\n"
    judges = Judges(unsaid=lambda texts: [("xanthan", "About xanthan")])
    assert told(findings(written(tmp_path, FRONT + text), judges)) == [(Kind.NO_VOICE, 8)]


# ---- the whole of a web page, pasted


def test_the_thirteen_defects_of_a_pasted_page_are_all_told() -> None:
    """The same as those of the article that the first one here was written after."""
    manuscript, _ = read(ARTICLE)
    found = findings(manuscript)
    defects = [
        (Kind.DUPLICATE, 10), (Kind.DUPLICATE, 12), (Kind.RANGE_GAP, 14), (Kind.UNIT_SLIP, 14), (Kind.ADVERTISING, 31),
        (Kind.LIST_MISSING, 37), (Kind.LIST_MISSING, 41), (Kind.HEADING_DIFFERS, 64), (Kind.LONG_SENTENCE, 70),
        (Kind.THIN, 82), (Kind.REVIEW_OLD, 92), (Kind.DEAD_LINK, 94),
    ]  # fmt: skip
    assert sorted(told(found)) == sorted(defects)
    assert [each.line for each in manuscript.left_out if "telephone" in each.why] == [96], "the thirteenth"


# ---- any text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_text_is_too_odd_to_be_judged(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    from kiosk.errors import ContentError

    folder = tmp_path_factory.getbasetemp()
    try:
        manuscript = written(folder, text, "any.txt")
    except ContentError:
        return
    lines = len(text.splitlines()) + 1
    for each in findings(manuscript):
        assert "\n" not in str(each)
        assert 0 <= each.line <= lines
