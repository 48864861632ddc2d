"""Whose packs this kiosk takes."""

from __future__ import annotations

from kivy.properties import StringProperty

from kiosk.packs import Key
from kiosk.staff_moments import Deed, KeyRing
from kiosk.state import State
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets.shelved import Shelved


class KeyRingScreen(Screen):
    what = StringProperty()
    _shown: tuple[Key, ...] | None = None

    def render(self, state: State) -> None:
        assert isinstance(state.moment, KeyRing)
        keys = state.content.keys
        self.what = self.messages.text("staff.ring.what" if keys else "staff.ring.none")
        if self._shown != keys:
            self._shown = keys
            put(self.ids.ring, [self._key(key) for key in keys])

    def _key(self, key: Key) -> Shelved:
        say = self.messages.text
        shelved = Shelved(
            title=key.name,
            origin=say("staff.ring.fingerprint", fingerprint=key.fingerprint),
            verb=say("staff.ring.remove"),
        )
        shelved.bind(on_action=lambda _: self.session.ask_sure(Deed.REVOKE_KEY, key.name))
        return shelved


load_kv(__file__)
