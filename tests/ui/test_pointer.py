"""The kiosk as its visitor meets it: the real program, a real screen, a real pointer, and eyes that read pixels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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


def test_the_kiosk_survives_fingers_that_play(at_home: Stage, tmp_path: Path) -> None:
    """Right clicks, F1, Escape and a drag: nothing opens, nothing ends."""
    at_home.press("F1", "Escape", "super")
    at_home.tap(540, 1000, button=3)
    at_home.press("alt+F4")
    at_home.wait_for("Hear the prevention advice")
    assert at_home.process.poll() is None
