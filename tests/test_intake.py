"""The way of a pack, step by step: what was looked at is what is installed, and what staff should know is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk import parts
from kiosk.context import Context
from kiosk.intake import Intake, open_intake
from kiosk.packs import PackProblem, Proposal
from kiosk.settings import Settings
from tests.packs import CLINIC_KEY, STRANGER, STRANGER_KEY, article, files_of, good, lying, manifest_of, sealed

ROOT = Path(__file__).resolve().parents[1]
MADE = "\nreviewed_by: Dr Ana Ruiz\nreviewed: 2024-01-01\nreview_due: 2025-01-01\nlanguage: "


def context_of(home: Path) -> Context:
    return Context(Settings(), home, ROOT / "assets", ROOT / "models")


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    intake = open_intake(context_of(tmp_path / "home"))
    intake.keyring.add(CLINIC_KEY)
    intake.keyring.add(STRANGER_KEY)
    return intake


def proposed(intake: Intake, folder: Path, content: bytes) -> tuple[Path, Proposal]:
    copy = intake.bring(lying(folder / "stick", "riverside.kioskpack", content))
    assert isinstance(copy, Path)
    proposal = intake.propose(copy)
    assert isinstance(proposal, Proposal)
    return copy, proposal


def installed(intake: Intake, folder: Path, content: bytes) -> Proposal:
    copy, proposal = proposed(intake, folder, content)
    assert intake.install(copy, proposal=proposal).refusal is None
    intake.forget(copy)
    return proposal


def test_two_packs_of_one_name_never_stand_in_for_each_other(intake: Intake, tmp_path: Path) -> None:
    first, looked_at = proposed(intake, tmp_path, good("hiccups"))
    second, _ = proposed(intake, tmp_path, good("yawning"))
    assert first != second
    refusal = intake.install(second, proposal=looked_at).refusal
    assert refusal is not None
    assert refusal.problem is PackProblem.DAMAGED
    assert intake.install(first, proposal=looked_at).refusal is None
    assert {each.id for each in intake.library.articles} == {"leukopenia", "hiccups"}


def test_nothing_of_a_pack_stays_behind_once_it_is_forgotten(intake: Intake, tmp_path: Path) -> None:
    installed(intake, tmp_path, good())
    assert list(intake.library.incoming.iterdir()) == []


def test_a_pack_that_lies_among_the_incoming_ones_comes_in_like_any_other(intake: Intake, tmp_path: Path) -> None:
    inside = lying(intake.library.incoming, "riverside.kioskpack", good())
    copy = intake.bring(inside)
    assert isinstance(copy, Path)
    assert copy.read_bytes() == inside.read_bytes() == good()


def test_an_article_in_another_language_is_warned_of(intake: Intake, tmp_path: Path) -> None:
    text = article("hiccups").replace(b"language: en", b"language: tl")
    assert proposed(intake, tmp_path, sealed({"articles/hiccups.md": text}))[1].warnings == (
        "“Hiccups” is written in another language (tl) than this kiosk speaks: the voice can't read it well.",
    )


def test_an_article_whose_review_is_overdue_is_warned_of(intake: Intake, tmp_path: Path) -> None:
    text = article("hiccups").replace(b"\nlanguage: ", MADE.encode())
    assert proposed(intake, tmp_path, sealed({"articles/hiccups.md": text}))[1].warnings == (
        "“Hiccups” was to be reviewed again by 2025-01-01.",
    )


def test_a_second_article_on_what_is_there_is_warned_of(intake: Intake, tmp_path: Path) -> None:
    title = next(each.title for each in intake.library.articles)
    content = good_titled("white-cells", title)
    assert proposed(intake, tmp_path, content)[1].warnings == (
        f"“{title}” is on the kiosk already, as another article. Remove one of them, or visitors see both.",
    )


def good_titled(id: str, title: str) -> bytes:
    return sealed({f"articles/{id}.md": article(id, title)})


def test_an_article_that_came_from_somebody_else_is_warned_of(intake: Intake, tmp_path: Path) -> None:
    installed(intake, tmp_path, good())
    content = good(key=STRANGER, more=" or tea")
    assert proposed(intake, tmp_path, content)[1].warnings == ("“Hiccups” came from Riverside Clinic so far.",)


def test_words_that_are_said_otherwise_are_named(intake: Intake, tmp_path: Path) -> None:
    forms = b'[words]\n"hiccups" = "hick ups"\n'
    copy, proposal = proposed(intake, tmp_path, sealed({**files_of("hiccups"), "articles/hiccups.lexicon.toml": forms}))
    assert proposal.warnings == ("In “Hiccups”, hiccups is said “hick ups”. Hear it before you install it.",)
    assert dict(intake.spoken_forms(copy)["hiccups"].words) == {"hiccups": "hick ups"}


def test_many_warnings_are_counted_and_not_listed(intake: Intake, tmp_path: Path) -> None:
    files = {
        f"articles/a-{number}.md": article(f"a-{number}").replace(b"language: en", b"language: es")
        for number in range(20)
    }
    warnings = proposed(intake, tmp_path, sealed(files))[1].warnings
    assert (len(warnings), warnings[-1]) == (9, "There are 12 more things like these.")


def test_nothing_is_warned_of_where_there_is_nothing(intake: Intake, tmp_path: Path) -> None:
    assert proposed(intake, tmp_path, good())[1].warnings == ()


def test_a_manifest_from_the_future_does_not_carry_the_calendar_along(tmp_path: Path) -> None:
    context = context_of(tmp_path / "home")
    intake = Intake(context, parts.library(context), lambda: datetime(2026, 11, 27, tzinfo=UTC))
    intake.keyring.add(CLINIC_KEY)
    content = sealed(files_of("hiccups"), created=date(2099, 1, 1))
    copy = intake.bring(lying(tmp_path / "stick", "a.kioskpack", content))
    assert isinstance(copy, Path)
    refusal = intake.propose(copy)
    assert not isinstance(refusal, Proposal)
    assert (refusal.problem, refusal.detail) == (PackProblem.MADE_LATER, "2099-01-01")
    assert replace(manifest_of(files_of("hiccups"))).created < date(2027, 1, 1)
