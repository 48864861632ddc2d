"""An installed article, or a key: what it is, who answers for it, and one thing to do with it."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401


class Shelved(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    __events__ = ("on_action",)

    title = StringProperty()
    approved = BooleanProperty(False)
    approval = StringProperty()
    """Empty: nothing is said of it."""
    origin = StringProperty()
    expired = StringProperty()
    verb = StringProperty()

    def on_action(self) -> None:
        """Its button was touched."""


load_kv(__file__)
