"""How far a job is: a bar that fills, at once and without gliding."""

from __future__ import annotations

from kivy.properties import NumericProperty
from kivy.uix.widget import Widget

from kiosk.ui.widgets import load_kv


class Bar(Widget):  # type: ignore[misc]  # Kivy carries no types
    share = NumericProperty(0.0)
    """0..1."""


load_kv(__file__)
