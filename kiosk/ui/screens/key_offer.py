"""Somebody new signs packs: their key's number is compared with what they read out, digit by digit."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.staff_moments import KeyOffer
from kiosk.state import State
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.words import Words

LETTERS = 80
"""Of the number: large enough to be compared at arm's length, small enough that no group is ever broken."""


class KeyOfferScreen(Screen):
    name = StringProperty()
    """Whose it is; empty while it is being read."""
    fingerprint = StringProperty()
    was_revoked = BooleanProperty(False)
    playing = BooleanProperty(False)
    """Its number is being read out."""

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._answers = [self.ids[name].__self__ for name in ("trust", "refuse")]  # `ids` alone keeps nothing alive

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, KeyOffer)
        self.name = (now.key.name or now.file.stem) if now.key else ""
        self.playing = now.key is not None and now.ticket is not None
        self.was_revoked = now.was_revoked
        put(self.ids.foot, self._answers if now.key else [])
        number = now.key.fingerprint if now.key else ""
        if number != self.fingerprint:
            self.fingerprint = number
            put(self.ids.groups, [self._group(group) for group in number.split()])

    def trust(self) -> None:
        self.session.add_key(self.name)

    def _group(self, digits: str) -> Words:
        return Words(text=digits, points=LETTERS, framing=True, bold=True, halign="center")


load_kv(__file__)
