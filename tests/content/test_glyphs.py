"""Letters that the screen draws, and those that hide."""

from __future__ import annotations

import pytest

from kiosk.content.glyphs import Glyphs
from tests.matching.matchers import ASSETS

GLYPHS = Glyphs(ASSETS / "fonts" / "AtkinsonHyperlegibleNext_400Regular.ttf")


@pytest.mark.parametrize(
    "letter", ["\u202e", "\u2066", "\u200b", "\u00ad", "\U000e0041", "\ufeff", "\x1b", "\x00", "\u4e2d"]
)
def test_what_hides_turns_the_line_or_has_no_shape_is_not_drawn(letter: str) -> None:
    assert GLYPHS.undrawn(f"Rest {letter}a lot") == letter


def test_what_people_write_is_drawn() -> None:
    assert GLYPHS.undrawn("Dr. Ana Ruíz, 38.5 °C – “rest”\tand\nsleep… ¿Qué?") == ""
