"""A topic to choose: icon, title, and a line below."""

from __future__ import annotations

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import words as _words  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets.tap import Tap


class Card(Tap, BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    icon = StringProperty()
    text = StringProperty()
    below = StringProperty()


load_kv(__file__)
