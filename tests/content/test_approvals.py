"""Who answers for a text: written into an article's own file, or recorded for just the words that were approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.content import approvals, article
from kiosk.errors import ContentError
from kiosk.model import Article
from kiosk.packs import Approval

ANA = Approval("Dr Ana Ruiz", "haematologist", date(2026, 5, 3))
FRONT = """---
# This clinic's
title: "Hiccups: what helps"   # short
reviewed_by:            # empty until a named clinician approves
reviewed:
review_due: 2027-11-01
id: hiccups
---

Hiccups go away.  \n
## What helps? {#helps}

- Rest — a lot.
"""


def read(text: str) -> Article:
    return article.parse(text.removeprefix("\ufeff"), "hiccups.md")


def test_an_approval_changes_its_own_lines_and_no_other_byte() -> None:
    new = approvals.stamped(FRONT, "hiccups.md", ANA)
    before, after = FRONT.split("\n"), new.split("\n")
    assert after[3] == 'reviewed_by: "Dr Ana Ruiz"            # empty until a named clinician approves'
    assert after[4] == "reviewed: 2026-05-03"
    assert after[7] == 'reviewer_role: "haematologist"'
    assert [row for at, row in enumerate(after) if at not in (3, 4, 7)] == [*before[:3], *before[5:]]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_the_mark_of_windows_stay(mark: str, end: str) -> None:
    text = mark + FRONT.replace("\n", end)
    new = approvals.stamped(text, "hiccups.md", ANA)
    assert new.replace(end, "\n").removeprefix(mark) == approvals.stamped(FRONT, "hiccups.md", ANA)
    assert new.count("\r") == (new.count("\n") if end == "\r\n" else 0)
    assert new.startswith(mark)


def test_a_file_with_mixed_line_ends_keeps_them() -> None:
    text = FRONT.replace("go away.  \n", "go away.  \r\n")
    assert approvals.stamped(text, "hiccups.md", ANA).count("\r\n") == 1


def test_a_second_approval_takes_the_place_of_the_first() -> None:
    once = approvals.stamped(FRONT, "hiccups.md", ANA)
    bob = Approval("Bob", "", date(2026, 6, 1))
    review = read(approvals.stamped(once, "hiccups.md", bob)).review
    assert review is not None
    assert (review.by, review.role, review.on, review.due) == ("Bob", "", date(2026, 6, 1), date(2027, 11, 1))
    assert approvals.stamped(once, "hiccups.md", ANA).count("reviewed_by") == 1


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Hiccups\nreviewed_by: >\n  Dr Old\nreviewed: 2020-01-01\n---\n\nText.\n",
        "---\n{title: Hiccups, id: hiccups}\n---\n\nText.\n",
        "No front matter.\n",
        "---\ntitle: Hiccups\n",
        "",
    ],
)
def test_a_front_matter_that_is_not_understood_is_left_alone(front: str) -> None:
    """A name over two lines would become part of the title."""
    with pytest.raises(ContentError, match=r"hiccups\.md"):
        approvals.stamped(front, "hiccups.md", ANA)


@given(st.text(max_size=60), st.text(max_size=60), st.dates(date(1, 1, 1), date(9999, 12, 31)))
@example('Ana: #1 "O\'Ruiz" \\ {x}', "- yes", date(2026, 1, 1))
@example("null", "~", date(2026, 1, 1))
@example("2020-01-01", "on", date(2026, 1, 1))
@settings(max_examples=300, deadline=None)
def test_what_was_approved_is_what_is_read_back_whatever_the_name(
    tmp_path_factory: pytest.TempPathFactory, by: str, role: str, on: date
) -> None:
    try:
        told = approvals.approval(by, role, on)
    except ContentError:
        return
    review = read(approvals.stamped(FRONT, "hiccups.md", told)).review
    assert review is not None
    assert Approval(review.by, review.role, review.on) == told
    file = tmp_path_factory.mktemp("home") / "approvals.toml"
    approvals.record(file, "hiccups", told, "digest")
    assert approvals.recorded(file, "hiccups", "digest") == told


@pytest.mark.parametrize("name", ["", "  ", "Ana\u202eRuiz", "A\x00", "A\x1b[31m", "A" * 201, "\ud800"])
def test_a_name_that_can_not_be_shown_is_refused(name: str) -> None:
    with pytest.raises(ContentError, match="--by"):
        approvals.approval(name, "", date(2026, 1, 1))


def test_who_has_no_role_leaves_none_of_the_one_before() -> None:
    first = approvals.stamped(FRONT, "hiccups.md", ANA)
    review = read(approvals.stamped(first, "hiccups.md", replace(ANA, by="Dr Bo Lee", role=""))).review
    assert review is not None
    assert (review.by, review.role) == ("Dr Bo Lee", "")


def test_a_front_matter_that_has_no_end_is_left_alone_with_a_line_that_says_so() -> None:
    for text in (FRONT.replace("---\n\n", "\n"), FRONT.removeprefix("---\n")):
        with pytest.raises(ContentError, match=r"^hiccups\.md: "):
            approvals.stamped(text, "hiccups.md", ANA)


@pytest.mark.parametrize(("letters", "fits"), [(approvals.LONGEST, True), (approvals.LONGEST + 1, False)])
def test_a_recorded_name_is_no_longer_than_what_can_be_shown(tmp_path: Path, letters: int, fits: bool) -> None:
    file = tmp_path / "approvals.toml"
    approvals.record(file, "hiccups", replace(ANA, by="a" * letters, role=""), "0")
    if fits:
        assert approvals.records(file)["hiccups"].approval.role == ""
        return
    with pytest.raises(ContentError, match="damaged; approve it again"):
        approvals.records(file)


def test_a_name_on_two_lines_becomes_one() -> None:
    assert approvals.approval("Ana\n Ruiz ", "", date(2026, 1, 1)).by == "Ana Ruiz"


# ---- recorded


def test_another_word_voids_a_recorded_approval(tmp_path: Path) -> None:
    file = tmp_path / "home" / "approvals.toml"
    now = read(FRONT)
    approvals.record(file, now.id, ANA, approvals.digest(now))
    assert approvals.recorded(file, now.id, approvals.digest(now)) == ANA
    for changed in (
        FRONT.replace("a lot", "a bit"),
        FRONT.replace("what helps", "what can help"),
        FRONT.replace("What helps?", "What helps"),
        FRONT.replace("- Rest", "Rest"),
        FRONT.replace("{#helps}", "{#helps .source-incomplete}"),
        FRONT.replace("id: hiccups", "id: hiccups\nbased_on: A Book"),
    ):
        assert changed != FRONT
        assert approvals.recorded(file, now.id, approvals.digest(read(changed))) is None
    assert approvals.recorded(file, "other", approvals.digest(now)) is None


def test_another_date_of_the_source_voids_it_too() -> None:
    sleep = read(FRONT)
    assert approvals.digest(sleep) != approvals.digest(replace(sleep, source_reviewed=date(2022, 10, 27)))


def test_a_recorded_approval_goes_into_the_pack_with_just_these_words(tmp_path: Path) -> None:
    file = tmp_path / "approvals.toml"
    now = read(FRONT)
    assert approvals.applied(FRONT, now, file) == FRONT
    approvals.record(file, now.id, ANA, approvals.digest(now))
    review = read(approvals.applied(FRONT, now, file)).review
    assert review is not None
    assert review.by == "Dr Ana Ruiz"
    other = FRONT.replace("a lot", "a bit")
    assert approvals.applied(other, read(other), file) == other
    assert approvals.applied(FRONT, None, file) == FRONT


def test_of_two_approvals_of_the_same_words_the_newer_counts(tmp_path: Path) -> None:
    file = tmp_path / "approvals.toml"
    approvals.record(file, "hiccups", ANA, approvals.digest(read(FRONT)))
    for day, stays in ((date(2026, 5, 4), True), (date(2026, 5, 2), False)):
        own = approvals.stamped(FRONT, "hiccups.md", replace(ANA, by="Bob", on=day))
        assert (approvals.applied(own, read(own), file) == own) is stays


def test_records_of_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "approvals.toml"
    approvals.record(file, "hiccups", ANA, "1")
    approvals.record(file, "yawning", replace(ANA, by="Bob"), "2")
    approvals.record(file, "hiccups", ANA, "3")
    assert {name: (each.approval.by, each.of) for name, each in approvals.records(file).items()} == {
        "hiccups": ("Dr Ana Ruiz", "3"),
        "yawning": ("Bob", "2"),
    }
    assert [path.name for path in tmp_path.iterdir()] == ["approvals.toml"]


@pytest.mark.parametrize(
    "content",
    [
        b"[hiccups",
        b"\xff",
        b"hiccups = 1\n",
        b"[hiccups]\nby = 5\non = '2026-01-01'\nof = '1'\n",
        b"[hiccups]\nby = 'a'\nof = '1'\n",
        b"[hiccups]\nby = 'a'\non = 'x'\nof = '1'\n",
        b"[hiccups]\nby = 'a'\non = 2026-01-01\nof = '1'\n",
        b"[hiccups]\nby = \"a\\u202E\"\non = '2026-01-01'\nof = '1'\n",
        b"a = " + b"[" * 5000,
    ],
)
def test_damaged_records_are_said_to_be(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "approvals.toml"
    file.write_bytes(content)
    for look in (lambda: approvals.records(file), lambda: approvals.recorded(file, "hiccups", "1")):
        with pytest.raises(ContentError, match=r"approve it again|approve again"):
            look()


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_said_to_be_damaged(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("home") / "approvals.toml"
    file.write_bytes(content)
    try:
        approvals.records(file)
    except ContentError as error:
        line = str(error)
    else:
        return
    assert "\n" not in line
