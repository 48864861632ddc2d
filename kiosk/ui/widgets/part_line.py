"""One part of the kiosk: whether it works, by a picture and a word, and what to do."""

from __future__ import annotations

from kivy.properties import OptionProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import words as _words  # noqa: F401


class PartLine(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    level = OptionProperty("good", options=["good", "less", "missing"])
    name = StringProperty()
    mark = StringProperty()
    """The word beside the picture."""
    told = StringProperty()


load_kv(__file__)
