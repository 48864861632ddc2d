"""What a visitor sees and touches; the only folder that knows Kivy.

`window` shows a `State`: one screen per moment (`screens/`, a .py with `render(state)` and a .kv with the looks), the same
frame around all of them (way back, "I need help now", the ask panel). Each tap calls one verb of the session. Colours, sizes and
spaces come from `theme`, words from `assets/messages`.

To add a screen: a moment in `kiosk/state.py`, a .py and a .kv in `screens/`, a line in `window.SCREENS`.
"""

from __future__ import annotations

import os
from pathlib import Path


def has_display() -> bool:
    """Somebody can see a window: X, Wayland, or the bare screen of a box without either."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) or bool(
        list(Path("/sys/class/drm").glob("card*-*")) and os.environ.get("SDL_VIDEODRIVER") == "kmsdrm"
    )


def prepare(home: Path, size: tuple[int, int], *, fullscreen: bool = False, offscreen: bool = False) -> None:
    """Kivy reads its environment when it is first imported, and opens its window when that is: call this before.

    `home` is the kiosk's own folder, `size` the window's in pixels where it is not full screen.
    """
    folder = home / "kivy"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["KIVY_HOME"] = str(folder)
    os.environ["KIVY_NO_ARGS"] = "1"
    os.environ["KIVY_NO_FILELOG"] = "1"
    os.environ["KIVY_NO_CONFIG"] = "1"  # what a stranger's config.ini says must not open a door
    os.environ["KIVY_LOG_MODE"] = "PYTHON"  # else Kivy takes stderr and the root logger over
    if offscreen:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
    from kivy.config import Config

    Config.set("kivy", "exit_on_escape", "0")
    Config.set("graphics", "width", str(size[0]))
    Config.set("graphics", "height", str(size[1]))
    Config.set("graphics", "fullscreen", "auto" if fullscreen else "0")
    Config.set("graphics", "multisamples", "0")
    Config.set("graphics", "maxfps", "30")
    Config.set("graphics", "resizable", "0")
    Config.set("graphics", "show_cursor", "1")
    for provider in Config.options("input"):
        Config.remove_option("input", provider)
    Config.set("input", "mouse", "mouse,disable_multitouch")  # one provider: one touch is one event
