"""`library list`, and where a kiosk keeps its data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.cli.main import main

ENTRY = {
    "id", "title", "language", "sections", "based_on", "source_reviewed", "approved_by", "approved_on", "generation",
    "signer", "fingerprint", "content_version", "valid_until", "expired",
}  # fmt: skip


def test_a_first_start_with_an_empty_home_installs_the_starter_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "not" / "there" / "yet"
    assert main(["--home", str(home), "library", "list", "--json"]) == 0
    first = capsys.readouterr()
    assert (home / "library" / "current").is_file()
    assert first.err == ""
    article, spanish = sorted(json.loads(first.out), key=lambda each: str(each["id"]))
    assert (spanish["id"], spanish["language"]) == ("leukopenia-es", "es")
    assert set(article) == ENTRY
    assert (article["id"], article["language"], article["generation"]) == ("leukopenia", "en", 1)
    assert {"prevention", "kind-of-cancer", "note"} <= set(article["sections"])
    assert article["source_reviewed"] == "2022-10-27"
    assert (article["approved_by"], article["approved_on"]) == (None, None), "we are not its reviewers"
    assert (article["signer"], article["fingerprint"], article["content_version"]) == ("starters", "", 0)
    assert (article["valid_until"], article["expired"]) == (None, False)
    assert main(["--home", str(home), "library", "list", "--json"]) == 0
    assert capsys.readouterr().out == first.out, "a second start installs nothing"


def test_the_list_for_people_says_that_nobody_approved_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "library", "list"]) == 0
    said = capsys.readouterr().out
    assert "leukopenia: Low white blood cell count" in said
    assert "not yet approved by this clinic" in said


def test_the_home_is_the_one_named_else_that_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    named, surrounding = tmp_path / "named", tmp_path / "surrounding"
    monkeypatch.setenv("KIOSK_HOME", str(surrounding))
    assert main(["--home", str(named), "library", "list"]) == 0
    assert named.is_dir()
    assert not surrounding.exists()
    assert main(["library", "list"]) == 0
    assert surrounding.is_dir()


def test_a_home_that_can_not_be_one_is_told_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["--home", str(tmp_path / "file" / "home"), "library", "list"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert str(tmp_path / "file" / "home") in said.err
