"""From Kivy's widgets to a `Scene`."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kivy.core.text import Label as Measure
from kivy.core.text import LabelBase
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.label import Label
from kivy.uix.scrollview import ScrollView

from kiosk.state import Asking, Home, NoAnswer, NotUnderstood, Playback, Reading, State, Unsure, Urgent
from kiosk.ui.focus import control_at, order
from kiosk.ui.gallery.scene import Box, Kind, Part, Pixels, Scene, meet
from kiosk.ui.hand import said, unmarked
from kiosk.ui.widgets.paragraph import NONE, Sentences
from kiosk.ui.widgets.words import Glyph

LONG_WORD = 2
"""Letters; no longer one fits everywhere."""


def look(frame: Any, state: State, size: tuple[int, int], pixels: Pixels | None) -> Scene:
    """Where a question lies over everything else, only that: nothing below it can be touched."""
    top = frame.ids.leaving if state.leaving_at is not None else frame
    wanted, marked = main_words(state, frame.ids.stage.children[0])
    return replace(seen(top, size, pixels), wanted=wanted, marked_wanted=marked)


def seen(top: Any, size: tuple[int, int], pixels: Pixels | None) -> Scene:
    """Whatever stands under this widget."""
    eye = _Eye((0.0, 0.0, float(size[0]), float(size[1])))
    eye.visit(top)
    order = _focus_order(top, eye.widgets)
    return Scene(size, tuple(eye.parts), pixels, order=order, letters=drawn_letters())


def main_words(state: State, screen: Any) -> tuple[tuple[str, ...], bool]:
    """What one must see at once, and whether the marked sentence belongs to it. In very large letters an open section gives its
    title's room to the sentence."""
    if state.leaving_at is not None:
        return (), False
    now = state.moment
    if isinstance(now, Home):
        advice = screen.ids.prevention
        return (screen.title, *([advice.text] if advice.parent else [])), False
    if isinstance(now, Unsure):
        return (screen.title, screen.ids.topics.children[-1].text), False
    if isinstance(now, NoAnswer | NotUnderstood):
        return tuple(filter(None, (screen.title, screen.words))), False
    if isinstance(now, Asking):
        return tuple(filter(None, (screen.title, screen.words))), False
    if isinstance(now, Urgent):
        return tuple(filter(None, (screen.title, screen.go, screen.elsewhere, screen.honest))), False
    title = str(getattr(screen, "title", ""))
    if isinstance(now, Reading):
        marked = now.at is not None or (now.reply is not None and now.reply.answer.passage is not None)
        read_on = marked or now.playback is Playback.ENDED
        return ((title,) if screen.head_stays or not read_on else ()), marked
    return ((title,) if title else ()), False


class _Eye:
    def __init__(self, window: Box) -> None:
        self.parts: list[Part] = []
        self.widgets: list[Any] = []
        self._window = window

    def visit(self, widget: Any) -> None:
        self._visit(widget, self._window, self._window, None, False)

    def _visit(self, widget: Any, view: Box, holder: Box, inside: int | None, scrolls: bool) -> None:
        if widget.opacity == 0:
            return
        box = place(widget)
        if kind := _kind(widget):
            self.widgets.append(widget)
            self.parts.append(_part(kind, widget, box, view, holder, inside, scrolls))
        if kind is Kind.CONTROL:
            inside = len(self.parts) - 1
        if isinstance(widget, ScrollView):
            view, scrolls = meet(view, _inside(widget, box)), True
            holder = (view[0], float("-inf"), view[2], float("inf"))
        elif widget.children and kind is None and not scrolls:
            holder = meet(holder, box)
        for child in reversed(widget.children):
            self._visit(child, view, holder, inside, scrolls)


def _inside(scroller: Any, box: Box) -> Box:
    """The bar lies on what it holds, where there is one."""
    is_long = bool(scroller.children) and scroller.children[0].height > scroller.height
    bar = scroller.bar_width + scroller.bar_margin if is_long else 0
    return (box[0], box[1], box[2] - bar, box[3])


def _kind(widget: Any) -> Kind | None:
    if isinstance(widget, ButtonBehavior):
        return Kind.CONTROL
    if isinstance(widget, Label) and widget.text and widget.font_size > 0:
        return Kind.ICON if isinstance(widget, Glyph) else Kind.TEXT
    return None


def _part(kind: Kind, widget: Any, box: Box, view: Box, holder: Box, inside: int | None, scrolls: bool) -> Part:
    name = type(widget).__name__
    if kind is Kind.CONTROL:
        words = " ".join(said(widget))
        return Part(kind, name, words, box, box, view, holder, scrolls, bool(widget.disabled), inside)
    words = unmarked(widget.text) if widget.markup else widget.text
    return Part(
        kind,
        name,
        words,
        box,
        letters_of(widget, box),
        view,
        holder,
        scrolls,
        bool(widget.disabled),
        inside,
        f"{widget.font_name} bold" if widget.bold else widget.font_name,
        widget.font_size,
        widget.font_size * widget.line_height,
        _broken(widget, words) if kind is Kind.TEXT else "",
        bool(widget.shorten or widget.text_size[1] is not None or widget.max_lines),
        tuple(_marked(widget)),
    )


def place(widget: Any) -> Box:
    left, bottom = widget.to_window(widget.x, widget.y)
    return (left, bottom, left + widget.width, bottom + widget.height)


def letters_of(label: Any, box: Box) -> Box:
    """Kivy draws the texture in the middle of the label, whatever the label's size; in it, lines stand by their alignment."""
    left, bottom, right, top = texture_of(label, box)
    spare = (right - left) - max((line.w for line in label._label._cached_lines), default=right - left)
    if label.halign == "center":
        return (left + spare / 2, bottom, right - spare / 2, top)
    return (left + spare, bottom, right, top) if label.halign == "right" else (left, bottom, right - spare, top)


def texture_of(label: Any, box: Box) -> Box:
    width, height = label.texture_size
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return (across - width / 2, up - height / 2, across + width / 2, up + height / 2)


def _marked(widget: Any) -> list[Box]:
    if not isinstance(widget, Sentences):
        return []
    number = int(widget.answering) if widget.answering != NONE and widget.spoken == NONE else int(widget.spoken)
    left, _, _, top = texture_of(widget, place(widget))
    return [(left + a, top - d, left + c, top - b) for a, b, c, d in widget.boxes(number)]


def _broken(label: Any, words: str) -> str:
    room = label.text_size[0]
    if room is None:
        return ""
    long = (word for word in words.split() if len(word) > LONG_WORD)
    return next((word for word in long if _width(word, label.font_name, label.font_size, label.bold) > room + 1), "")


@lru_cache(maxsize=20_000)
def _width(word: str, font: str, size: float, bold: bool) -> float:
    width: float = Measure(font_name=font, font_size=size, bold=bold).get_extents(word)[0]
    return width


@lru_cache(maxsize=1)
def drawn_letters() -> dict[str, frozenset[int]]:
    """Of every font that is registered: upright and bold."""
    from fontTools.ttLib import TTFont

    found: dict[str, frozenset[int]] = {}
    for name, faces in LabelBase._fonts.items():
        for face, suffix in zip(faces[:3:2], ("", " bold"), strict=True):
            if face and Path(face).is_file():
                with TTFont(face, lazy=True) as font:
                    found[name + suffix] = frozenset(font.getBestCmap() or ())
    return found


def _focus_order(top: Any, widgets: list[Any]) -> tuple[int, ...] | None:
    """As keys go through them."""
    numbers = {id(widget): number for number, widget in enumerate(widgets)}
    ordered = [control_at(reached) for reached in order(top)]
    return tuple(numbers[id(widget)] for widget in ordered if id(widget) in numbers)
