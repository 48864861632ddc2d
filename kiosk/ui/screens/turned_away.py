"""It did not come in, or could not be done: why, that nothing has changed, and one way on."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty

from kiosk.refusals import line
from kiosk.staff_moments import PackTurnedAway, StaffFailed
from kiosk.state import State
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401


class TurnedAwayScreen(Screen):
    title = StringProperty()
    where = StringProperty()
    """The pack, and the file in it."""
    line = StringProperty()
    show = StringProperty()
    free = BooleanProperty(False)

    def render(self, state: State) -> None:
        say = self.messages.text
        match state.moment:
            case PackTurnedAway(refusal=refusal, stick_free=free):
                self.title = say("import.turned_away.title")
                self.where = f"{refusal.pack}: {refusal.file}" if refusal.file else refusal.pack
                self.line = line(refusal, self.messages).removeprefix(f"{self.where}: ")
                self.show = say("import.turned_away.show")
                self.free = free
            case StaffFailed(line=told):
                self.title = say("staff.failed.title")
                self.where = self.show = ""
                self.line = told
                self.free = False


load_kv(__file__)
