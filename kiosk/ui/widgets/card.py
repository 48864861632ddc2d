"""A topic to choose: icon, title, and a line below."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import words as _words  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets.tap import Tap


class Card(Tap, BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    icon = StringProperty()
    text = StringProperty()
    below = StringProperty()
    points = NumericProperty(38)
    strong = BooleanProperty(False)
    """What most want next."""
    least = NumericProperty(156)
    """Smallest height, in theme units."""
    wanted = NumericProperty(0.0)
    """The height that its words need, pixels."""


class CardGrid(GridLayout):  # type: ignore[misc]
    """Cards side by side, those of a row equally tall."""

    def add_widget(self, widget: Any, *args: Any, **kwargs: Any) -> None:
        super().add_widget(widget, *args, **kwargs)
        widget.bind(wanted=self._trigger_rows)
        self._trigger_rows()

    def __init__(self, **properties: Any) -> None:
        self._trigger_rows = Clock.create_trigger(self._level_rows)
        super().__init__(**properties)
        self.bind(cols=self._trigger_rows)

    def _level_rows(self, *_: Any) -> None:
        cards = self.children[::-1]
        columns = self.cols or 1
        for first in range(0, len(cards), columns):
            row = cards[first : first + columns]
            for card in row:
                card.height = max(other.wanted for other in row)


class CardRow(BoxLayout):  # type: ignore[misc]
    """One row of such a grid by itself: as tall as its tallest card."""

    def __init__(self, **properties: Any) -> None:
        self.cards: list[Any] = []
        """All that were ever needed in it; its children are those that are needed now."""
        super().__init__(**properties)

    def do_layout(self, *args: Any) -> None:
        super().do_layout(*args)
        self.height = max((card.wanted for card in self.cards if card.parent is self), default=0.0)
        for card in self.cards:
            card.height = self.height


load_kv(__file__)
