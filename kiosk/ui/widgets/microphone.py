"""The large microphone of the asking screen, with a ring that grows with the voice."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.anchorlayout import AnchorLayout

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import words as _words  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets.tap import Tap


class BigMicrophone(Tap, AnchorLayout):  # type: ignore[misc]  # Kivy carries no types
    level = NumericProperty(0.0)
    """0..1."""
    live = BooleanProperty(False)
    """It hears."""
    icon = StringProperty()


load_kv(__file__)
