"""An article of a pack that staff may take or leave: what it changes, who approved it, and a way to look closer."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.tap import Tap


class Take(Tap, BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    """A box to tick, as wide as the page."""

    icon = StringProperty()
    text = StringProperty()
    what = StringProperty()
    approval = StringProperty()
    unapproved = StringProperty()
    note = StringProperty()
    """What the tick means, in words."""


class Proposed(BoxLayout):  # type: ignore[misc]
    __events__ = ("on_toggle", "on_look")

    article = StringProperty()
    """Its id."""
    title = StringProperty()
    what = StringProperty()
    approval = StringProperty()
    unapproved = StringProperty()
    """That nobody of the clinic answers for it; empty: somebody does."""
    taken = BooleanProperty(False)
    can_take = BooleanProperty(True)
    can_look = BooleanProperty(True)
    names = ObjectProperty(("", ""))
    """What is said of it while it is taken, and while it is not."""
    look_text = StringProperty()

    def on_toggle(self) -> None:
        """To be taken, or not."""

    def on_look(self) -> None:
        """Its changes are to be seen."""


load_kv(__file__)
