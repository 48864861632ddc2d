"""`python -m tests.ui.surveyor HOME WxH THEME:SCALE...`: measures every widget of every moment, and prints it as JSON.

A process of its own, because a process has one window of one size. The answer: `{outfit: {moment: [widget, ...]}}`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kiosk.context import ROOT
from kiosk.ui import prepare

Box = tuple[float, float, float, float]
"""Left, bottom, right, top; pixels of the window."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One widget as it is drawn."""

    kind: str
    """Name of its class."""
    words: str
    """What stands on it."""
    box: Box
    ink: Box
    """Where its letters are; the box itself where it has none."""
    letters: float
    """Size of its letters, pixels; 0 where it has none of its own."""
    view: Box
    """The part of the window in which it may show: a scroller's inside, else the whole window."""
    touchable: bool
    inside: int | None
    """Number in the list of the touchable widget that it stands on."""
    scrolls: bool
    """What doesn't fit can be scrolled to."""


def survey(size: tuple[int, int], home: Path, outfits: list[str]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    prepare(home, size, offscreen=True)
    from kiosk.messages import Messages
    from kiosk.session import Session, Timing
    from kiosk.ui.gallery.easel import Gallery
    from kiosk.ui.gallery.staff_moments import staff_moments
    from kiosk.ui.gallery.visitor_moments import moments, starter

    class Nobody:
        """Stands in every room: a picture asks for nothing."""

        def __getattr__(self, name: str) -> Any:
            return lambda *_: None

    room: Any = Nobody()
    messages = Messages.load(
        ROOT / "assets" / "messages", "en", clinic="Riverside Clinic", desk="the front desk", emergency_number="911"
    )
    session = Session(
        (starter(),), speaking=room, listening=room, asking=room, alerting=None, messages=messages, timing=Timing()
    )
    gallery = Gallery(session, messages, ROOT / "assets")
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for outfit in outfits:
        theme, scale = outfit.split(":")
        gallery.dress(theme, float(scale))
        found[outfit] = {}
        # The extremes, for it takes a while.
        extreme = outfit == outfits[-1] or (outfit == outfits[0] and max(size) == 1920)
        staffed = staff_moments(starter()) if extreme else {}
        for name, state in {**moments(starter()), **staffed}.items():
            frame = gallery.show(state)
            top = frame.ids.leaving if state.leaving_at is not None else frame
            found[outfit][name] = [asdict(seen) for seen in look(top, (0.0, 0.0, float(size[0]), float(size[1])))]
    return found


def look(top: Any, window: Box) -> list[Seen]:
    from kivy.uix.behaviors import ButtonBehavior
    from kivy.uix.label import Label
    from kivy.uix.scrollview import ScrollView

    from kiosk.ui.widgets.words import Glyph

    seen: list[Seen] = []

    def visit(widget: Any, view: Box, inside: int | None, scrolls: bool) -> None:
        if widget.opacity == 0:
            return
        touchable = isinstance(widget, ButtonBehavior)
        letters = isinstance(widget, Label) and not isinstance(widget, Glyph) and bool(widget.text)
        if touchable or letters:
            box = place(widget)
            words = " ".join(spoken(widget)) if touchable else widget.text
            ink = letters_of(widget, box) if letters else box
            size = widget.font_size if letters else 0.0
            seen.append(Seen(type(widget).__name__, words, box, ink, size, view, touchable, inside, scrolls))
        if touchable:
            inside = len(seen) - 1
        if isinstance(widget, ScrollView):
            view, scrolls = meet(view, place(widget)), True
        for child in reversed(widget.children):
            visit(child, view, inside, scrolls)

    visit(top, window, None, False)
    return seen


def spoken(widget: Any) -> list[str]:
    from kiosk.ui.hand import said

    return list(said(widget))


def place(widget: Any) -> Box:
    left, bottom = widget.to_window(widget.x, widget.y)
    return (left, bottom, left + widget.width, bottom + widget.height)


def letters_of(label: Any, box: Box) -> Box:
    """Kivy draws the texture in the middle of the label, whatever the label's size."""
    width, height = label.texture_size
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return (across - width / 2, up - height / 2, across + width / 2, up + height / 2)


def meet(one: Box, other: Box) -> Box:
    """Where both are."""
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


if __name__ == "__main__":
    wide, high = sys.argv[2].split("x")
    print(json.dumps(survey((int(wide), int(high)), Path(sys.argv[1]), sys.argv[3:])))
