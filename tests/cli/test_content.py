"""`content approve | list | notices`."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.content import notices
from kiosk.packs import Approval
from tests.packs import article

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
    assert capsys.readouterr().out == "leukopenia: not yet approved\nnotices: not yet approved\n"
    assert run(tmp_path, "approve", "leukopenia", *BY) == 0
    assert run(tmp_path, "approve", "notices", *BY) == 0
    capsys.readouterr()
    assert run(tmp_path, "list") == 0
    said = "not yet approved; approved by Dr Ana Ruiz, haematologist, 2026-05-03, not yet in a pack"
    assert capsys.readouterr().out == f"leukopenia: {said}\nnotices: {said}\n"


def test_words_that_changed_since_are_said_to_be_unapproved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("leukopenia", "notices"):
        assert run(tmp_path, "approve", name, *BY) == 0
    record = tmp_path / "approvals.toml"
    record.write_text(record.read_text(encoding="utf-8").replace('of = "', 'of = "0'), encoding="utf-8")
    capsys.readouterr()
    assert run(tmp_path, "list") == 0
    for line in capsys.readouterr().out.splitlines():
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
