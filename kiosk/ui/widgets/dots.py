"""A dot for each digit of a PIN: how many were typed, never which."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Ellipse, Line
from kivy.properties import NumericProperty
from kivy.uix.widget import Widget

from kiosk.ui.theme import Theme

ACROSS, APART = 44, 26
"""Of a dot, and between two; in theme units."""


class Dots(Widget):  # type: ignore[misc]  # Kivy carries no types
    """Filled for what is typed; empty ones up to `least` show that there is more to come."""

    typed = NumericProperty(0)
    least = NumericProperty(4)

    def __init__(self, **properties: Any) -> None:
        self._theme: Theme | None = None
        super().__init__(**properties)
        for name in ("typed", "least", "pos", "size"):
            self.fbind(name, self._draw)

    def bind_theme(self, theme: Theme) -> None:
        self._theme = theme
        for role in ("primary", "edge", "u"):
            theme.fbind(role, self._draw)
        self._draw()

    def _draw(self, *_: Any) -> None:
        self.canvas.clear()
        if self._theme is None:
            return
        u, count = self._theme.u, int(max(self.typed, self.least))
        across, apart = ACROSS * u, APART * u
        left = self.x + (self.width - count * across - (count - 1) * apart) / 2
        with self.canvas:
            for place in range(count):
                x, y = left + place * (across + apart), self.y + (self.height - across) / 2
                if place < self.typed:
                    Color(rgba=self._theme.primary)
                    Ellipse(pos=(x, y), size=(across, across))
                else:
                    Color(rgba=self._theme.edge)
                    Line(ellipse=(x + 1, y + 1, across - 2, across - 2), width=max(1, 2 * u))
