"""What the screens for staff are laid out with: a title, words, a column, a foot with the ways on."""

from __future__ import annotations

from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets.words import Words


class PageTitle(Words):
    pass


class PageWords(Words):
    """Takes no room while it is empty."""


class PageColumn(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    """As tall as what is in it."""


class Foot(BoxLayout):  # type: ignore[misc]
    """Stays at the bottom, under what scrolls: what is to be touched is never out of sight."""


load_kv(__file__)
