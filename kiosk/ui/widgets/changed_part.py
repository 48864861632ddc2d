"""The head of a section that changes: its title, whether it is new or goes, and a button to hear it as it would be read."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401


class ChangedPart(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    __events__ = ("on_hear",)

    section = StringProperty()
    """Its id."""
    title = StringProperty()
    fate = StringProperty()
    hear_text = StringProperty()
    """Empty: it goes, and nobody will hear it."""
    playing = BooleanProperty(False)

    def on_hear(self) -> None:
        """Somebody wants to hear it, or no more of it."""


load_kv(__file__)
