"""`models list`, `install` and `verify`: the real manifest, and a small model of the test's own."""

from __future__ import annotations

import hashlib
import json
import zipfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.cli import models
from kiosk.cli.main import main
from kiosk.context import Context
from kiosk.errors import KioskError, UsageError, WeightsMissingError, WeightsRefusedError
from kiosk.settings import Settings

NOWHERE = "http://127.0.0.1:9/small.zip"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A models folder whose manifest knows one model, and beside it the archive on a stick."""
    (tmp_path / "stick").mkdir()
    with zipfile.ZipFile(tmp_path / "stick" / "any name.zip", "w") as archive:
        archive.writestr("small/weights.bin", b"weights" * 1000)
        archive.writestr("small/conf/mfcc.conf", b"rate=16000\n")
    raw = (tmp_path / "stick" / "any name.zip").read_bytes()
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "manifest.toml").write_text(
        f"""
[models.small]
what = "a small model"
licence = "MIT"
group = "default"
[[models.small.archives]]
from = "url"
name = "{NOWHERE}"
size = {len(raw)}
sha256 = "{hashlib.sha256(raw).hexdigest()}"
folder = "small"
""",
        encoding="utf-8",
    )
    return tmp_path / "models"


def run(folder: Path, *words: str) -> int:
    parser = ArgumentParser()
    models.add(parser.add_subparsers())
    given = parser.parse_args(["models", *words])
    code: int = given.run(given, Context(Settings(), folder.parent / "home", models=folder))
    return code


def refusal(folder: Path, *words: str) -> KioskError:
    with pytest.raises(KioskError) as refused:
        run(folder, *words)
    assert "\n" not in str(refused.value)
    return refused.value


def from_stick(folder: Path) -> Path:
    assert run(folder, "install", "small", "--from", str(folder.parent / "stick")) == 0
    return folder / "small"


def test_the_list_tells_programs_what_there_is_from_where_and_under_which_licence(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert main(["--home", str(home), "models", "list", "--json"]) == 0
    listed = {each["name"]: each for each in json.loads(capsys.readouterr().out)}
    assert set(listed) == {"whisper-base", "vosk-small-en-us-0.15", "vosk-ko", "piper-joe", "e5-small"}
    for each in listed.values():
        assert set(each) == {"name", "what", "presence", "group", "licence", "size", "archives"}
        assert each["presence"] in {"installed", "missing", "damaged"}
        assert each["licence"]
        assert each["size"] == sum(archive["size"] for archive in each["archives"])
        assert all(len(archive["sha256"]) == 64 and archive["from"] for archive in each["archives"])


def test_the_list_for_people_tells_the_same(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert run(folder, "list") == 0
    said = capsys.readouterr().out
    sha256 = hashlib.sha256((folder.parent / "stick" / "any name.zip").read_bytes()).hexdigest()
    assert all(word in said for word in ("small", "missing", "MIT", NOWHERE, sha256))
    from_stick(folder)
    capsys.readouterr()
    run(folder, "list")
    assert "installed" in capsys.readouterr().out


def test_a_model_from_a_stick_is_whole(folder: Path) -> None:
    place = from_stick(folder)
    assert (place / "conf" / "mfcc.conf").read_text() == "rate=16000\n"
    assert run(folder, "verify") == 0
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.toml", "small"], "no scratch folder is left"


def test_a_missing_default_model_is_named_with_the_command_that_installs_it(folder: Path) -> None:
    missing = refusal(folder, "verify")
    assert missing.exit_code == 4
    assert "main.py models install small" in str(missing)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "other bytes": lambda place: (place / "weights.bin").write_bytes(b"Weights" * 1000),
    "cut short": lambda place: (place / "weights.bin").write_bytes(b"weights"),
    "a file is gone": lambda place: (place / "conf" / "mfcc.conf").unlink(),
    "the stamp is gone": lambda place: (place / "installed.json").unlink(),
    "the stamp is no stamp": lambda place: (place / "installed.json").write_text("[1, 2]"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_model_is_found_and_mended(
    folder: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], object]
) -> None:
    damage(from_stick(folder))
    capsys.readouterr()
    damaged = refusal(folder, "verify")
    assert damaged.exit_code == 4
    assert "main.py models install --again small" in str(damaged)
    assert "damaged" in capsys.readouterr().out
    assert run(folder, "install", "--again", "small", "--from", str(folder.parent / "stick")) == 0
    assert run(folder, "verify") == 0


def test_a_wrong_archive_is_refused_and_what_was_there_stays(folder: Path) -> None:
    from_stick(folder)
    wrong = folder.parent / "wrong.zip"
    wrong.write_bytes((folder.parent / "stick" / "any name.zip").read_bytes()[:-1] + b"!")
    refused = refusal(folder, "install", "--again", "small", "--from", str(wrong))
    assert isinstance(refused, WeightsRefusedError)
    assert refused.exit_code == 3
    assert run(folder, "verify") == 0


def test_a_place_that_can_not_be_reached_is_missing_and_says_what_to_bring(folder: Path) -> None:
    refused = refusal(folder, "install", "small")
    assert isinstance(refused, WeightsMissingError)
    assert refused.exit_code == 4
    assert "--from PATH" in str(refused)
    assert [path.name for path in folder.iterdir()] == ["manifest.toml"], "nothing half is left"


def test_an_unknown_model_is_wrong_use_and_lists_those_there_are(folder: Path) -> None:
    refused = refusal(folder, "install", "large")
    assert isinstance(refused, UsageError)
    assert "'large'" in str(refused)
    assert "small" in str(refused)


def test_what_is_installed_is_not_fetched_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from_stick(folder)
    assert run(folder, "install") == 0
    assert "already there" in capsys.readouterr().out
