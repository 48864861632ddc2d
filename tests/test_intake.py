"""The way of a pack, step by step: what was looked at is what is installed, and what staff should know is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk import parts
from kiosk.context import Context
from kiosk.intake import Intake, open_intake
from kiosk.packs import Approval, Fate, PackProblem, Proposal
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
    assert {each.id for each in intake.library.articles} == {"leukopenia", "leukopenia-es", "hiccups"}


def test_the_articles_that_staff_looked_at_are_the_ones_that_are_installed(intake: Intake, tmp_path: Path) -> None:
    proposal = installed(intake, tmp_path, good("hiccups", "yawning"))
    there = [each for each in intake.library.articles if each.id in ("hiccups", "yawning")]
    assert [id(each) for each in there] == [id(each) for each in proposal.articles], "none was read twice"


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
    forms = b'[words]\n"Hiccups" = "hick ups"\n"yawning" = "gaping"\n'
    copy, proposal = proposed(intake, tmp_path, sealed({**files_of("hiccups"), "articles/hiccups.lexicon.toml": forms}))
    assert proposal.warnings == ("In “Hiccups”, Hiccups is said “hick ups”. Hear it before you install it.",)
    assert dict(intake.spoken_forms(copy)["hiccups"].words) == {"Hiccups": "hick ups", "yawning": "gaping"}


def with_forms(words: str, version: int = 1, more: str = "") -> bytes:
    files = {**files_of("hiccups", more=more), "articles/hiccups.lexicon.toml": f"[words]\n{words}\n".encode()}
    return sealed(files, version=version)


def test_no_word_that_is_said_otherwise_hides_behind_others(intake: Intake, tmp_path: Path) -> None:
    """Neither behind those that stand in no text, nor behind those that staff have heard before."""
    idle = "\n".join(f'"aa{number}" = "b"' for number in range(200))
    [warning] = proposed(intake, tmp_path, with_forms(f'{idle}\n"Drink" = "Drain"\n"water" = "wine"'))[1].warnings
    assert warning == "In “Hiccups”, Drink is said “Drain”, water is said “wine”. Hear it before you install it."
    installed(intake, tmp_path, with_forms('"Drink" = "Drain"'))
    [warning] = proposed(intake, tmp_path, with_forms('"Drink" = "Drain"\n"water" = "wine"', 2))[1].warnings
    assert "Drain" not in warning
    assert "water is said “wine”" in warning


def test_a_word_that_was_said_otherwise_all_along_is_told_where_it_comes_into_a_text(
    intake: Intake, tmp_path: Path
) -> None:
    installed(intake, tmp_path, with_forms('"pills" = "sweets"'))
    [warning] = proposed(intake, tmp_path, with_forms('"pills" = "sweets"', 2, more=" with your pills"))[1].warnings
    assert "pills is said “sweets”" in warning


def test_what_something_may_hide_behind_is_never_counted_away(intake: Intake, tmp_path: Path) -> None:
    ids = [f"a-{number}" for number in range(20)]
    installed(intake, tmp_path, good(*ids))
    foreign = {f"articles/{id}.md": article(id, more=" or tea").replace(b"language: en", b"language: fr") for id in ids}
    warnings = proposed(intake, tmp_path, sealed(foreign, key=STRANGER))[1].warnings
    told = [each for each in warnings if "came from Riverside Clinic so far" in each]
    assert all(any(f"“A-{number}”" in each for each in told) for number in range(20))
    assert warnings[-1] == "There are 12 more things like these."
    [removal] = proposed(intake, tmp_path, good("b", key=STRANGER, removes=("a-3",)))[1].warnings
    assert removal == "“A-3” came from Riverside Clinic so far."


def test_what_lies_beside_a_text_can_be_brought_without_another_text(intake: Intake, tmp_path: Path) -> None:
    installed(intake, tmp_path, good("hiccups"))
    [change] = proposed(intake, tmp_path, good("hiccups"))[1].changes
    assert (change.fate, change.beside) == (Fate.SAME, False)
    questions = b'[sections]\nprevention = ["what helps against hiccups"]\n'
    content = sealed({**files_of("hiccups"), "articles/hiccups.questions.toml": questions}, version=2)
    copy, proposal = proposed(intake, tmp_path, content)
    [change] = proposal.changes
    assert (change.fate, change.beside) == (Fate.CHANGED, True)
    assert intake.install(copy, {"hiccups"}, proposal=proposal).changed
    assert (intake.library.articles_folder / "hiccups.questions.toml").read_bytes() == questions


# ---- the clinic's own words

APPROVED = Approval("Dr Ana Ruiz", "medical director", date(2026, 11, 20))
NOTICES = b"""[approved]
by = "Dr Ana Ruiz"
role = "medical director"
on = 2026-11-20

[texts]
"urgent.title" = "Please ask for help"
"""


def with_notices(*ids: str, version: int = 1) -> bytes:
    return sealed({**files_of(*ids), "notices/en.toml": NOTICES}, version=version, notices=APPROVED)


def test_the_clinics_own_words_are_shown_word_by_word(intake: Intake, tmp_path: Path) -> None:
    proposal = proposed(intake, tmp_path, with_notices("hiccups"))[1]
    change = proposal.changes[-1]
    assert (change.article, change.fate, change.is_words) == ("notices/en", Fate.CHANGED, True)
    assert (change.approval_before, change.approval_after) == ("", "Dr Ana Ruiz, medical director, 2026-11-20")
    [section] = [each for each in change.sections if each.fate is Fate.CHANGED]
    shown = {fate: "".join(w.text for w in section.lines[0].words if w.fate is not fate) for fate in Fate}
    assert section.title == "urgent.title"
    assert shown[Fate.REMOVED] == "Please ask for help"
    assert shown[Fate.ADDED] == parts.messages(context_of(tmp_path)).text("urgent.title")
    assert any(each.section == "no_answer.title" or each.fate is Fate.SAME for each in change.sections)


def test_they_are_taken_or_left_like_any_article(intake: Intake, tmp_path: Path) -> None:
    copy, proposal = proposed(intake, tmp_path, with_notices("hiccups"))
    assert intake.install(copy, {"hiccups"}, proposal=proposal).refusal is None
    assert not (intake.library.notices_folder / "en.toml").exists()
    copy, proposal = proposed(intake, tmp_path, with_notices("hiccups"))
    assert intake.install(copy, {"notices/en"}, proposal=proposal).changed
    assert (intake.library.notices_folder / "en.toml").read_bytes() == NOTICES
    assert {each.id for each in intake.library.articles} == {"leukopenia", "leukopenia-es", "hiccups"}
    assert proposed(intake, tmp_path, with_notices("hiccups"))[1].changes[-1].fate is Fate.SAME
    copy, proposal = proposed(intake, tmp_path, with_notices("hiccups"))
    assert not intake.install(copy, proposal=proposal).changed, "all of it is there"


def test_many_warnings_are_counted_and_not_listed(intake: Intake, tmp_path: Path) -> None:
    files = {
        f"articles/a-{number}.md": article(f"a-{number}").replace(b"language: en", b"language: fr")
        for number in range(20)
    }
    warnings = proposed(intake, tmp_path, sealed(files))[1].warnings
    assert (len(warnings), warnings[-1]) == (9, "There are 12 more things like these.")


def test_nothing_is_warned_of_where_there_is_nothing(intake: Intake, tmp_path: Path) -> None:
    assert proposed(intake, tmp_path, good())[1].warnings == ()


# ---- days


@pytest.mark.parametrize(("clock", "newest"), [(2026, date(2026, 11, 28)), (1970, date(2027, 6, 1))])
def test_the_day_that_a_pack_was_made_carries_the_calendar_along_only_where_the_clock_can_not_be_believed(
    tmp_path: Path, clock: int, newest: date
) -> None:
    """Else each pack could bring it a year ahead, until everything had expired."""
    context = context_of(tmp_path / "home")
    intake = Intake(context, parts.library(context), lambda: datetime(clock, 11, 27, tzinfo=UTC))
    intake.keyring.add(CLINIC_KEY)
    proposal = installed(intake, tmp_path, good(created=date(2027, 6, 1)))
    assert intake.library.newest == newest
    today = "2026-11-27" if clock == 2026 else "2026-11-01"
    assert proposal.warnings == (
        f"It says that it was made on 2027-06-01. By this kiosk's clock today is {today}: one of the two is wrong.",
    )


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
