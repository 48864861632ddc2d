"""Content as a nurse brings it: the real program, a real folder with signed packs, a real pointer, eyes that read pixels."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage import ROOT, Stage, kiosk_on, screen

pytestmark = [pytest.mark.display, pytest.mark.models, pytest.mark.slow]

WIDTH, HEIGHT = 1080, 1920
PIN = "2580"
OK = "+"
"""Where it stands among the keys."""
ADDED = "Ask your care team for a copy of your result."


def command(home: Path, *words: str, given: str | None = None) -> None:
    line = [sys.executable, str(ROOT / "main.py"), "--home", str(home), *words]
    done = subprocess.run(line, input=given, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def key(digit: str) -> tuple[int, int]:
    """Finds the keys as fingers do: three wide, four high."""
    at = f"123456789 0{OK}".index(digit)
    return 40 + 158 + at % 3 * 341, 1037 + at // 3 * 236


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("staff")
    home, drop, desk = folder / "home", folder / "CLINIC", folder / "desk"
    for place in (home, drop, desk):
        place.mkdir()
    article = desk / "leukopenia.md"
    text = (ROOT / "assets" / "articles" / "leukopenia.md").read_text(encoding="utf-8")
    article.write_text(text.replace("No, leukopenia is not cancer.", f"No, leukopenia is not cancer. {ADDED}"), "utf-8")
    command(home, "content", "approve", str(article), "--by", "Dr Ana Ruiz", "--role", "haematologist")
    command(home, "pack", "keygen", str(desk), "--name", "office")
    command(
        home, "pack", "build", str(article), "--key", str(desk / "office.key"), "-o", str(drop / "november.kioskpack")
    )
    spoilt = bytearray((drop / "november.kioskpack").read_bytes())
    spoilt[-2000] ^= 1
    (drop / "spoilt.kioskpack").write_bytes(spoilt)
    command(home, "trust", "add", str(desk / "office.pub"))
    command(home, "staff", "set-pin", "--stdin", given=f"{PIN}\n")
    (home / "kiosk.toml").write_text(f'[sticks]\ndrop_folders = ["{drop}"]\n', encoding="utf-8")
    with screen(WIDTH, HEIGHT) as display, kiosk_on(display, folder) as stage:
        yield stage


def enter(stage: Stage, pin: str) -> None:
    stage.wait_for("PIN for staff")
    stage.rest(0.6)
    for digit in pin:
        stage.tap(*key(digit))
        stage.rest(0.3)
    stage.tap(*key(OK))


def test_a_nurse_brings_new_content(stage: Stage) -> None:
    stage.wait_for("Touch to start")
    stage.tap_words("new content in")
    enter(stage, "1357")
    stage.wait_for("not the PIN")
    enter(stage, PIN)
    stage.tap_words("Bring new content")
    stage.tap_words("spoilt")
    stage.wait_for("not taken")
    stage.wait_for("Nothing has changed")
    stage.tap_words("Go on")
    stage.tap_words("november")
    stage.wait_for("This is in the pack")
    stage.wait_for("Signed by office")
    stage.tap_words("Look at the changes")
    stage.wait_for("copy of your result")
    stage.tap(80, 75)  # "Back"
    # Back from the changes is to the pack; what it would change is still wanted.
    stage.tap_words("Install 1 article")
    stage.wait_for("Visitors see the new content", 90)
    stage.tap_words("Leave")


def test_visitors_read_it_then(stage: Stage) -> None:
    stage.tap_words("Touch to start")
    stage.wait_for("Approved by Dr Ana Ruiz")
    stage.tap_words("kind of cancer")
    stage.wait_for("copy of your result")
