"""One line of a chart: what it is about, its number in words, and a bar as long as that number."""

from __future__ import annotations

from kivy.properties import NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import words as _words  # noqa: F401  its rules are used in the .kv


class CountBar(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    text = StringProperty()
    told = StringProperty()
    share = NumericProperty(0.0)
    """0..1 of the longest; 0: no bar."""


load_kv(__file__)
