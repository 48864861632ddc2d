"""The square that a phone is pointed at, on the real screen: a decoder of others reads the section's text from a picture of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import segno

from kiosk.model import Article
from kiosk.session.leaflet import pages
from kiosk.state import TakeAlong
from kiosk.ui.gallery.visitor_moments import moments, starter
from tests.fakes import messages
from tests.ui.touch_screen import TouchScreen

SHOWN = ("take-along", "take-along-last", "take-along-short", "take-along-foreign")
OUTFITS = (("light", 1.0), ("dark", 1.0), ("high_contrast", 1.0), ("high_contrast", 2.0))
MILLIMETRE = 1080 / 268
"""Pixels of a window whose short side is 1080, on a 21.5-inch panel: 268 mm wide."""
QUIET = 4
"""Modules, as the standard asks."""


@pytest.fixture(scope="module", params=["1080x1920", "1920x1080"])
def glass(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TouchScreen]:
    glass = TouchScreen(tmp_path_factory.mktemp("home"), request.param)
    glass.short_side = min(map(int, request.param.split("x")))  # type: ignore[attr-defined]
    yield glass
    glass.close()


def on_the_phone(moment: str) -> str:
    state = moments(starter())[moment]
    assert isinstance(state.moment, TakeAlong)
    article, section = state.article(state.moment.place.article), state.section(state.moment.place)
    assert isinstance(article, Article)
    assert section is not None
    return pages(article, section, messages())[state.moment.page]


def decoded(picture: Path) -> str:
    command = ["zbarimg", "--quiet", "--raw", "--oneshot", "-Sbinary", str(picture)]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()


def module_of(picture: Path, text: str) -> int | None:
    """Pixels of a module of the square; None where it isn't drawn dark on white, sharp, with its quiet zone around it."""
    size = subprocess.run(["identify", "-format", "%w %h", picture], capture_output=True, check=True, text=True).stdout
    raw = subprocess.run(["convert", picture, "-depth", "8", "rgb:-"], capture_output=True, check=True).stdout
    width, height = map(int, size.split())
    seen = np.frombuffer(raw, np.uint8).reshape(height, width, 3)
    code = segno.make(text, error="l", micro=False, encoding="utf-8").matrix_iter(border=QUIET)
    wanted = np.where(np.array(list(code)), 0, 255).astype(np.uint8)
    for module in range(2, height // len(wanted) + 1):
        if drawn(np.kron(wanted, np.ones((module, module), np.uint8)), QUIET * module, seen):
            return module
    return None


def drawn(wanted: np.ndarray, edge: int, seen: np.ndarray) -> bool:
    """Stands in the picture, pixel for pixel; found by its first row that isn't white."""
    side = len(wanted)
    for y, row in enumerate(seen[:, :, 0]):
        x = row.tobytes().find(wanted[edge].tobytes())
        if x >= 0:
            found = seen[y - edge : y - edge + side, x : x + side]
            return found.shape == (side, side, 3) and bool((found == wanted[:, :, None]).all())
    return False


@pytest.mark.parametrize(("theme", "text_scale"), OUTFITS)
def test_the_camera_of_a_phone_reads_the_text_letter_for_letter(
    glass: TouchScreen, tmp_path: Path, theme: str, text_scale: float
) -> None:
    glass.dress(theme, text_scale)
    picture = tmp_path / "seen.png"
    for moment in SHOWN if theme == "light" else (SHOWN[0], SHOWN[-1]):
        text = on_the_phone(moment)
        glass.show(moment)
        glass.picture(picture)
        assert decoded(picture).removesuffix("\n") == text.removesuffix("\n")
        module = module_of(picture, text)
        assert module is not None
        assert module * 1080 / glass.short_side >= MILLIMETRE  # type: ignore[attr-defined]
