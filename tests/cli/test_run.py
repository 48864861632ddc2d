"""The kiosk as whoever starts it hears of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kiosk.content import open_library
from tests.cli.command import ROOT, surroundings, words_of


@pytest.mark.models
def test_what_is_wrong_reaches_whoever_started_it_in_a_line(tmp_path: Path) -> None:
    """Under systemd that is the journal."""
    library = open_library(tmp_path / "home", ROOT / "assets" / "articles")
    assert library.generation == 1
    damaged = tmp_path / "home" / "library" / "generations" / "0001" / "articles" / "leukopenia.md"
    assert damaged.is_file()
    damaged.write_text("half")
    kiosk = subprocess.Popen(
        words_of("--home", tmp_path / "home", "run", "--offscreen", "--size", "360x640"),
        env=surroundings(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert kiosk.stderr is not None
    line = kiosk.stderr.readline()
    kiosk.terminate()
    _, rest = kiosk.communicate(timeout=60)
    assert line.startswith("WARNING kiosk.content.shelves: Generation 0001 of the library is passed over"), line + rest
    assert kiosk.returncode == 0
