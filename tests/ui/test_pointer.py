"""The kiosk as its visitor meets it: the real program, a real screen, a real pointer, and eyes that read pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.ui.gallery.scene import Pixels
from kiosk.ui.palette import contrast
from tests.stage import Stage, kiosk_on, screen

pytestmark = [pytest.mark.display, pytest.mark.models]

WIDTH, HEIGHT = 1080, 1920
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm'")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with screen(WIDTH, HEIGHT) as display, kiosk_on(display, tmp_path_factory.mktemp("pointer")) as stage:
        yield stage


@pytest.fixture
def at_home(stage: Stage) -> Iterator[Stage]:
    stage.tap_words("Touch to start")
    stage.wait_for("Hear the prevention advice")
    yield stage
    stage.tap_words("Finish")
    stage.wait_for("Touch to start")


def type_question(stage: Stage, words: str) -> None:
    """Finds the keys as fingers do: by their rows, ten equal keys wide."""
    for letter in words:
        stage.tap(*key(letter))
        stage.rest(0.4)


def key(letter: str) -> tuple[int, int]:
    if letter == " ":
        return 443, HEIGHT - 99
    row = next(number for number, letters in enumerate(ROWS) if letter in letters)
    pitch = 110 if row == 2 else 103
    start = (24, 24 + pitch // 2, 24)[row]
    x = start + int((ROWS[row].index(letter) + 0.5) * pitch)
    return x, HEIGHT - (585, 423, 261)[row]


def test_a_tapped_card_shows_its_section_and_the_way_back_leads_home(at_home: Stage) -> None:
    at_home.tap_words("kind of cancer")
    at_home.wait_for("leukopenia is not cancer")
    at_home.tap_words("Topics")
    at_home.wait_for("Hear the prevention advice")


def test_a_typed_question_opens_the_section_that_answers_it(at_home: Stage) -> None:
    at_home.tap_words("Type a")
    at_home.wait_for("Topics that fit")
    type_question(at_home, "how is it found")
    at_home.tap(WIDTH - 200, HEIGHT - 99)
    at_home.wait_for("complete blood count")


def test_help_is_one_touch_away_and_honest_that_the_screen_calls_nobody(at_home: Stage) -> None:
    at_home.tap_words("need help now")
    at_home.wait_for("can't call anyone")
    at_home.tap_words("Go back")
    at_home.wait_for("Hear the prevention advice")


CHORDS = (
    "Escape", "F1", "F11", "F12", "Print", "super", "Menu", "alt+F4", "alt+Tab", "alt+F2", "ctrl+alt+t", "ctrl+alt+Delete",
    "ctrl+q", "ctrl+w", "ctrl+c", "ctrl+Tab", "ctrl+shift+i", "super+l", "super+d", "ctrl+Escape", "ctrl+plus",
)  # fmt: skip
CARD, TITLE = (270, 1000), (540, 190)
MIDDLE = (WIDTH // 2, HEIGHT // 2)


def look(stage: Stage, rest_s: float = 0.5) -> Pixels:
    stage.rest(rest_s)
    return stage.pixels()


def changed(one: Pixels, other: Pixels) -> NDArray[np.bool_]:
    """Pixels that an eye tells apart."""
    difference: NDArray[np.bool_] = np.abs(one.astype(np.int16) - other).max(axis=2) > 12
    return difference


def clicks(stage: Stage) -> None:
    for place in (CARD, MIDDLE):
        stage.tap(*place, button=3)
        stage.tap(*place, button=2)
    stage.tap(*TITLE)
    stage.tap(*TITLE)


def corners(stage: Stage) -> None:
    for corner in ((0, 0), (WIDTH - 1, 0), (WIDTH - 1, HEIGHT - 1), (0, HEIGHT - 1)):
        stage.point(*corner)
        stage.rest(0.1)
    stage.point(*MIDDLE)


def swipes(stage: Stage) -> None:
    for x, y in ((0, 960), (WIDTH - 1, 960), (540, 0), (540, HEIGHT - 1)):
        stage.drag((x, y), ((x + 540) // 2, (y + 960) // 2), MIDDLE)


def test_nothing_that_a_curious_hand_tries_opens_moves_or_ends_a_thing(at_home: Stage) -> None:
    tries: dict[str, Callable[[], object]] = {
        "keys": lambda: at_home.press(*CHORDS),
        "clicks": lambda: clicks(at_home),
        "a long press": lambda: at_home.drag(TITLE, held_s=2.5),
        "corners": lambda: corners(at_home),
        "swipes": lambda: swipes(at_home),
        "a dragged card": lambda: at_home.drag(CARD, (500, 1000), (800, 1000), held_s=0.5),
        "closing the window": at_home.close_window,
    }
    before = look(at_home)
    for name, attempt in tries.items():
        attempt()
        assert not changed(before, look(at_home)).any(), name
    assert at_home.process.poll() is None


def test_a_turned_wheel_starts_nothing(stage: Stage) -> None:
    stage.wait_for("Touch to start")
    before = look(stage)
    for button in (4, 5, 6, 7):
        stage.tap(*MIDDLE, button=button)
    at_rest = HEIGHT * 6 // 10
    assert not changed(before, look(stage))[at_rest:].any(), "above it the headline changes by itself"


def ring(without: Pixels, now: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what has come to the screen."""
    rows, columns = np.nonzero(changed(without, now))
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


def test_a_question_with_keys_alone_and_a_ring_that_is_seen(stage: Stage) -> None:
    stage.wait_for("Touch to start")
    stage.press("Return")
    wanted = stage.wait_for("Type a")
    without = look(stage)
    for _ in range(12):
        stage.press("shift+Tab")
        left, top, right, bottom = ring(without, now := look(stage))
        if left < wanted.x < right and top < wanted.y < bottom:
            break
    else:
        raise AssertionError("the keys never reach it")
    middle = (top + bottom) // 2
    rim, beside = (code(now[middle, x]) for x in (left + 2, left - 4))
    assert contrast(rim, beside) >= 3
    stage.press("Return")
    stage.wait_for("Topics that fit")
    stage.press(*("space" if letter == " " else letter for letter in "how is it found"))
    stage.press("Return")
    stage.wait_for("complete blood count")
    stage.tap_words("Finish")


def code(pixel: NDArray[np.uint8]) -> str:
    return "#" + bytes(pixel).hex()


def test_whoever_started_it_can_end_it(stage: Stage) -> None:
    stage.process.terminate()
    assert stage.process.wait(15) == 0
    assert "Traceback" not in stage.log
