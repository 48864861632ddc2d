"""Which control the keys have reached: the order in which they are reached, the ring around it, and that it can be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Line
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.long_column import LongColumn, Spot
from kiosk.ui.widgets.tap import Tap
from kiosk.ui.widgets.touchable import Key

LOOK_S = 0.1
"""The ring follows what it surrounds so often: pages scroll, buttons move."""
SIGHT = 20
"""Pixels around a control that is scrolled to."""
OUTSET, THICK = 5, 5
"""Of the ring around a control, in theme units."""


def order(*roots: Any) -> list[Any]:
    """What can be reached under these widgets, as it is read: from the top, from the left; also what must be scrolled to. Controls;
    in a long column, where most are not there, their spots."""
    return [reached for root in roots for reached in _reachable(root)]


def _reachable(widget: Any) -> Iterator[Any]:
    if widget.opacity <= 0 or widget.disabled:
        return
    if isinstance(widget, Tap):
        if widget.width > 1 and widget.height > 1:
            yield widget
        return
    if isinstance(widget, LongColumn):
        yield from widget.focusables()
        return
    for child in reversed(widget.children):
        yield from _reachable(child)


def control_at(reached: Any) -> Any:
    """The control of this spot, or the control itself; None: it is far out of sight."""
    return reached.laid() if isinstance(reached, Spot) else reached


def alike(reached: Any, found: list[Any]) -> list[Any]:
    """Those among which it is one of several: of the same kind, and side by side."""
    if isinstance(reached, Spot):
        return [other for other in found if isinstance(other, Spot) and other.column is reached.column]
    return [other for other in found if type(other) is type(reached) and other.parent is reached.parent]


class Focus:
    """Moves over what `reach` gives; `content` tells where a new screen begins to be read."""

    def __init__(
        self,
        reach: Callable[[], tuple[Any, ...]],
        content: Callable[[], Any],
        theme: Theme,
        on_reached: Callable[[Any, list[Any]], object],
    ) -> None:
        """`on_reached` gets what was reached, and all that could be."""
        self.ring = Ring(theme)
        self.current: Any = None
        self._at = 0
        """Where it stood among all that could be reached."""
        self._reach = reach
        self._content = content
        self._on_reached = on_reached

    @property
    def is_shown(self) -> bool:
        return bool(self.ring.around is not None)

    def move(self, by: int) -> None:
        """So many controls on; back where that is negative. Behind the last comes the first."""
        found = order(*self._reach())
        if not found:
            return
        if self.current in found:
            at = found.index(self.current) + by
        else:  # behind what has just gone, or from the beginning of the page
            begin = self._begin(found) if self.current is None else min(self._at, len(found))
            at = begin if by > 0 else begin - 1
        self._go(found[at % len(found)], found)

    def move_row(self, by: int) -> None:
        """On a keyboard, to the row below (1) or above (-1); anywhere else, to the next control or the one before."""
        found = order(*self._reach())
        if self.current not in found or not isinstance(self.current, Key):
            self.move(by)
            return
        x, y = self.current.to_window(*self.current.center)
        half = self.current.height / 2
        beyond = [(other, other.to_window(*other.center)) for other in found if not isinstance(other, Spot)]
        beyond = [(other, place) for other, place in beyond if (y - place[1]) * by > half]
        if not beyond:
            self.move(by)
            return
        nearest = min(abs(place[1] - y) for _, place in beyond)
        row = [(other, place) for other, place in beyond if abs(abs(place[1] - y) - nearest) < half]
        self._go(min(row, key=lambda each: abs(each[1][0] - x))[0], found)

    def explore(self, place: tuple[float, float]) -> bool:
        """A finger that explores finds what lies there. True: it was reached before."""
        found = order(*self._reach())
        under = [each for each in found if _lies_at(control_at(each), place)]
        if not under:
            self.forget()
            return False
        if under[0] == self.current:
            return True
        self._go(under[0], found)
        return False

    def act(self) -> bool:
        """As if it was touched. False: nothing is reached."""
        if self.current is None or self.current not in order(*self._reach()):
            return False
        control = bring(self.current)
        control.on_release()
        return True

    def turn_page(self, by: float) -> None:
        """What scrolls, by so many of its heights; up where that is positive."""
        scrolling = (widget for widget in self._content().walk() if isinstance(widget, ScrollView))
        for view in scrolling:
            hidden = view.viewport_size[1] - view.height
            if hidden > 0:
                view.scroll_y = min(1.0, max(0.0, view.scroll_y + by * view.height / hidden))
                return

    def forget(self) -> None:
        """Another screen, or a finger: the next key begins anew."""
        self.current = None
        self.ring.surround(None)

    def _begin(self, found: list[Any]) -> int:
        """The first control of the page: what stands above it is reached backwards."""
        page = set(order(self._content()))
        return next((at for at, control in enumerate(found) if control in page), 0)

    def _go(self, reached: Any, found: list[Any]) -> None:
        self.current, self._at = reached, found.index(reached)
        bring(reached)
        self.ring.surround(reached)
        self._on_reached(reached, found)


def _lies_at(control: Any, place: tuple[float, float]) -> bool:
    """And can be seen there: what is scrolled away lies behind other things."""
    if control is None or not control.collide_point(*control.to_widget(*place)):
        return False
    around = [above for above in _above(control) if isinstance(above, ScrollView)]
    return all(above.collide_point(*above.parent.to_widget(*place)) for above in around)


def _above(control: Any) -> Iterator[Any]:
    above = control.parent
    while isinstance(above, Widget):
        yield above
        above = above.parent


def bring(reached: Any) -> Any:
    """Into sight, where it stands in something that scrolls; gives the control."""
    if isinstance(reached, Spot):
        return reached.bring()
    scroller = next((above for above in _above(reached) if isinstance(above, ScrollView)), None)
    if scroller is not None:
        scroller.scroll_to(reached, padding=SIGHT, animate=False)
    return reached


class Ring(Widget):  # type: ignore[misc]  # Kivy carries no types
    """Two lines, one of the letters' colour and one of the ground's: seen on whatever lies beneath."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(size_hint=(None, None), size=(0, 0))
        self._theme = theme
        self.around: Any = None
        self._drawn: tuple[float, ...] = ()
        self._following: Any = None
        for role in ("ink", "surface", "u"):
            theme.fbind(role, self._redraw)

    def surround(self, reached: Any) -> None:
        self.around = reached
        if reached is None and self._following is not None:
            self._following.cancel()
            self._following = None
        elif reached is not None and self._following is None:
            self._following = Clock.schedule_interval(lambda _: self._draw(), LOOK_S)
        self._draw()
        Clock.schedule_once(lambda _: self._draw(), 0)  # what was scrolled to is in its place by then

    def collide_point(self, *_: float) -> bool:
        return False

    def _redraw(self, *_: Any) -> None:
        self._drawn = ()
        self._draw()

    def _draw(self) -> None:
        control = control_at(self.around)
        if control is not None and control.get_root_window() is None:
            control = None
        place = (*control.to_window(control.x, control.y), control.width, control.height) if control is not None else ()
        if place == self._drawn:
            return
        self._drawn = place
        self.canvas.clear()
        if control is None:
            return
        x, y, width, height = place
        u = self._theme.u
        with self.canvas:
            for out, colour in ((OUTSET, self._theme.surface), (OUTSET + THICK, self._theme.ink)):
                Color(rgba=colour)
                Line(
                    width=max(1.5, THICK * u / 2),
                    rounded_rectangle=(
                        x - out * u,
                        y - out * u,
                        width + 2 * out * u,
                        height + 2 * out * u,
                        self._theme.radius * u,
                    ),
                )
