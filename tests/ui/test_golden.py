"""The main moments look as they looked when somebody last approved of them: tests/ui/golden/*.png.

Whoever changed a screen on purpose renews the pictures by one command, looks at each of them, and commits them:

    .venv/bin/python -m pytest tests/ui/test_golden.py --update-golden

Compared is what an eye compares, not pixels: another font rasteriser shades the rims of letters differently, and moves no line.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.ui.gallery.exhibition import paint
from kiosk.ui.gallery.plan import Job, file_of
from kiosk.ui.gallery.print import png, read
from kiosk.ui.gallery.scene import Pixels

GOLDEN = Path(__file__).parent / "golden"
MAIN = (
    "attract-of-two-languages",
    "comfort-of-two-languages",
    "home-guided",
    "home",
    "reading-aloud",
    "asking",
    "typing",
    "answer",
    "unsure",
    "no-answer-health",
    "urgent",
)
SIZE = (1080, 1920)
"""Twice the size of the pictures."""
PLAIN, BOLDEST = ("light", 1.0), ("high_contrast", 2.0)
LARGEST_FILE = 60_000
BLOCK = 20
"""Pixels of a picture: about two letters wide, a line high."""
MEAN, LOCAL = 2.0, 24.0
"""Of 255: how far the whole picture, and any block of it, may differ on average. Letters drawn by another rasteriser:
below 1 and 10; a line that moved: some 40; a button gone: 100 and more."""


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Pixels]]:
    """The main moments: plain; in the boldest look, changed into from the plain one; and in it from the beginning."""
    changed, fresh = tmp_path_factory.mktemp("changed"), tmp_path_factory.mktemp("fresh")
    paint(
        [
            Job(SIZE, "en", (PLAIN, BOLDEST), MAIN, str(changed)),
            Job(SIZE, "en", (BOLDEST,), MAIN, str(fresh)),
        ]
    )

    def pictures(folder: Path, look: tuple[str, float]) -> dict[str, Pixels]:
        return {moment: read((folder / file_of(moment, *look, "en", SIZE)).read_bytes()) for moment in MAIN}

    return {"plain": pictures(changed, PLAIN), "changed": pictures(changed, BOLDEST), "fresh": pictures(fresh, BOLDEST)}


def differences(one: Pixels, other: Pixels) -> NDArray[np.float64]:
    """How far the mean colour of each block is off."""
    assert one.shape == other.shape
    high, wide = (side // BLOCK for side in one.shape[:2])

    def blocks(picture: Pixels) -> NDArray[np.float64]:
        whole = picture[: high * BLOCK, : wide * BLOCK].reshape(high, BLOCK, wide, BLOCK, 3)
        return np.asarray(whole.mean(axis=(1, 3)), np.float64)

    return np.asarray(np.abs(blocks(one) - blocks(other)).max(axis=2), np.float64)


def looks_alike(one: Pixels, other: Pixels) -> bool:
    off = differences(one, other)
    return bool(off.mean() <= MEAN and off.max() <= LOCAL)


@pytest.mark.parametrize("moment", MAIN)
def test_a_main_moment_looks_as_approved(
    painted: dict[str, dict[str, Pixels]], moment: str, request: pytest.FixtureRequest
) -> None:
    file, seen = GOLDEN / f"{moment}.png", painted["plain"][moment]
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_bytes(png(seen))
    off = differences(read(file.read_bytes()), seen)
    row, column = np.unravel_index(off.argmax(), off.shape)
    assert off.mean() <= MEAN, "it looks different; if that is on purpose, renew the pictures as the docstring tells"
    assert off.max() <= LOCAL, (
        f"it looks different around {column * BLOCK}, {row * BLOCK} of the picture; see the docstring"
    )
    assert file.stat().st_size <= LARGEST_FILE


@pytest.mark.parametrize("moment", [moment for moment in MAIN if moment != "reading-aloud"])
def test_a_changed_look_is_the_same_as_one_worn_from_the_beginning(
    painted: dict[str, dict[str, Pixels]], moment: str
) -> None:
    """A colour that some rule holds on to would show. (Where a page that is read stands depends on where it stood.)"""
    assert looks_alike(painted["changed"][moment], painted["fresh"][moment])


def test_a_line_that_moved_and_a_button_that_went_are_seen(painted: dict[str, dict[str, Pixels]]) -> None:
    """The tolerance is not so wide that nothing could fail."""
    home = painted["plain"]["home"]
    moved, without = home.copy(), home.copy()
    moved[120:300] = home[108:288]
    without[860:940, 300:520] = home[850, 300]
    assert looks_alike(home, home)
    assert not looks_alike(home, moved)
    assert not looks_alike(home, without)


def test_letters_with_paler_rims_and_a_pixel_aside_look_alike(painted: dict[str, dict[str, Pixels]]) -> None:
    for moment in ("home", "reading-aloud"):
        sharp = painted["plain"][moment].astype(np.float64)
        aside = np.roll(sharp, 1, axis=1)
        assert looks_alike(sharp.astype(np.uint8), ((sharp + aside) / 2).astype(np.uint8))
