"""A column that scrolls, with a bar thick enough to be seen and dragged; what grows below moves nobody who looks above."""

from __future__ import annotations

from typing import Any

from kivy.uix.scrollview import ScrollView

from kiosk.ui.widgets import load_kv


class Scroller(ScrollView):  # type: ignore[misc]  # Kivy carries no types
    scroll_y: float
    _tall = 0.0
    """Of what it holds, pixels."""

    def add_widget(self, widget: Any, *given: Any, **named: Any) -> None:
        super().add_widget(widget, *given, **named)
        self._tall = widget.height
        widget.fbind("height", self._stay)

    def remove_widget(self, widget: Any, *given: Any, **named: Any) -> None:
        widget.funbind("height", self._stay)
        super().remove_widget(widget, *given, **named)

    @property
    def above(self) -> float:
        """Pixels of what it holds that are hidden above."""
        return float((1 - self.scroll_y) * max(0.0, self._tall - self.height))

    def scroll_by(self, pixels: float) -> bool:
        """Down; up where that is negative. False: it is at that end already, or there is nothing to scroll."""
        hidden, before = self._tall - self.height, self.scroll_y
        if hidden > 0 and pixels:
            self.scroll_y = min(max(1 - (self.above + pixels) / hidden, 0.0), 1.0)
            self._update_effect_y_bounds()  # a finger that is just dragging goes on from here
        return bool(self.scroll_y != before)

    @property
    def is_about_to_move(self) -> bool:
        """What it holds will be laid out anew before the next frame."""
        return bool(self._trigger_update_from_scroll.is_triggered)

    def _bind_inactive_bar_color(self, *_: Any) -> None:
        """Kivy fades the bar half a second later, into the colour of a look that may be gone by then. Ours is always the same."""

    def _stay(self, _: Any, tall: float) -> None:
        """As far from the top as before: Kivy keeps the share of the whole, which is somewhere else then."""
        hidden, self._tall = self._tall - self.height, tall
        if hidden > 0 and tall > self.height:
            self.scroll_y = max(0.0, 1 - (1 - self.scroll_y) * hidden / (tall - self.height))


load_kv(__file__)
