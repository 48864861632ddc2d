"""One step of a job: done, being done, or still to come, by its picture and its letters."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import words as _words  # noqa: F401  its rules are used in the .kv


class StepLine(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    icon = StringProperty()
    text = StringProperty()
    now = BooleanProperty(False)
    """It is being done."""


load_kv(__file__)
