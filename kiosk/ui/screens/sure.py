"""Asked once more, before something is taken back or away."""

from __future__ import annotations

from kivy.properties import StringProperty

from kiosk.staff_moments import Deed, Sure
from kiosk.state import State
from kiosk.ui.icons import icon
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401

PICTURES = {Deed.ROLL_BACK: icon("undo"), Deed.REMOVE_ARTICLE: icon("delete"), Deed.REVOKE_KEY: icon("key")}


class SureScreen(Screen):
    icon = StringProperty()
    question = StringProperty()
    means = StringProperty()
    yes = StringProperty()

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, Sure)
        article = state.article(now.about) if now.deed is Deed.REMOVE_ARTICLE else None
        about = article.title if article else now.about
        self.icon = PICTURES[now.deed]
        self.question = self.messages.text(f"staff.sure.{now.deed}", about=about)
        self.means = self.messages.text(f"staff.sure.{now.deed}_means")
        self.yes = self.messages.text(f"staff.sure.{now.deed}_yes")


load_kv(__file__)
