"""What stands on the screen while the kiosk starts, read off a real screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.setup.trees import ROOT
from tests.stage import Stage, display_numbers, screen, served

pytestmark = pytest.mark.display
SPLASH = [sys.executable, "-m", "installer.splash"]


@contextmanager
def splash_on(display: str, folder: Path, stderr: int | None = None) -> Iterator[Stage]:
    surroundings = {**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11"}

    def begin() -> subprocess.Popen[bytes]:
        return subprocess.Popen(SPLASH, cwd=ROOT, env=surroundings, stderr=stderr)

    stage = Stage(display, begin(), folder, begin)
    try:
        yield stage
    finally:
        stage.process.terminate()
        stage.process.wait(10)


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1024, 600)])
def test_whoever_looks_at_a_starting_kiosk_reads_that_it_starts_in_both_languages(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with screen(*size) as display, splash_on(display, tmp_path) as stage:
        stage.wait_for("One moment, please")
        stage.wait_for("Un momento, por favor")


def test_a_touch_does_not_end_it_and_systemd_does(tmp_path: Path) -> None:
    with screen(1080, 1920) as display, splash_on(display, tmp_path) as stage:
        stage.wait_for("One moment, please")
        stage.tap(540, 960)
        stage.press("Escape")
        stage.rest(1.5)
        assert stage.process.poll() is None
        stage.wait_for("One moment, please")
        stage.process.terminate()
        assert stage.process.wait(10) == 0


def test_a_display_that_comes_late_shows_it_all_the_same(tmp_path: Path) -> None:
    number = next(display_numbers)
    with splash_on(f":{number}", tmp_path, stderr=subprocess.PIPE) as stage:
        assert stage.process.stderr is not None
        assert stage.process.stderr.readline().startswith(b"There is no picture")
        with served(number, "1024x600x24") as is_up:
            assert is_up
            stage.wait_for("One moment, please")
        stage.process.stderr.close()


def test_without_a_display_it_waits_and_says_so() -> None:
    """cage ends with what it runs, and would be started again and again."""
    surroundings = {**os.environ, "DISPLAY": ":9999", "SDL_VIDEODRIVER": "x11"}
    waiting = subprocess.Popen(SPLASH, cwd=ROOT, env=surroundings, stderr=subprocess.PIPE, text=True)
    assert waiting.stderr is not None
    assert waiting.stderr.readline() == "There is no picture while the kiosk starts: SDL finds no display.\n"
    assert waiting.poll() is None
    waiting.terminate()
    assert waiting.wait(10) == 4
    waiting.stderr.close()
