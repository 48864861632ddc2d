"""The kiosk fills whatever screen it finds, also where nothing manages windows: real screens of other sizes than the usual one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stage import kiosk_on, screen

pytestmark = [pytest.mark.display, pytest.mark.models]


@pytest.mark.parametrize("size", [(1280, 800), (1024, 600)])
def test_a_kiosk_fills_the_screen_and_hears_its_touches(tmp_path: Path, size: tuple[int, int]) -> None:
    with screen(*size) as display, kiosk_on(display, tmp_path) as stage:
        stage.wait_for("to start")
        corners = stage.pixels()[[0, 0, -1, -1], [0, -1, 0, -1]]
        assert corners.min() > 200, "the light ground, and not the empty screen behind it"
        stage.tap_words("to start")
        stage.wait_for("Type a question")
        stage.tap_words("Finish")
        stage.wait_for("to start")
