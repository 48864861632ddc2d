"""A column that is filled a little at every frame, and of very much shows some first: the screen always answers at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty, ObjectProperty

from kiosk.ui.widgets.page import PageColumn
from kiosk.ui.widgets.touchable import Plain

AT_ONCE, A_FRAME = 12, 4
"""Pieces that are laid out together: more than fill a screen; and so few that nobody notices."""

Piece = Callable[[], Any]
"""Makes one widget, when its turn comes."""


class Gradual(PageColumn):
    most = NumericProperty(60)
    """So many come by themselves: with a thousand, Kivy takes seconds for each further one."""
    more: Callable[[int], str] = ObjectProperty(str)
    """What is written on the button that brings the next ones, by how many are left."""

    def __init__(self, **properties: Any) -> None:
        self._waiting: deque[Piece] = deque()
        self._room = 0
        self._rest_soon = Clock.create_trigger(lambda _: self._add(A_FRAME), 0)
        super().__init__(**properties)

    def fill(self, pieces: Iterable[Piece]) -> None:
        """In place of what is there."""
        self.clear_widgets()
        self._waiting = deque(pieces)
        self._room = int(self.most)
        self._add(AT_ONCE)

    def _add(self, count: int) -> None:
        for _ in range(min(count, self._room, len(self._waiting))):
            self.add_widget(self._waiting.popleft()())
            self._room -= 1
        if not self._waiting:
            return
        if self._room:
            self._rest_soon()
        else:
            self._offer()

    def _offer(self) -> None:
        further = Plain(text=self.more(len(self._waiting)), centred=True, framing=True)
        further.bind(on_tap=self._go_on)
        self.add_widget(further)

    def _go_on(self, further: Any) -> None:
        self.remove_widget(further)
        self._room = int(self.most)
        self._add(AT_ONCE)
