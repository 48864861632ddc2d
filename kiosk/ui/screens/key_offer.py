"""Somebody new signs packs: their key's number is compared with what they read out, digit by digit."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty

from kiosk.staff_moments import KeyOffer
from kiosk.state import State
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.page import PageWords


class KeyOfferScreen(Screen):
    name = StringProperty()
    """Whose it is; empty while it is being read."""
    fingerprint = StringProperty()
    playing = BooleanProperty(False)
    """Its number is being read out."""

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, KeyOffer)
        self.name = (now.key.name or now.file.stem) if now.key else ""
        self.playing = now.key is not None and now.ticket is not None
        number = now.key.fingerprint if now.key else ""
        if number != self.fingerprint:
            self.fingerprint = number
            put(self.ids.groups, [self._group(group) for group in number.split()])

    def trust(self) -> None:
        self.session.add_key(self.name)

    def _group(self, digits: str) -> PageWords:
        return PageWords(text=digits, points=self.theme.hero, framing=True, bold=True, halign="center")


load_kv(__file__)
