"""A text as a square of dark and light for a phone's camera (QR code): dark on white, whatever the theme wears."""

from __future__ import annotations

from typing import Any

import segno
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.widget import Widget

QUIET = 4
"""Modules of white around it, as the standard asks."""
WHITE, DARK = b"\xff", b"\x00"


class Square(Widget):  # type: ignore[misc]  # Kivy carries no types
    """As large as it fits, each module the same whole number of pixels: no camera has to cope with a blurred edge."""

    text = StringProperty()
    module = NumericProperty(0)
    """Pixels."""

    def __init__(self, **properties: Any) -> None:
        self._texture: Any = None
        super().__init__(**properties)
        self.bind(text=self._encode, pos=self._draw, size=self._draw)
        self._encode()

    def _encode(self, *_: Any) -> None:
        self._texture = picture(self.text) if self.text else None
        self._draw()

    def _draw(self, *_: Any) -> None:
        self.canvas.clear()
        if self._texture is None:
            return
        across = self._texture.width
        self.module = int(min(self.width, self.height) // across)
        side = across * self.module
        # Not `center_x`: Kivy keeps its old value until this has run.
        place = (int(self.x + (self.width - side) / 2), int(self.y + (self.height - side) / 2))
        with self.canvas:
            Color(1, 1, 1, 1)
            Rectangle(texture=self._texture, pos=place, size=(side, side))


def picture(text: str) -> Any:
    """One pixel a module."""
    # Told to be UTF-8, for phones that would guess; weakest correction, for the largest modules (kiosk/session/leaflet.py).
    code = segno.make(text, error="l", micro=False, encoding="utf-8")
    rows = [b"".join(DARK if dark else WHITE for dark in row) for row in code.matrix_iter(border=QUIET)]
    texture = Texture.create(size=(len(rows), len(rows)), colorfmt="luminance")
    texture.mag_filter = texture.min_filter = "nearest"
    texture.blit_buffer(b"".join(reversed(rows)), colorfmt="luminance", bufferfmt="ubyte")  # its rows count from below
    return texture
