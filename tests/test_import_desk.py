"""The import desk at work: a real library, real packs, a real matcher; visitors go on until the moment of the switch."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.content.keys import line_of
from kiosk.events import (
    ContentDone,
    ContentFailed,
    ContentStatusChanged,
    ImportMoved,
    ImportStep,
    KeyRead,
    LibraryChanged,
    PackReady,
    PackRefused,
    StickFree,
)
from kiosk.intake import open_intake
from kiosk.model import AnswerKind
from kiosk.packs import Care, Fate, PackProblem, Source, SourceKind
from kiosk.settings import Sticks
from tests.import_desks import Desk, folder_source
from tests.packs import CLINIC_KEY, STRANGER, STRANGER_KEY, files_of, good, lying, sealed

HICCUPS = "what can i do about hiccups"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "home")
    desk.intake.keyring.add(CLINIC_KEY)
    yield desk
    desk.desk.close()


def on_stick(folder: Path, content: bytes, name: str = "riverside.kioskpack") -> Path:
    return lying(folder / "stick", name, content)


def test_a_pack_comes_from_the_stick_to_answers_step_by_step(desk: Desk, tmp_path: Path) -> None:
    assert desk.asked(HICCUPS).kind is not AnswerKind.ANSWER
    desk.desk.bring(1, on_stick(tmp_path, good("hiccups")))
    desk.news(StickFree, 1)
    proposal = desk.news(PackReady, 1).proposal
    assert [(change.article, change.fate) for change in proposal.changes] == [("hiccups", Fate.ADDED)]
    assert desk.articles == {"leukopenia", "leukopenia-es"}, "a stick never changes anything by itself"
    (tmp_path / "stick" / "riverside.kioskpack").unlink()
    desk.desk.install(2, {"hiccups"})
    changed = desk.news(LibraryChanged)
    assert {article.id for article in changed.articles} == {"leukopenia", "leukopenia-es", "hiccups"}
    desk.news(ContentDone, 2)
    answer = desk.asked(HICCUPS)
    assert answer.place is not None or answer.suggestions
    steps = list(dict.fromkeys(each.step for each in desk.told if isinstance(each, ImportMoved)))
    assert steps == [
        ImportStep.COPYING,
        ImportStep.CHECKING,
        ImportStep.READING,
        ImportStep.LEARNING,
        ImportStep.SPEAKING,
    ]
    assert desk.done[-2:] == ["renew matcher", "renew voice"]
    assert any("ahead" in each for each in desk.done), "what is heard first is rendered before the switch"


def test_going_back_and_removing_bring_everybody_along(desk: Desk, tmp_path: Path) -> None:
    desk.desk.bring(1, on_stick(tmp_path, good("hiccups")))
    desk.news(PackReady, 1)
    desk.desk.install(2, {"hiccups"})
    desk.news(ContentDone, 2)
    desk.desk.remove(3, "leukopenia")
    desk.news(ContentDone, 3)
    assert desk.articles == {"hiccups", "leukopenia-es"}
    desk.desk.roll_back(4)
    desk.news(ContentDone, 4)
    assert desk.articles == {"hiccups", "leukopenia", "leukopenia-es"}
    assert desk.done.count("renew matcher") == 3


def test_what_is_refused_changes_nothing_and_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    desk.desk.bring(1, on_stick(tmp_path, good(key=STRANGER)))
    refusal = desk.news(PackRefused, 1).refusal
    assert refusal.problem is PackProblem.UNKNOWN_SIGNER
    assert not any(path.is_file() for path in desk.library.incoming.rglob("*"))
    desk.desk.install(2, {"hiccups"})
    desk.news(ContentFailed, 2)
    assert desk.articles == {"leukopenia", "leukopenia-es"}
    assert desk.done == []


def test_the_desk_is_free_again_the_moment_that_it_tells(desk: Desk, tmp_path: Path) -> None:
    pack = on_stick(tmp_path, good("hiccups"))
    for ticket in range(1, 20):
        desk.desk.bring(ticket, pack)
        desk.news(PackReady, ticket)


def test_a_second_wish_is_answered_at_once_while_the_first_goes_on(desk: Desk, tmp_path: Path) -> None:
    first, second = on_stick(tmp_path, good("hiccups")), on_stick(tmp_path, good("yawning"), "b.kioskpack")
    desk.desk.bring(1, first)
    desk.desk.bring(2, second)
    assert "still busy" in desk.news(ContentFailed, 2).line
    assert {change.article for change in desk.news(PackReady, 1).proposal.changes} == {"hiccups"}


def test_whoever_goes_away_while_a_pack_is_copied_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    desk.desk.bring(1, on_stick(tmp_path, good(*(f"a-{number}" for number in range(300)))))
    desk.desk.forget()
    desk.news((ContentFailed, PackReady), 1)  # broken off; or it was too late for that
    desk.desk.read_key(9, lying(tmp_path, "a.pub", f"{line_of(STRANGER_KEY)}\n".encode()))
    desk.news(KeyRead, 9)
    assert not any(path.is_file() for path in desk.library.incoming.rglob("*"))


def test_what_a_pack_says_otherwise_is_heard_so_before_it_is_installed(desk: Desk, tmp_path: Path) -> None:
    forms = b'[words]\n"Rest" = "Wrest"\n'
    pack = on_stick(tmp_path, sealed({**files_of("hiccups"), "articles/hiccups.lexicon.toml": forms}))
    desk.desk.bring(1, pack)
    desk.news(PackReady, 1)
    [voice] = desk.voices
    assert voice.spoken("Rest a lot.").text == "Wrest a lot."
    desk.desk.forget()
    desk.desk.read_key(2, lying(tmp_path, "a.pub", f"{line_of(STRANGER_KEY)}\n".encode()))
    desk.news(KeyRead, 2)
    assert desk.done == ["renew voice"], "and no longer than that"


def test_a_key_is_shown_before_it_counts_and_one_that_was_removed_is_told(desk: Desk, tmp_path: Path) -> None:
    file = lying(tmp_path, "a.pub", f"{line_of(STRANGER_KEY)}\n".encode())
    desk.desk.read_key(1, file)
    assert desk.news(KeyRead, 1) == KeyRead(1, STRANGER_KEY, was_revoked=False)
    assert desk.intake.keyring.keys == (CLINIC_KEY,)
    desk.desk.add_key(2, "Our other office")
    assert {key.name for key in desk.news(ContentStatusChanged).status.keys} == {CLINIC_KEY.name, "Our other office"}
    desk.news(ContentDone, 2)
    desk.desk.revoke_key(3, "Our other office")
    desk.news(ContentDone, 3)
    desk.desk.read_key(4, file)
    assert desk.news(KeyRead, 4).was_revoked
    desk.desk.add_key(5, "Our other office")
    desk.news(ContentDone, 5)
    desk.desk.add_key(6, "twice")
    desk.news(ContentFailed, 6)


def test_counts_go_only_to_a_stick_that_is_meant_for_them(desk: Desk, tmp_path: Path) -> None:
    for name in ("NURSE", "KIOSK-EXPORT"):
        (tmp_path / name).mkdir()
    desk.desk.noticed(
        (
            Source("NURSE", tmp_path / "NURSE", SourceKind.STICK),
            Source("KIOSK-EXPORT", tmp_path / "KIOSK-EXPORT", SourceKind.EXPORT),
        )
    )
    desk.desk.export(1, tmp_path / "NURSE")
    desk.news(ContentFailed, 1)
    desk.desk.export(2, tmp_path / "KIOSK-EXPORT")
    desk.news(ContentDone, 2)
    assert [path.parent.name for path in tmp_path.rglob("exported")] == ["KIOSK-EXPORT"]


def test_what_the_command_line_installs_is_seen_at_the_next_look(desk: Desk, tmp_path: Path) -> None:
    other = open_intake(desk.context)
    copy = other.bring(on_stick(tmp_path, good("hiccups")))
    assert isinstance(copy, Path)
    proposal = other.propose(copy)
    assert other.install(copy, proposal=proposal).refusal is None  # type: ignore[arg-type]
    desk.desk.look()
    assert {article.id for article in desk.news(LibraryChanged).articles} == {"leukopenia", "leukopenia-es", "hiccups"}
    assert desk.done == ["renew matcher", "renew voice"]


def test_a_fault_of_ours_is_told_and_the_desk_goes_on(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(desk.intake, "propose", lambda *given: 1 / 0)
        desk.desk.bring(1, on_stick(tmp_path, good("hiccups")))
        assert "ZeroDivisionError" in desk.news(ContentFailed, 1).line
    desk.desk.bring(2, on_stick(tmp_path, good("hiccups")))
    desk.news(PackReady, 2)


# ---- watched folders


def watched(tmp_path: Path, **sticks: object) -> Desk:
    desk = Desk(tmp_path / "home", Sticks(drop_folders=(str(tmp_path / "drop"),), **sticks))  # type: ignore[arg-type]
    desk.intake.keyring.add(CLINIC_KEY)
    desk.intake.keyring.add(STRANGER_KEY)
    lying(tmp_path / "drop", "riverside.kioskpack", good("hiccups"))
    desk.desk.noticed((folder_source(tmp_path / "drop"),))
    return desk


def test_a_pack_in_a_watched_folder_waits_for_staff(tmp_path: Path) -> None:
    desk = watched(tmp_path)
    desk.desk.look()
    desk.news(ContentStatusChanged)
    assert desk.articles == {"leukopenia", "leukopenia-es"}
    desk.desk.close()


@pytest.mark.parametrize("named", [CLINIC_KEY.name, CLINIC_KEY.fingerprint, CLINIC_KEY.fingerprint.replace(" ", "")])
def test_it_installs_by_itself_where_the_clinic_has_said_so_for_its_signer(tmp_path: Path, named: str) -> None:
    desk = watched(tmp_path, auto_install=(named,))
    desk.news(LibraryChanged)
    assert desk.articles == {"leukopenia", "leukopenia-es", "hiccups"}
    desk.desk.close()


def test_not_for_another_signer_and_not_for_a_new_key_of_an_old_name(tmp_path: Path) -> None:
    desk = watched(tmp_path, auto_install=(STRANGER_KEY.name,))
    desk.desk.look()
    desk.news(ContentStatusChanged)
    desk.intake.keyring.revoke(STRANGER_KEY.name)
    desk.intake.keyring.revoke(CLINIC_KEY.name)
    desk.intake.keyring.add(CLINIC_KEY, STRANGER_KEY.name, again=True)
    lying(tmp_path / "drop", "again.kioskpack", good("hiccups"))
    desk.desk.noticed((folder_source(tmp_path / "drop"),))
    desk.desk.look()
    desk.news(ContentStatusChanged)
    desk.desk.close()
    assert desk.articles == {"leukopenia", "leukopenia-es"}


def test_not_while_somebody_is_at_the_kiosk(tmp_path: Path) -> None:
    idle = [False]
    desk = Desk(tmp_path / "home", Sticks(auto_install=(CLINIC_KEY.name,)), is_idle=lambda: idle[0])
    desk.intake.keyring.add(CLINIC_KEY)
    lying(tmp_path / "drop", "riverside.kioskpack", good("hiccups"))
    desk.desk.noticed((folder_source(tmp_path / "drop"),))
    desk.desk.look()
    desk.news(ContentStatusChanged)
    assert desk.articles == {"leukopenia", "leukopenia-es"}
    idle[0] = True
    desk.desk.look()
    desk.news(LibraryChanged)
    desk.desk.close()
    assert desk.articles == {"leukopenia", "leukopenia-es", "hiccups"}


def idle(desk: Desk) -> list[str]:
    """Once the desk has done what there is to do by itself: the articles that there are now."""
    for _ in range(2):
        desk.desk.look()
        desk.news(ContentStatusChanged)
    return sorted(desk.articles)


def started(tmp_path: Path, **sticks: object) -> Desk:
    """The kiosk starts anew, with what lies in its folders and on its disk."""
    desk = Desk(tmp_path / "home", Sticks(drop_folders=(str(tmp_path / "drop"),), **sticks))  # type: ignore[arg-type]
    desk.desk.noticed((folder_source(tmp_path / "drop"),))
    return desk


ALLOWED = (CLINIC_KEY.fingerprint,)


def test_what_staff_took_back_does_not_come_again_by_itself(tmp_path: Path) -> None:
    desk = watched(tmp_path, auto_install=ALLOWED)
    desk.news(LibraryChanged)
    desk.desk.roll_back(1)
    desk.news(ContentDone, 1)
    assert idle(desk) == ["leukopenia", "leukopenia-es"]
    desk.desk.close()
    again = started(tmp_path, auto_install=ALLOWED)
    assert idle(again) == ["leukopenia", "leukopenia-es"], "nor after the next start"
    lying(tmp_path / "drop", "riverside.kioskpack", good("hiccups", version=2))
    again.desk.noticed((folder_source(tmp_path / "drop"),))
    assert idle(again) == ["hiccups", "leukopenia", "leukopenia-es"], "a newer one does"
    again.desk.remove(2, "hiccups")
    again.news(ContentDone, 2)
    again.desk.close()
    last = started(tmp_path, auto_install=ALLOWED)
    assert idle(last) == ["leukopenia", "leukopenia-es"]
    last.desk.bring(3, tmp_path / "drop" / "riverside.kioskpack")
    last.news(PackReady, 3)
    last.desk.install(4, {"hiccups"})
    last.news(ContentDone, 4)
    assert idle(last) == ["hiccups", "leukopenia", "leukopenia-es"], "and staff may"
    last.desk.close()


def test_a_pack_whose_signer_staff_trust_later_is_looked_at_again(tmp_path: Path) -> None:
    lying(tmp_path / "drop", "riverside.kioskpack", good("hiccups"))
    desk = started(tmp_path, auto_install=ALLOWED)
    assert idle(desk) == ["leukopenia", "leukopenia-es"]
    desk.intake.keyring.add(CLINIC_KEY)
    assert idle(desk) == ["hiccups", "leukopenia", "leukopenia-es"]
    desk.desk.close()


@pytest.mark.parametrize("retry_s", [0.0, 600.0])
def test_what_could_not_come_in_for_the_moment_is_tried_again_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, retry_s: float
) -> None:
    lying(tmp_path / "drop", "riverside.kioskpack", good("hiccups"))
    monkeypatch.setattr("kiosk.content.bringing.SPARE", 10**18)
    desk = Desk(
        tmp_path / "home", Sticks(drop_folders=(str(tmp_path / "drop"),), auto_install=ALLOWED), retry_s=retry_s
    )
    desk.intake.keyring.add(CLINIC_KEY)
    desk.desk.noticed((folder_source(tmp_path / "drop"),))
    assert idle(desk) == ["leukopenia", "leukopenia-es"]
    monkeypatch.setattr("kiosk.content.bringing.SPARE", 0)
    assert idle(desk) == (["leukopenia", "leukopenia-es"] if retry_s else ["hiccups", "leukopenia", "leukopenia-es"])
    desk.desk.close()


def test_content_that_is_damaged_on_the_disk_is_told_and_changes_nobodys_screen(desk: Desk) -> None:
    library = desk.context.home / "library"
    broken = library / "generations" / "0009"
    shutil.copytree(library / "generations" / f"{desk.library.generation:04}", broken)
    (broken / "articles" / "leukopenia.md").write_bytes(b"torn")
    (library / "current").write_text("9\n")
    for _ in range(3):
        desk.desk.look()
        status = desk.news(ContentStatusChanged).status
        assert [each.about for each in status.concerns if each.care is Care.LIBRARY_FAULT] == [desk.library.damage]
    assert not any(isinstance(each, LibraryChanged) for each in desk.told)
    assert desk.done == []


def test_a_pack_that_makes_us_stumble_keeps_no_other_one_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path / "home", Sticks(drop_folders=(str(tmp_path / "drop"),), auto_install=ALLOWED))
    desk.intake.keyring.add(CLINIC_KEY)
    lying(tmp_path / "drop", "a.kioskpack", good("yawning"))
    lying(tmp_path / "drop", "b.kioskpack", good("hiccups"))
    bring = desk.intake.bring
    monkeypatch.setattr(desk.intake, "bring", lambda pack: 1 / 0 if pack.name == "a.kioskpack" else bring(pack))
    desk.desk.noticed((folder_source(tmp_path / "drop"),))
    assert idle(desk) == ["hiccups", "leukopenia", "leukopenia-es"]
    desk.desk.close()


def test_what_staff_left_out_of_a_pack_does_not_come_by_itself(tmp_path: Path) -> None:
    lying(tmp_path / "drop", "riverside.kioskpack", good("hiccups", "yawning"))
    desk = Desk(tmp_path / "home", Sticks(drop_folders=(str(tmp_path / "drop"),), auto_install=ALLOWED))
    desk.intake.keyring.add(CLINIC_KEY)
    desk.desk.bring(1, tmp_path / "drop" / "riverside.kioskpack")
    desk.news(PackReady, 1)
    desk.desk.install(2, {"hiccups"})
    desk.news(ContentDone, 2)
    desk.desk.noticed((folder_source(tmp_path / "drop"),))
    assert idle(desk) == ["hiccups", "leukopenia", "leukopenia-es"]
    desk.desk.close()


def test_nothing_is_installed_by_itself_once_a_visitor_has_come(tmp_path: Path) -> None:
    """Be it while the kiosk was still learning it."""
    looks = iter([True, True, False])
    lying(tmp_path / "drop", "riverside.kioskpack", good("hiccups"))
    sticks = Sticks(drop_folders=(str(tmp_path / "drop"),), auto_install=ALLOWED)
    desk = Desk(tmp_path / "home", sticks, is_idle=lambda: next(looks, True))
    desk.intake.keyring.add(CLINIC_KEY)
    desk.desk.noticed((folder_source(tmp_path / "drop"),))
    desk.desk.export(1, tmp_path)
    desk.news(ContentFailed, 1)
    desk.desk.read_key(2, lying(tmp_path, "a.pub", f"{line_of(STRANGER_KEY)}\n".encode()))
    desk.news(KeyRead, 2)
    assert desk.articles == {"leukopenia", "leukopenia-es"}
    assert idle(desk) == ["hiccups", "leukopenia", "leukopenia-es"], "as soon as nobody is there"
    desk.desk.close()


def test_what_the_command_line_installs_is_seen_also_where_a_deed_at_the_screen_found_it_first(
    desk: Desk, tmp_path: Path
) -> None:
    other = open_intake(desk.context)
    copy = other.bring(on_stick(tmp_path, good("hiccups")))
    assert isinstance(copy, Path)
    proposal = other.propose(copy)
    assert other.install(copy, proposal=proposal).refusal is None  # type: ignore[arg-type]
    desk.desk.remove(1, "no such article")
    desk.news(ContentFailed, 1)
    desk.desk.look()
    assert {article.id for article in desk.news(LibraryChanged).articles} == {"leukopenia", "leukopenia-es", "hiccups"}
    assert desk.done == ["renew matcher", "renew voice"]
