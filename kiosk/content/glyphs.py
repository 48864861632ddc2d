"""Which letters the screen can draw: those of its one font. Kivy has no other to fall back on, and would show empty boxes."""

from __future__ import annotations

import unicodedata
from functools import cached_property
from pathlib import Path


class Glyphs:
    """Opens the font when it is first asked."""

    def __init__(self, font: Path) -> None:
        self._font = font

    @cached_property
    def _drawn(self) -> frozenset[int]:
        from fontTools.ttLib import TTFont

        with TTFont(str(self._font), lazy=True) as font:
            return frozenset(font.getBestCmap() or ())

    def undrawn(self, text: str) -> str:
        """The letters of `text` that it can't draw, each once, in order. Blanks need none. Marks without a shape, which turn a line
        around or hide in a word, count as not drawn."""
        return "".join(letter for letter in dict.fromkeys(text) if not self._draws(letter))

    def _draws(self, letter: str) -> bool:
        if unicodedata.category(letter) in ("Cf", "Cc"):
            return letter in "\t\n"
        return letter.isspace() or ord(letter) in self._drawn
