"""A widget laid out at once, instead of before the next frame: whoever must know how tall it is can't wait."""

from __future__ import annotations

from typing import Any

from kivy.uix.label import Label
from kivy.uix.layout import Layout

ROUNDS = 8
"""More than layouts in layouts need until nothing moves any more."""


def settle(widget: Any) -> None:
    """What Kivy has put off is done, for this widget and all that is in it, and then not once more."""
    for _ in range(ROUNDS):
        caught_up = [_caught_up(each) for each in widget.walk(restrict=True)]  # from the outside inwards
        if not any(caught_up):
            return


def lay_out(box: Any) -> None:
    """Only the box itself, not what is in it."""
    for _ in range(ROUNDS):
        box.do_layout()
        if not box._trigger_layout.is_triggered:
            return
        box._trigger_layout.cancel()


def _caught_up(widget: Any) -> bool:
    if isinstance(widget, Layout):
        put_off, do = widget._trigger_layout, widget.do_layout
    elif isinstance(widget, Label):
        put_off, do = widget._trigger_texture, widget.texture_update
    else:
        return False
    if not put_off.is_triggered:
        return False
    put_off.cancel()
    do()
    return True
