"""What makes a widget touchable: one tap is one wish, however a shaking finger strikes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from weakref import ref

from kivy.clock import Clock
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior

DOUBLE_STRIKE_S = 0.5
"""A second touch of the same control within this time is the first one's tremor (EN 301 549, 5.8)."""


def is_finger(touch: Any) -> bool:
    """A right click and a turned wheel are not."""
    return "button" not in touch.profile or touch.button == "left"


class Tap(ButtonBehavior):  # type: ignore[misc]  # Kivy carries no types
    """Mix in before a layout. `on_tap` is its event."""

    __events__ = ("on_tap",)

    spoken_name = StringProperty()
    """What it is called where it shows only a picture."""

    usual_strike_s: ClassVar[float] = DOUBLE_STRIKE_S
    """As this kiosk is set."""
    strike_s = NumericProperty(None, allownone=True)
    """Shorter for keys that are struck twice on purpose; None: the usual."""
    _struck: ClassVar[Callable[[], Any]] = staticmethod(lambda: None)
    """The control that was tapped last: with another in between, the second tap is meant."""
    _last_tap = float("-inf")

    def on_touch_down(self, touch: Any) -> bool:
        if not is_finger(touch) and not touch.is_mouse_scrolling:
            return bool(self.collide_point(*touch.pos))
        return bool(super().on_touch_down(touch))

    def on_release(self) -> None:
        now = Clock.get_time()
        strike_s = self.usual_strike_s if self.strike_s is None else self.strike_s
        if Tap._struck() is not self or now - self._last_tap >= strike_s:
            self._last_tap = now
            Tap._struck = ref(self)
            self.dispatch("on_tap")

    def on_tap(self) -> None:
        """Somebody wants it."""
