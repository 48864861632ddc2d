"""`content approve | list | notices`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kiosk import parts
from kiosk.cli.main import main
from kiosk.content import notices
from kiosk.content.keyring import Keyring
from kiosk.content.pack import open_pack
from kiosk.context import Context
from kiosk.intake import open_intake
from kiosk.packs import Approval, Care, PackProblem, Proposal, Refusal
from kiosk.settings import Settings
from tests.cli.command import ROOT
from tests.packs import CLINIC, CLINIC_KEY, article, sealed

BY = ("--by", "Dr Ana Ruiz", "--role", "haematologist", "--on", "2026-05-03")


def run(home: Path, *words: object) -> int:
    return main(["--home", str(home), "content", *map(str, words)])


def test_an_article_s_file_is_approved_in_its_own_front_matter(tmp_path: Path) -> None:
    file = tmp_path / "hiccups.md"
    file.write_bytes(article("hiccups").replace(b"\n", b"\r\n"))
    assert run(tmp_path, "approve", file, *BY) == 0
    now = file.read_bytes()
    assert b'reviewed_by: "Dr Ana Ruiz"\r\nreviewer_role: "haematologist"\r\nreviewed: 2026-05-03\r\n---\r\n' in now
    assert not (tmp_path / "approvals.toml").exists()


def test_an_installed_article_and_the_notices_are_approved_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert {"leukopenia: not yet approved", "notices: not yet approved"} <= {*lines}
    assert run(tmp_path, "approve", "leukopenia", *BY) == 0
    assert run(tmp_path, "approve", "notices", *BY) == 0
    capsys.readouterr()
    assert run(tmp_path, "list") == 0
    said = "not yet approved; approved by Dr Ana Ruiz, haematologist, 2026-05-03, not yet in a pack"
    lines = capsys.readouterr().out.splitlines()
    assert {f"leukopenia: {said}", f"notices: {said}"} <= {*lines}
    assert "leukopenia-es: not yet approved" in lines, "who approves the one has not read the other"


def test_words_that_changed_since_are_said_to_be_unapproved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("leukopenia", "notices"):
        assert run(tmp_path, "approve", name, *BY) == 0
    record = tmp_path / "approvals.toml"
    record.write_text(record.read_text(encoding="utf-8").replace('of = "', 'of = "0'), encoding="utf-8")
    capsys.readouterr()
    assert run(tmp_path, "list") == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("leukopenia:", "notices:"))]
    assert len(told) == 2
    for line in told:
        assert line.endswith("changed since Dr Ana Ruiz, haematologist, 2026-05-03 approved it: approve it again")


def test_the_notices_come_as_a_file_to_be_changed_and_approved(tmp_path: Path) -> None:
    file = tmp_path / "en.toml"
    assert run(tmp_path, "notices", "-o", file) == 0
    found = notices.read(file.read_bytes())
    assert found.approval is None
    assert found.texts["urgent.not_here"] == "If the person is not here, call {emergency_number}."
    assert run(tmp_path, "approve", file, *BY) == 0
    again = notices.read(file.read_bytes())
    assert again.approval is not None
    assert again.approval == Approval("Dr Ana Ruiz", "haematologist", again.approval.on)
    assert dict(again.texts) == dict(found.texts)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "en.toml").write_text("mine", encoding="utf-8")
    assert run(tmp_path, "notices", "-o", tmp_path / "en.toml") == 2
    assert (tmp_path / "en.toml").read_text(encoding="utf-8") == "mine"
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("what", "by", "said"),
    [
        ("nothing-here", "Ana", "no article 'nothing-here'"),
        ("nowhere.md", "Ana", "can't be read"),
        ("bad.md", "Ana", "no front matter"),
        ("latin.md", "Ana", "not UTF-8"),
        ("bad.toml", "Ana", "can't be read"),
        ("leukopenia", "\x07", "one line"),
    ],
)
def test_what_can_not_be_approved_is_told_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str, by: str, said: str
) -> None:
    for name, content in (("bad.md", b"text"), ("latin.md", b"caf\xe9"), ("bad.toml", b"[texts")):
        (tmp_path / name).write_bytes(content)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.*")}
    assert run(tmp_path, "approve", tmp_path / what if "." in what else what, "--by", by) in (1, 2, 3)
    told = capsys.readouterr()
    assert said in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert before == {path: path.read_bytes() for path in before}


# ---- the whole way, from the words to the screen


def kiosk(home: Path) -> Context:
    Keyring(home / "trust").add(CLINIC_KEY)
    return Context(Settings(), home, ROOT / "assets", ROOT / "models")


def packed(tmp_path: Path, file: Path) -> Path:
    (tmp_path / "clinic.key").write_bytes(CLINIC.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    pack = tmp_path / "words.kioskpack"
    words = ("pack", "build", "--notices", file, "-o", pack, "--key", tmp_path / "clinic.key")
    assert main(["--home", str(tmp_path / "office"), *map(str, words)]) == 0
    return pack


def test_the_clinic_s_words_go_from_a_file_by_a_signed_pack_to_the_screen_and_back(tmp_path: Path) -> None:
    file = tmp_path / "en.toml"
    assert run(tmp_path / "office", "notices", "-o", file) == 0
    file.write_text(
        file.read_text(encoding="utf-8").replace("Get help from a person now", "Please get help now"), encoding="utf-8"
    )
    assert run(tmp_path / "office", "approve", file, *BY) == 0
    context = kiosk(tmp_path / "home")
    assert main(["--home", str(context.home), "library", "install", str(packed(tmp_path, file))]) == 0
    intake = open_intake(context)
    assert parts.messages(context, intake.library).text("urgent.title") == "Please get help now"
    status = intake.status()
    assert status.notices == Approval("Dr Ana Ruiz", "haematologist", date(2026, 5, 3))
    assert Care.NOTICES_NOT_APPROVED not in {concern.care for concern in status.concerns}
    intake.roll_back()
    assert parts.messages(context, intake.library).text("urgent.title") == "Get help from a person now"
    assert intake.status().notices is None


def test_an_approval_that_was_recorded_for_the_kiosk_s_own_words_comes_into_the_pack(tmp_path: Path) -> None:
    file = tmp_path / "en.toml"
    assert run(tmp_path / "office", "approve", "notices", *BY) == 0
    assert run(tmp_path / "office", "notices", "-o", file) == 0
    opened = open_pack(packed(tmp_path, file))
    assert not isinstance(opened, Refusal)
    with opened:
        assert opened.manifest.notices == Approval("Dr Ana Ruiz", "haematologist", date(2026, 5, 3))


def test_notices_that_can_not_stand_on_the_screen_are_refused_and_nothing_changes(tmp_path: Path) -> None:
    """Signed by somebody whose program checks nothing."""
    context = kiosk(tmp_path / "home")
    intake = open_intake(context)
    stick = tmp_path / "bad.kioskpack"
    stick.write_bytes(sealed({"notices/en.toml": b'[texts]\n"urgent.not_here" = "Call nobody."\n'}))
    copy = intake.bring(stick)
    assert isinstance(copy, Path)
    proposal = intake.propose(copy)
    assert isinstance(proposal, Proposal)
    refusal = intake.install(copy, proposal=proposal).refusal
    assert refusal is not None
    assert (refusal.problem, refusal.file) == (PackProblem.BAD_ARTICLE, "notices/en.toml")
    assert "urgent.not_here" in refusal.detail
    assert intake.library.generation == 1
