"""`models install` without a name: what a kiosk needs must come, what it can do without may be missing."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli import models
from kiosk.context import Context
from kiosk.errors import WeightsMissingError, WeightsRefusedError
from kiosk.settings import Settings
from tests.weights.server import Server, server, zipped

RAW = zipped(("small/weights.bin", b"weights" * 1000))
ENTRY = """
[models.{name}]
what = "a small model"
licence = "MIT"
group = "{group}"
[[models.{name}.archives]]
from = "url"
name = "{address}/{name}.zip"
size = {size}
sha256 = "{sha256}"
folder = "small"
"""
GROUPS = {"ears": "default", "mind": "default", "sharper-ears": "optional", "foreign-ears": "test"}


@pytest.fixture
def clinic() -> Iterator[Server]:
    """Has every model."""
    with server() as here:
        for name in GROUPS:
            here.put(f"/{name}.zip", RAW)
        yield here


@pytest.fixture
def folder(tmp_path: Path, clinic: Server) -> Path:
    pinned = {"address": clinic.address, "size": len(RAW), "sha256": hashlib.sha256(RAW).hexdigest()}
    entries = [ENTRY.format(name=name, group=group, **pinned) for name, group in GROUPS.items()]
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "manifest.toml").write_text("".join(entries))
    return tmp_path / "models"


def run(folder: Path, *words: str) -> int:
    parser = ArgumentParser()
    models.add(parser.add_subparsers())
    given = parser.parse_args(["models", *words])
    code: int = given.run(given, Context(Settings(), folder.parent / "home", models=folder))
    return code


def installed(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"manifest.toml"}


def test_all_that_visitors_may_use_is_installed_and_what_is_for_tests_is_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "install") == 0
    assert installed(folder) == {"ears", "mind", "sharper-ears"}
    said = capsys.readouterr()
    assert said.err == ""
    assert [line for line in said.out.splitlines() if line.endswith(": installed")] == [
        "ears: installed", "mind: installed", "sharper-ears: installed",
    ]  # fmt: skip
    assert run(folder, "install", "foreign-ears") == 0
    assert run(folder, "verify") == 0


def test_what_a_kiosk_can_do_without_may_be_out_of_reach(
    folder: Path, clinic: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    del clinic.replies["/sharper-ears.zip"]
    assert run(folder, "install") == 0
    assert installed(folder) == {"ears", "mind"}
    line = capsys.readouterr().err
    assert line.startswith("sharper-ears: not now. ")
    assert line.endswith(" The kiosk works without it.\n")
    assert line.count("\n") == 1
    assert run(folder, "verify") == 0


def test_what_a_kiosk_needs_must_come_and_what_has_come_already_stays(folder: Path, clinic: Server) -> None:
    del clinic.replies["/mind.zip"]
    with pytest.raises(WeightsMissingError, match=r"mind\.zip can't be reached"):
        run(folder, "install")
    assert installed(folder) == {"ears"}
    clinic.put("/mind.zip", RAW)
    del clinic.replies["/ears.zip"]
    assert run(folder, "install") == 0, "the ears are not fetched again"


def test_an_archive_with_other_bytes_is_never_passed_over_in_silence(folder: Path, clinic: Server) -> None:
    clinic.put("/sharper-ears.zip", RAW[:-1] + b"!")
    with pytest.raises(WeightsRefusedError, match="its sha256 is not the one"):
        run(folder, "install")
    assert installed(folder) == {"ears", "mind"}
