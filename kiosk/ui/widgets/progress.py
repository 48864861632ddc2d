"""How far a list is: "Tip 3 of 11", and a bar of as many pieces."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Line, RoundedRectangle
from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import words as _words  # noqa: F401  its rules are used in the .kv

THICK = 30
"""Of a piece, in theme units."""


class Segments(Widget):  # type: ignore[misc]  # Kivy carries no types
    number = NumericProperty(0)
    count = NumericProperty(0)
    theme = ObjectProperty()

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        for name in ("number", "count", "pos", "size", "theme"):
            self.fbind(name, self._draw)

    def _draw(self, *_: Any) -> None:
        self.canvas.clear()
        if self.theme is None or not self.count:
            return
        u = self.theme.u
        gap = min(8 * u, self.width / self.count / 4)
        wide = (self.width + gap) / self.count - gap
        radius = min(wide, THICK * u) / 4
        for place in range(int(self.count)):
            x, y = self.x + place * (wide + gap), self.y + (self.height - THICK * u) / 2
            with self.canvas:
                if place < self.number:
                    Color(rgba=self.theme.primary)
                    RoundedRectangle(pos=(x, y), size=(wide, THICK * u), radius=[radius])
                else:
                    Color(rgba=self.theme.edge)
                    Line(rounded_rectangle=(x + 1, y + 1, wide - 2, THICK * u - 2, radius), width=max(1, u))


class Progress(BoxLayout):  # type: ignore[misc]
    """Takes no room while `count` is 0."""

    text = StringProperty()
    number = NumericProperty(0)
    count = NumericProperty(0)

    def bind_theme(self, theme: Theme) -> None:
        self.ids.segments.theme = theme
        for role in ("primary", "edge", "u"):
            theme.fbind(role, self.ids.segments._draw)


load_kv(__file__)
