"""The section for a phone: a square to point it at, what to do with it, and the next one where there is more than one."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty, StringProperty

from kiosk.model import Article, Section
from kiosk.session.leaflet import pages
from kiosk.state import State, TakeAlong
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import row as _row  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import square as _square  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401


class TakeAlongScreen(Screen):
    section = StringProperty()
    """Its title."""
    held = StringProperty()
    """What the square holds."""
    page = NumericProperty(0)
    pages = NumericProperty(1)
    _open: tuple[Article, Section] | None = None
    _texts: tuple[str, ...] = ()

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._several = [self.ids[name].__self__ for name in ("number", "turning")]  # `ids` alone keeps nothing alive

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, TakeAlong)
        article, section = state.article(now.place.article), state.section(now.place)
        assert article is not None
        assert section is not None
        if self._open != (article, section):
            self._open = (article, section)
            self._texts = pages(article, section, self.messages)
            self.section = section.title
            self.pages = len(self._texts)
            self.ids.scroller.scroll_y = 1
            put(self.ids.below, self._several if self.pages > 1 else [])
        self.page = now.page
        self.held = self._texts[now.page]

    def leave(self) -> None:
        self._open = None
        self.held = ""


load_kv(__file__)
