"""A pack that counts and yet is not fit to be shown: refused as a whole for the first thing in it, by the file it stands in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.draft import Checks
from kiosk.content.generation import parsed
from kiosk.content.ledger import STARTERS, seal_of
from kiosk.content.library import Library
from kiosk.content.pack import OpenPack, open_pack, seal
from kiosk.content.staged import Staged
from kiosk.packs import Approval, PackProblem, Refusal
from tests.packs import CLINIC, CLINIC_KEY, article, files_of, good, lying, manifest_of, sealed

COUGH = b"---\nid: cough\ntitle: Cough\n---\n\nIt goes away.\n"
HICCUPS = "articles/hiccups.md"


def library_in(folder: Path, checks: Checks | None = None) -> Library:
    lying(folder / "starters", "cough.md", COUGH)
    return Library(folder / "library", folder / "starters", checks)


def staged(
    folder: Path, raw: bytes, *, checks: Checks | None = None, taken: Collection[str] | None = None, **more: Any
) -> Staged | Refusal:
    pack = open_pack(lying(folder, "a.kioskpack", raw))
    assert isinstance(pack, OpenPack)
    with pack:
        return library_in(folder, checks).stage(pack, CLINIC_KEY, taken, **more)


def refused(folder: Path, raw: bytes, **more: Any) -> Refusal:
    found = staged(folder, raw, **more)
    assert isinstance(found, Refusal)
    assert found.pack == "a.kioskpack"
    assert library_in(folder).articles[0].id == "cough", "and nothing has changed"
    return found


def claiming(**changes: object) -> bytes:
    """A pack whose manifest says something else of its article than the article does."""
    files = files_of("hiccups")
    manifest = manifest_of(files)
    claims = (replace(manifest.articles[0], **changes),)  # type: ignore[arg-type]
    return seal(replace(manifest, articles=claims), files, CLINIC)


def test_what_is_fit_stands_beside_what_was_there(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    found = staged(tmp_path, good("hiccups"), on_progress=lambda done, total: seen.append((done, total)))
    assert isinstance(found, Staged)
    assert {each.id for each in found.articles} == {"cough", "hiccups"}
    assert seen[0][0] == 0
    shares = [done / total for done, total in seen]
    assert shares == sorted(shares)
    assert shares[-1] <= 1


def test_a_text_that_was_read_before_is_not_cut_into_sentences_again(tmp_path: Path) -> None:
    file = files_of("hiccups")[HICCUPS]
    before = replace(parsed(file, "hiccups.md"), aliases=("as it was read before",))
    found = staged(tmp_path, good("hiccups"), read={seal_of(file)[1]: before})
    assert isinstance(found, Staged)
    assert before in found.articles


def test_what_was_read_before_counts_for_no_other_text(tmp_path: Path) -> None:
    before = parsed(files_of("hiccups", more="Another line.")[HICCUPS], "hiccups.md")
    other = seal_of(files_of("hiccups", more="Another line.")[HICCUPS])[1]
    found = staged(tmp_path, good("hiccups"), read={other: before})
    assert isinstance(found, Staged)
    assert before not in found.articles


def test_what_was_read_before_is_looked_at_by_the_screen_all_the_same(tmp_path: Path) -> None:
    file = files_of("hiccups")[HICCUPS]
    checks = Checks(undrawn=lambda text: "\N{MICROBE}")
    found = refused(tmp_path, good("hiccups"), checks=checks, read={seal_of(file)[1]: parsed(file, "hiccups.md")})
    assert found.problem is PackProblem.MISSING_GLYPHS


@pytest.mark.parametrize("claim", [{"title": "Yawning"}, {"language": "es"}])
def test_a_manifest_that_names_an_article_otherwise_is_not_believed(tmp_path: Path, claim: dict[str, object]) -> None:
    found = refused(tmp_path, claiming(**claim))
    assert (found.problem, found.file) == (PackProblem.BAD_MANIFEST, HICCUPS)


def test_a_manifest_that_claims_an_approval_is_not_believed(tmp_path: Path) -> None:
    found = refused(tmp_path, claiming(approval=Approval("Dr Ana Ruiz", "", date(2026, 5, 3))))
    assert (found.problem, found.file) == (PackProblem.BAD_MANIFEST, HICCUPS)
    assert "approvals" in found.detail


def test_letters_that_the_screen_cannot_draw_are_named_with_their_number(tmp_path: Path) -> None:
    checks = Checks(undrawn=lambda text: "\N{MICROBE}\u200b" if "Hiccups" in text or "hiccups" in text else "")
    found = refused(tmp_path, good("hiccups"), checks=checks)
    assert (found.problem, found.file) == (PackProblem.MISSING_GLYPHS, HICCUPS)
    assert found.detail == "\N{MICROBE} (U+1F9A0) U+200B"


def test_a_text_from_right_to_left_is_refused_even_where_its_letters_can_be_drawn(tmp_path: Path) -> None:
    backwards = article("hiccups", "Hiccups \u0634")
    found = refused(tmp_path, sealed({HICCUPS: backwards}))
    assert found.problem is PackProblem.MISSING_GLYPHS
    assert "U+0634" in found.detail
    assert "right to left" in found.detail


QUESTIONS = "articles/hiccups.questions.toml"


def with_questions(content: bytes) -> bytes:
    return sealed({**files_of("hiccups"), QUESTIONS: content})


@pytest.mark.parametrize(
    ("content", "problem", "detail"),
    [
        (b"\xff = 1", PackProblem.BAD_TEXT, "byte 0"),
        (b"a = [", PackProblem.BAD_ARTICLE, "not valid TOML"),
    ],
)
def test_questions_that_can_not_be_read_are_refused_by_their_place(
    tmp_path: Path, content: bytes, problem: PackProblem, detail: str
) -> None:
    found = refused(tmp_path, with_questions(content))
    assert (found.problem, found.file) == (problem, QUESTIONS)
    assert found.detail.startswith(detail)


def test_what_other_rooms_say_of_what_lies_beside_an_article_is_heard(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def companion(kind: str, path: str, content: bytes) -> str:
        asked.append((kind, path))
        return "no such section"

    found = refused(tmp_path, with_questions(b""), checks=Checks(companion=companion))
    assert (found.problem, found.file, found.detail) == (PackProblem.BAD_ARTICLE, QUESTIONS, "no such section")
    assert asked == [("questions.toml", QUESTIONS)]


def test_a_pack_of_which_nothing_is_wanted_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, good("hiccups"), taken=())
    assert (found.problem, found.detail) == (PackProblem.BAD_MANIFEST, "nothing of it is wanted")


def test_the_last_article_is_never_taken_from_visitors(tmp_path: Path) -> None:
    found = refused(tmp_path, seal(manifest_of({}, removes=("cough",)), {}, CLINIC))
    assert (found.problem, found.detail) == (PackProblem.BAD_MANIFEST, "it would leave no article for visitors")


def test_only_what_is_wanted_of_a_pack_comes_in_and_the_rest_may_come_later(tmp_path: Path) -> None:
    found = staged(tmp_path, good("hiccups", "yawning"), taken={"yawning"})
    assert isinstance(found, Staged)
    assert {each.id for each in found.articles} == {"cough", "yawning"}
    assert set(found.marks[CLINIC_KEY.fingerprint]) == {"yawning"}


def test_the_day_of_a_manifest_counts_no_further_than_the_clock_can_be_believed(tmp_path: Path) -> None:
    made, believed = date(2027, 3, 1), date(2026, 12, 1)
    for latest, counts in ((date.max, made), (believed, believed)):
        found = staged(tmp_path / str(latest), good("hiccups", created=made), latest=latest)
        assert isinstance(found, Staged)
        assert found.shelf.ledger.newest == counts


def test_what_came_with_the_kiosk_is_known_by_its_own_signer(tmp_path: Path) -> None:
    found = staged(tmp_path, good("hiccups"))
    assert isinstance(found, Staged)
    origins = found.shelf.ledger.origins
    assert origins["hiccups"].signer == CLINIC_KEY.name
    assert origins["cough"].signer == STARTERS
