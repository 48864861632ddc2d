"""A calm line that must be seen: not yet approved, not complete, perhaps urgent."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import words as _words  # noqa: F401  its rules are used in the .kv


class Banner(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    """Takes no room while it has no text."""

    icon = StringProperty()
    text = StringProperty()
    below = StringProperty()
    """A quieter line."""
    points = NumericProperty(32)
    framing = BooleanProperty(False)
    """Like that of its words."""
    icon_points = NumericProperty(42)
    strong = BooleanProperty(False)
    tone = OptionProperty("caution", options=["caution", "calm", "done"])
    """Not colours: kv keeps a class rule's binding alive beside that of the place that overrides it, and whichever of the theme's
    colours changes last would win."""
    fill = ColorProperty()
    ink = ColorProperty()


load_kv(__file__)
