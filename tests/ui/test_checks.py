"""Each check of the gallery finds what it is there for, and nothing where nothing is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kiosk.ui.gallery.checks.contrast import pale_controls
from kiosk.ui.gallery.checks.order import out_of_order
from kiosk.ui.gallery.checks.sight import out_of_sight
from kiosk.ui.gallery.checks.targets import small_targets
from kiosk.ui.gallery.scene import Box, Kind, Part, Scene

ROOT = Path(__file__).resolve().parents[2]
WINDOW = (0.0, 0.0, 1080.0, 1920.0)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    command = [sys.executable, "-m", "tests.ui.mishaps", str(tmp_path_factory.mktemp("home"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    checks: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return checks


@pytest.mark.parametrize(
    ("mishap", "check"),
    [
        ("cut", "cut"),
        ("ellipsis", "cut"),
        ("broken", "broken word"),
        ("boxes", "missing letter"),
        ("tiny", "small letters"),
        ("pale", "contrast"),
        ("vanished", "contrast"),
        ("pale icon", "contrast"),
        ("edgeless", "contrast"),
        ("small", "small target"),
        ("small key", "small target"),
        ("speechless", "speechless"),
        ("off", "outside"),
        ("on another", "overlap"),
        ("under a button", "covered"),
        ("text on text", "overlap"),
        ("under the bar", "outside"),
    ],
)
def test_what_is_wrong_in_a_real_window_is_found(found: dict[str, list[str]], mishap: str, check: str) -> None:
    assert check in found[mishap]


def test_where_nothing_is_wrong_nothing_is_found(found: dict[str, list[str]]) -> None:
    assert found["sound"] == []


def control(words: str, box: Box, *, disabled: bool = False) -> Part:
    return Part(Kind.CONTROL, "Plain", words, box, box, WINDOW, WINDOW, disabled=disabled)


def text(words: str, box: Box, view: Box = WINDOW, marked: tuple[Box, ...] = ()) -> Part:
    return Part(Kind.TEXT, "Words", words, box, box, view, view, scrolls=view != WINDOW, marked=marked)


def scene(*parts: Part) -> Scene:
    return Scene((1080, 1920), parts)


TOP, LEFT, RIGHT = (
    control("top", (0, 1700, 1000, 1850)),
    control("left", (0, 1500, 450, 1650)),
    control("right", (500, 1500, 1000, 1650)),
)


def test_a_focus_that_goes_down_the_page_and_along_the_lines_is_in_order() -> None:
    assert list(out_of_order(replace(scene(TOP, LEFT, RIGHT), order=(0, 1, 2)))) == []


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (2, 1, 0)])
def test_a_focus_that_jumps_back_is_found(order: tuple[int, ...]) -> None:
    assert list(out_of_order(replace(scene(TOP, LEFT, RIGHT), order=order)))


def test_a_focus_may_begin_again_at_the_top_of_a_column_further_right() -> None:
    side = control("side", (1010, 1500, 1080, 1850))
    assert list(out_of_order(replace(scene(TOP, LEFT, RIGHT, side), order=(0, 1, 2, 3)))) == []


def test_a_control_that_the_focus_never_reaches_is_found() -> None:
    findings = list(out_of_order(replace(scene(TOP, LEFT, RIGHT), order=(0, 1))))
    assert [finding.where for finding in findings] == [RIGHT.box]


def test_a_title_that_must_be_scrolled_to_is_found_and_one_in_sight_is_not() -> None:
    view = (0.0, 500.0, 1080.0, 1500.0)
    above = replace(scene(text("Get help", (0, 1480, 1000, 1600), view)), wanted=("Get help",))
    within = replace(scene(text("Get help", (0, 1300, 1000, 1400), view)), wanted=("Get help",))
    assert [finding.check for finding in out_of_sight(above)] == ["out of sight"]
    assert list(out_of_sight(within)) == []
    assert list(out_of_sight(replace(within, wanted=("Another title",))))


def test_a_marked_sentence_must_be_in_sight_and_of_a_very_long_one_its_first_line() -> None:
    view = (0.0, 500.0, 1080.0, 1500.0)
    short: tuple[Box, ...] = ((0, 520, 900, 580), (0, 450, 900, 510))
    long: tuple[Box, ...] = ((0, 1300, 900, 1400), (0, 100, 900, 1300))
    for marked, wrong in ((short, True), (long, False), ((), True)):
        shown = replace(scene(text("Wash your hands.", (0, 100, 1000, 1400), view, marked)), marked_wanted=True)
        assert bool(list(out_of_sight(shown))) is wrong


def test_a_target_is_measured_in_millimetres_of_the_smallest_panel() -> None:
    fits, small = control("fits", (0, 0, 112, 112)), control("small", (0, 0, 300, 100))
    assert [finding.where for finding in small_targets(scene(fits, small))] == [small.box]
    assert [finding.where for finding in small_targets(replace(scene(fits, small), size=(2160, 3840)))] == [
        fits.box,
        small.box,
    ]


def test_a_pale_control_that_cannot_be_used_now_is_told_and_no_fault() -> None:
    pixels = np.full((1920, 1080, 3), 255, np.uint8)
    pixels[1920 - 400 : 1920 - 200, 100:500] = 240
    pale = control("Stop", (100, 200, 500, 400))
    for part, is_fault in ((pale, True), (replace(pale, disabled=True), False)):
        assert [f.is_fault for f in pale_controls(replace(scene(part), pixels=pixels))] == [is_fault]
