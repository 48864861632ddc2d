"""A finger that touches what it sees, through the same door as the touch panel. For demonstrations and tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kivy.base import EventLoop
from kivy.input.motionevent import MotionEvent
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.widget import Widget

from kiosk.ui.widgets.words import Words

_ids = count(1)


class FingerTouch(MotionEvent):  # type: ignore[misc]  # Kivy carries no types
    """One touch at a place of the window."""

    def __init__(self, sx: float, sy: float) -> None:
        super().__init__("finger", next(_ids), {"sx": sx, "sy": sy}, is_touch=True, type_id="touch")

    def depack(self, args: dict[str, float]) -> None:
        self.sx, self.sy = args["sx"], args["sy"]
        self.profile = ["pos"]
        super().depack(args)


class Hand:
    """Finds a control by what is written on it, as a visitor does, and taps its middle; takes pictures of what it sees."""

    def __init__(self, window: Any) -> None:
        self._window = window

    def tap(self, words: str) -> bool:
        """False when no such control can be seen."""
        touch = self.press(words)
        if touch is not None:
            self.lift(touch)
        return touch is not None

    def press(self, words: str) -> FingerTouch | None:
        """The finger rests on it, until `lift`."""
        control = self.see(words)
        if control is None:
            return None
        x, y = control.to_window(*control.center)
        touch = FingerTouch(x / self._window.width, y / self._window.height)
        EventLoop.post_dispatch_input("begin", touch)
        return touch

    def lift(self, touch: FingerTouch) -> None:
        EventLoop.post_dispatch_input("end", touch)

    def picture(self, path: Path) -> None:
        """Saves what the window shows now as PNG."""
        self._window.dispatch("on_draw")  # the buffer that was shown last may already be gone
        with TemporaryDirectory(dir=path.parent) as folder:
            Path(self._window.screenshot(f"{folder}/shot.png")).replace(path)

    def see(self, words: str) -> Widget | None:
        """The first control that can be touched now and says these words: an exact match before a longer text."""
        seen = [(control, " ".join(said(control)).lower()) for control in self.controls()]
        exact = (control for control, text in seen if text == words.lower())
        within = (control for control, text in seen if words.lower() in text)
        return next(exact, None) or next(within, None)

    def controls(self) -> Iterator[Widget]:
        for widget in shown(self._window.children):
            if isinstance(widget, ButtonBehavior) and not widget.disabled and self._in_sight(widget):
                yield widget

    def _in_sight(self, widget: Widget) -> bool:
        x, y = widget.to_window(*widget.center)
        return bool(0 <= x < self._window.width and 0 <= y < self._window.height and widget.width > 1)


def shown(widgets: list[Widget]) -> Iterator[Widget]:
    """Every widget under these that is drawn, the topmost first."""
    for widget in widgets:
        if widget.opacity > 0:
            yield from shown(widget.children)
            yield widget


def unmarked(text: str) -> str:
    """What is seen of Kivy's markup."""
    seen = re.sub(r"\[[^\]]*\]", "", text)
    return seen.replace("&bl;", "[").replace("&br;", "]").replace("&amp;", "&")


def said(control: Widget) -> Iterator[str]:
    """What is written on a control, or its name where it shows only a picture."""
    if name := getattr(control, "spoken_name", ""):
        yield name
        return
    for widget in reversed(list(shown([control]))):
        if isinstance(widget, Words) and widget.text:
            yield unmarked(widget.text) if widget.markup else widget.text
