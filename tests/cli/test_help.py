"""Each command tells how it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cli.main import main

PROMISED = {
    (): ["--home", "--config", "--debug", "run", "ask", "read", "library", "models", "doctor", "bench"],
    ("run",): ["--windowed", "--size", "--demo", "--shots"],
    ("ask",): ["QUESTION", "--audio", "--batch", "--out", "--json"],
    ("read",): ["SECTION", "--out"],
    ("library",): ["list"],
    ("library", "list"): ["--json"],
    ("models",): ["list", "install", "verify"],
    ("models", "list"): ["--json"],
    ("models", "install"): ["NAME", "--from", "--again"],
    ("models", "verify"): [],
    ("doctor",): ["--json"],
    ("bench",): ["NAME", "--json"],
}


@pytest.mark.parametrize(("words", "promised"), PROMISED.items(), ids=[" ".join(words) for words in PROMISED])
def test_help_names_what_the_contract_promises(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], promised: list[str]
) -> None:
    assert main([*words, "--help"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith(" ".join(("usage: kiosk", *words)))
    assert all(word in said.out for word in promised)


def test_what_only_the_kiosk_itself_knows_needs_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", "somewhere", "--shots", "pictures"]) == 2
    assert capsys.readouterr().err == "--shots saves what the scripted visitor sees: add --demo.\n"


def test_what_holds_for_every_command_may_stand_behind_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for words in (["--home", str(tmp_path), "trust", "list"], ["trust", "list", "--home", str(tmp_path)]):
        assert main(words) == 0
    assert main(["trust", "list", "--config", str(tmp_path / "none.toml")]) == 2
    assert "none.toml" in capsys.readouterr().err


def test_the_help_of_all_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert all(code in said for code in ("0 done", "1 a fault", "2 wrong use", "3 refused", "4 something is missing"))
