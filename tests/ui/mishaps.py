"""`python -m tests.ui.mishaps HOME`: a window in which much is wrong, and what the gallery's checks find in it, as JSON lists.

A process of its own, because a process has one window.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kiosk.ui import prepare

SIZE = (1080, 1920)


def mishaps() -> dict[str, list[Any]]:
    """Each drawn alone on the ground; `sound` has nothing wrong."""
    from kivy.uix.boxlayout import BoxLayout

    from kiosk.ui.widgets.scroller import Scroller
    from kiosk.ui.widgets.touchable import Key, Plain, Touchable
    from kiosk.ui.widgets.words import Words

    def at(widget: Any, x: float, y: float, width: float = 500.0, height: float | None = None) -> Any:
        widget.size_hint = (None, None)
        widget.pos, widget.width = (x, y), width
        if height is not None:
            widget.fbind("height", lambda *_: setattr(widget, "height", height))
            widget.height = height
        return widget

    def painted(widget: Any, **colours: tuple[float, ...]) -> Any:
        """Afterwards: while it is made, the rules of its class have the last word."""
        for name, colour in colours.items():
            setattr(widget, name, colour)
        return widget

    def column(text: str) -> Any:
        scroller, inside = at(Scroller(), 100, 500, 600, 300), BoxLayout(size_hint_y=None, height=900)
        inside.add_widget(Words(text=text, halign="right", pos_hint={"top": 1}))
        scroller.add_widget(inside)
        return scroller

    long = "Call the front desk at once when you have a fever of 38 degrees or more."
    return {
        "sound": [at(Words(text=long), 100, 1000), at(Plain(text="Help"), 100, 500)],
        "cut": [at(Words(text=long), 100, 1000, 300, 80)],
        "ellipsis": [at(Words(text=long, shorten=True), 100, 1000)],
        "broken": [at(Words(text="Thrombocytopenia"), 100, 1000, 200)],
        "boxes": [at(Words(text="Wash your hands 洗手"), 100, 1000)],
        "tiny": [at(Words(text=long, points=18), 100, 1000)],
        "pale": [at(painted(Words(text=long), color=(0.45, 0.5, 0.55, 1)), 100, 1000)],
        "vanished": [at(painted(Words(text=long), color=(0.957, 0.965, 0.973, 1)), 100, 1000)],
        "edgeless": [at(painted(Plain(text="Help"), edge=(0.9, 0.92, 0.94, 1)), 100, 500)],
        "small": [at(Plain(text="Help"), 100, 500, 300, 90)],
        "small key": [at(Key(text="q"), 100, 500, 70, 160)],
        "pale icon": [at(painted(Plain(icon="\ue5ca", spoken_name="OK"), ink=(0.7, 0.75, 0.8, 1)), 100, 500)],
        "speechless": [at(Touchable(icon="\ue5ca"), 100, 500, 200, 200)],
        "off": [at(Plain(text="Help"), 800, 500, 400)],
        "on another": [at(Plain(text="Help"), 100, 500), at(Plain(text="Stop"), 300, 550)],
        "under a button": [at(Words(text=long), 100, 500), at(Plain(text="Stop"), 300, 550)],
        "text on text": [at(Words(text=long), 100, 500), at(Words(text=long), 120, 520)],
        "under the bar": [column(long)],
    }


def main(home: str) -> None:
    prepare(Path(home), SIZE, offscreen=True)
    from kivy.uix.floatlayout import FloatLayout

    from kiosk.ui.gallery.checks import judge
    from kiosk.ui.gallery.looking import seen
    from kiosk.ui.gallery.painter import opened

    gallery = opened("en")
    gallery.dress()
    window = gallery.frame.parent
    window.remove_widget(gallery.frame)
    found = {}
    for name, widgets in mishaps().items():
        top = FloatLayout()
        window.add_widget(top)
        for widget in widgets:
            top.add_widget(widget)
        gallery.settle()
        found[name] = sorted(
            {finding.check for finding in judge(seen(top, SIZE, gallery.pixels())) if finding.is_fault}
        )
        window.remove_widget(top)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
