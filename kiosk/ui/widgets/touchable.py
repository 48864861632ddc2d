"""Buttons."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.anchorlayout import AnchorLayout

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import words as _words  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets.tap import Tap


class Touchable(Tap, AnchorLayout):  # type: ignore[misc]  # Kivy carries no types
    """A button with an icon, a text, or both."""

    text = StringProperty()
    icon = StringProperty()
    stacked = BooleanProperty(False)
    """The icon above the text instead of before it."""
    centred = BooleanProperty(False)
    """Icon and text stand in the middle together; else they begin at the left, as in a list."""
    hugging = BooleanProperty(False)
    inner_gap = NumericProperty(0)
    """Between icon and text, in theme units; 0: the usual."""
    points = NumericProperty(38)
    framing = BooleanProperty(False)
    """Like that of its words."""
    icon_points = NumericProperty(56)
    least = NumericProperty(110)
    """Smallest height, in theme units."""
    wanted = NumericProperty(0.0)
    """The height that its words need, pixels."""
    fill = ColorProperty()
    ink = ColorProperty()
    edge = ColorProperty()


class Primary(Touchable):
    """What most visitors want next."""


class Plain(Touchable):
    pass


class Quiet(Touchable):
    """Without a frame of its own."""


class Alarm(Touchable):
    """ "I need help now"."""


class Choice(Touchable):
    """One of several, of which one is chosen."""

    chosen = BooleanProperty(False)


class Key(Touchable):
    """Of the keyboard."""

    wide = NumericProperty(1.0)
    """In widths of a letter."""


load_kv(__file__)
