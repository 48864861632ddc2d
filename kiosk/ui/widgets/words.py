"""Text that wraps to its width and is always as tall as it needs to be: no line of it is ever lost."""

from __future__ import annotations

from kivy.core.text import Label as Measure
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.label import Label

from kiosk.ui.widgets import load_kv


class Words(Label):  # type: ignore[misc]  # Kivy carries no types
    """A text of the theme's type scale."""

    points = NumericProperty(44)
    """Size of the letters, from the theme."""
    framing = BooleanProperty(False)
    """Part of the frame, or large already: grows by the theme's `frame_pt`.

    A property of its own, because kv keeps a class rule's binding alive beside that of the place that overrides it.
    """


class Glyph(Label):  # type: ignore[misc]
    """One icon."""

    points = NumericProperty(56)


def natural_width(text: str, size: float) -> float:
    """Of bold text on one line; both in pixels."""
    width: float = Measure(font_name="Hyperlegible", font_size=size, bold=True).get_extents(text)[0]
    return width + 2


load_kv(__file__)
