"""A column of very many rows, of which only those near what is seen are there: two hundred paragraphs cost what ten do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

from kivy.clock import Clock
from kivy.graphics import PopMatrix, PushMatrix, Translate
from kivy.properties import NumericProperty
from kivy.uix.layout import Layout
from kivy.uix.widget import Widget

from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets.scroller import Scroller
from kiosk.ui.widgets.settling import lay_out, settle

# Kivy's RecycleView must know how tall a row is before it shows it; where it was told wrong, it keeps the share of the whole
# that is above, and the page jumps under the reader's eyes at each paragraph that comes into sight. Here a height is guessed
# until its row is laid out, and when the guess is mended, the row that is being looked at stays where it is.

AHEAD, BEHIND = 0.6, 1.2
"""How far out of sight rows are laid out in advance, and from where on they are taken away; times the height of what is seen."""
ROUNDS = 8
"""Rows that turn out shorter than was thought let others into sight, and those again."""


class Rows(Protocol):
    """What stands in the column, and how it is made to be seen."""

    def __len__(self) -> int: ...

    def guess(self, number: int, width: float) -> float:
        """How tall this row may be, pixels, while nobody has laid it out."""

    def make(self) -> Any:
        """A row with nothing on it yet: it is used again and again."""

    def show(self, number: int, row: Any) -> None:
        """What stands on it from now on."""

    def controls(self, number: int) -> int:
        """So many things to be touched are in this row."""

    def control(self, row: Any, place: int) -> Any:
        """One of them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A control in a long column, whether it is laid out or not; the same control is the same spot."""

    column: LongColumn
    row: int
    place: int

    def bring(self) -> Any:
        """Its widget, scrolled into sight."""
        return self.column.bring(self)

    def laid(self) -> Any:
        """Its widget where it is laid out; None: it is far out of sight."""
        return self.column.laid_control(self)


class LongColumn(Widget):  # type: ignore[misc]  # Kivy carries no types
    """Stands somewhere in a `Scroller`. Its rows hang from its top, so that what grows below moves none of them."""

    spacing = NumericProperty(0)
    """Pixels."""
    letters = NumericProperty(1.0)
    """When their size changes, all heights do."""

    def __init__(self, **properties: Any) -> None:
        self._rows: Rows | None = None
        self._tall: list[float] = []
        """Of each row, as it was laid out last, or guessed."""
        self._tops: list[float] = [0.0]
        """How far below the column's top each row begins; and, one more, where the next would."""
        self._laid: dict[int, Any] = {}
        self._spare: list[Any] = []
        self._stale = False
        """The heights are those of another width or of other letters."""
        self._seen = (0, 0.0)
        """The row at the upper edge of what was seen last, and the share of it that was hidden."""
        self._found: Scroller | None = None
        self._look_soon = Clock.create_trigger(self._look, -1)
        self._look_ahead_soon = Clock.create_trigger(self._look_ahead, 0)
        super().__init__(**properties)
        with self.canvas.before:
            PushMatrix()
            self._hung = Translate()
        with self.canvas.after:
            PopMatrix()
        for name in ("x", "y", "height"):
            self.fbind(name, self._hang)
        for name in ("width", "letters", "spacing"):
            self.fbind(name, self._outdated)

    # ---- what stands in it

    def fill(self, rows: Rows | None) -> None:
        """In place of what is there, from the beginning."""
        self._clear()
        self._rows = rows
        self._seen = (0, 0.0)
        self._guess()
        self._look_soon()

    @property
    def laid(self) -> list[tuple[int, Any]]:
        """The rows that are there, with their numbers, from the top."""
        return sorted(self._laid.items(), key=lambda each: each[0])

    def laid_row(self, number: int) -> Any | None:
        """None: it is far out of sight."""
        return self._laid.get(number)

    def focusables(self) -> Iterator[Spot]:
        """Every control, from the top, in sight or not."""
        if self._rows is not None:
            for row in range(len(self._rows)):
                for place in range(self._rows.controls(row)):
                    yield Spot(self, row, place)

    def laid_control(self, spot: Spot) -> Any:
        row = self._laid.get(spot.row)
        return None if row is None or self._rows is None else self._rows.control(row, spot.place)

    def bring(self, spot: Spot) -> Any:
        assert self._rows is not None
        return self._rows.control(self.bring_row(spot.row), spot.place)

    def bring_row(self, number: int, down: float | None = None) -> Any:
        """Scrolls just so far that it is in sight, or until its top is at this share of what is seen. Gives its widget."""
        scroller = self._scroller()
        assert scroller is not None
        for _ in range(ROUNDS):
            self._lay([number], number)
            start, end = self._view(scroller)
            by = self._way(number, start, end, down)
            if abs(by) < 1 or not scroller.scroll_by(by):
                break
            self._lay_seen(scroller)  # they may be taller than was thought
        scroller.update_from_scroll()  # so that the row can be found in the window at once
        row = self._laid[number]
        settle(row)
        return row

    def _way(self, number: int, start: float, end: float, down: float | None) -> float:
        top, bottom = self._tops[number], self._tops[number] + self._tall[number]
        if down is not None:
            return top - start - down * (end - start)
        if top < start or bottom - top > end - start:
            return top - start
        return max(0.0, bottom - end)

    # ---- looking

    def _look(self, *_: Any) -> None:
        """What is seen now is laid out, what is far from it taken away."""
        scroller = self._scroller()
        if scroller is None or self._rows is None:
            return
        if scroller.is_about_to_move or any(box._trigger_layout.is_triggered for box in self._boxes()):
            self._look_soon()  # still before this frame: where everything stands is just being found out
            return
        if self._stale:
            self._measure_anew(scroller)
        self._notice_changes(scroller)
        self._lay_seen(scroller)
        start, end = self._view(scroller)
        near = self._between(start - BEHIND * scroller.height, end + BEHIND * scroller.height)
        for number in [number for number in self._laid if number not in near]:
            self._take_away(number)
        self._remember(scroller)
        self._look_ahead_soon()

    def _look_ahead(self, *_: Any) -> None:
        """One row a frame that may be seen next: whoever scrolls slowly never waits for any."""
        scroller = self._scroller()
        if scroller is None or self._rows is None or self._stale:
            return
        start, end = self._view(scroller)
        around = self._between(start - AHEAD * scroller.height, end + AHEAD * scroller.height)
        if missing := [number for number in around if number not in self._laid]:
            nearest = min(missing, key=lambda number: max(start - self._tops[number + 1], self._tops[number] - end))
            self._lay([nearest], self._anchor(scroller))
            self._remember(scroller)
            self._look_ahead_soon()

    def _lay_seen(self, scroller: Scroller) -> None:
        for _ in range(ROUNDS):
            missing = [number for number in self._between(*self._view(scroller)) if number not in self._laid]
            if not missing:
                return
            self._lay(missing, self._anchor(scroller))

    def _anchor(self, scroller: Scroller) -> int:
        """What mustn't move on the screen: the first row in sight that somebody can be reading already."""
        seen = self._between(*self._view(scroller))
        return next((number for number in seen if number in self._laid), seen.start)

    def _lay(self, numbers: Iterable[int], anchor: int) -> None:
        assert self._rows is not None
        for number in numbers:
            if number not in self._laid:
                row = self._laid[number] = self._spare.pop() if self._spare else self._made()
                self._rows.show(number, row)
                row.width = self.width
                self.add_widget(row)
                settle(row)
            self._tall[number] = self._laid[number].height
        self._place(anchor)

    def _made(self) -> Any:
        assert self._rows is not None
        row = self._rows.make()
        row.size_hint = None, None
        row.fbind("height", self._look_soon)
        return row

    def _take_away(self, number: int) -> None:
        row = self._laid.pop(number)
        self.remove_widget(row)
        self._spare.append(row)

    def _clear(self) -> None:
        for number in list(self._laid):
            self._take_away(number)

    def _notice_changes(self, scroller: Scroller) -> None:
        """A mark that comes or goes makes a row taller or shorter."""
        changed = [number for number, row in self._laid.items() if row.height != self._tall[number]]
        if changed:
            self._lay(changed, self._anchor(scroller))

    # ---- heights and places

    def _guess(self) -> None:
        rows = self._rows
        self._tall = [rows.guess(number, self.width) for number in range(len(rows))] if rows is not None else []
        self._reckon()

    def _reckon(self) -> None:
        self._tops = list(accumulate((tall + self.spacing for tall in self._tall), initial=0.0))
        self.height = max(0.0, self._tops[-1] - self.spacing)

    def _place(self, anchor: int) -> None:
        """Every row where it belongs, and what stands there on the screen where it was."""
        before, tall = self._tops[anchor], self.height
        self._reckon()
        for number, row in self._laid.items():
            row.pos = 0, -self._tops[number] - self._tall[number]
        if self.height != tall:
            for box in self._boxes_within():
                lay_out(box)
        if scroller := self._scroller():
            scroller.scroll_by(self._tops[anchor] - before)

    def _outdated(self, *_: Any) -> None:
        self._stale = True
        self._look_soon()

    def _measure_anew(self, scroller: Scroller) -> None:
        self._stale = False
        self._clear()
        self._guess()
        for box in self._boxes_within():
            lay_out(box)
        number, hidden = self._seen
        if self._seen != (0, 0.0) and number < len(self._tall):
            self._lay([number], number)
            scroller.scroll_by(self._tops[number] + hidden * self._tall[number] - self._view(scroller)[0])

    def _remember(self, scroller: Scroller) -> None:
        start, _ = self._view(scroller)
        number = max(0, bisect_right(self._tops, start) - 1)
        if start <= 0 or number >= len(self._tall):
            self._seen = (0, 0.0)
        else:
            self._seen = (number, min(1.0, (start - self._tops[number]) / max(1.0, self._tall[number])))

    def _between(self, start: float, end: float) -> range:
        """The rows of which something stands there; distances from the column's top."""
        first = max(0, bisect_right(self._tops, start) - 1)
        return range(min(first, len(self._tall)), min(bisect_left(self._tops, end), len(self._tall)))

    def _view(self, scroller: Scroller) -> tuple[float, float]:
        """What is seen, from where to where; distances from the column's top."""
        page = scroller.children[0]
        start = scroller.above - (page.y + page.height - self.y - self.height)
        return start, start + scroller.height

    def _scroller(self) -> Scroller | None:
        if self._found is None:
            above = self.parent
            while above is not None and above.parent is not above and not isinstance(above, Scroller):
                above = above.parent
            if isinstance(above, Scroller):
                self._found = above
                for name in ("scroll_y", "height"):
                    above.fbind(name, self._look_soon)
        return self._found

    def _boxes(self) -> Iterator[Any]:
        """The layouts around it, from the inside outwards."""
        above = self.parent
        while above is not None and above.parent is not above:
            if isinstance(above, Layout):
                yield above
            above = above.parent

    def _boxes_within(self) -> Iterator[Any]:
        """Those of them that are scrolled along."""
        above = self.parent
        while above is not None and above is not self._found:
            yield above
            above = above.parent

    # ---- its rows count from its upper left corner: RelativeLayout, but hung at the top

    def _hang(self, *_: Any) -> None:
        self._hung.xy = self.x, self.y + self.height
        self._look_soon()

    def to_parent(self, x: float, y: float, **_: Any) -> tuple[float, float]:
        return x + self.x, y + self.y + self.height

    def to_local(self, x: float, y: float, **_: Any) -> tuple[float, float]:
        return x - self.x, y - self.y - self.height

    def _apply_transform(self, m: Any, pos: Any = None) -> Any:
        m.translate(self.x, self.y + self.height, 0)
        return super()._apply_transform(m, (0, 0))

    def on_touch_down(self, touch: Any) -> bool:
        return self._locally(super().on_touch_down, touch)

    def on_touch_move(self, touch: Any) -> bool:
        return self._locally(super().on_touch_move, touch)

    def on_touch_up(self, touch: Any) -> bool:
        return self._locally(super().on_touch_up, touch)

    def _locally(self, dispatch: Any, touch: Any) -> bool:
        touch.push()
        touch.apply_transform_2d(self.to_local)
        taken = bool(dispatch(touch))
        touch.pop()
        return taken


load_kv(__file__)
