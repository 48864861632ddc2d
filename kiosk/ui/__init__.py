"""What a visitor sees and touches; the only folder that knows Kivy.

`window` shows a `State`: one screen per moment (`screens/`, a .py with `render(state)` and a .kv with the looks), the same
frame around all of them (way back, "I need help now", the ask panel). Each tap calls one verb of the session. Colours, sizes and
spaces come from `theme`, words from `assets/messages`.

To add a screen: a moment in `kiosk/state.py`, a .py and a .kv in `screens/`, a line in `window.screens`.
"""

from __future__ import annotations

import logging
import os
import re
import socket
import tempfile
from pathlib import Path

from kiosk.ui.whole_screen import screen_size


def has_display() -> bool:
    """Somebody can see a window: X, Wayland, or the bare screen of a box without either."""
    return (
        _has_x(os.environ.get("DISPLAY", ""))
        or _has_wayland(os.environ.get("WAYLAND_DISPLAY", ""))
        or bool(list(Path("/sys/class/drm").glob("card*-*")) and os.environ.get("SDL_VIDEODRIVER") == "kmsdrm")
    )


def _has_x(display: str) -> bool:
    """A display may be named and be gone; of one on another machine we take the name's word."""
    here = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if here is None:
        return bool(display)
    place = f"/tmp/.X11-unix/X{here[1]}"
    return _answers(place) or _answers(f"\0{place}")


def _has_wayland(display: str) -> bool:
    return bool(display) and _answers(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/run")) / display))


def _answers(place: str) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(place)
        except OSError:
            return False
    return True


def fault_in_window() -> str:
    """Opens Kivy's window, once it was prepared. Empty; or in one line why nobody can draw on the display that is there."""
    kivy, told = logging.getLogger("kivy"), _Told()
    kivy.addHandler(told)
    kivy.propagate = False  # its traceback would hide the one line that says what to do
    try:
        from kivy.core.window import Window
    finally:
        kivy.propagate = True
        kivy.removeHandler(told)
    return "" if Window is not None else told.reason


class _Told(logging.Handler):
    """Of the errors that Kivy finds on the way to a window, the last."""

    reason = "no reason given"

    def emit(self, record: logging.LogRecord) -> None:
        if found := re.findall(r"\w+(?:Error|Exception): *(.+)", record.getMessage()):
            self.reason = str(found[-1]).strip().removeprefix("b").strip("'\"")[:120]


def prepare(home: Path, size: tuple[int, int], *, fullscreen: bool = False, offscreen: bool = False) -> None:
    """Kivy reads its environment when it is first imported, and opens its window when that is: call this before.

    `home` is the kiosk's own folder, `size` the window's in pixels where it is not full screen.
    """
    folder = home / "kivy"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a full or read-only disk must not keep the kiosk from opening
        folder = Path(tempfile.mkdtemp(prefix="kiosk-"))
    os.environ["KIVY_HOME"] = str(folder)
    os.environ["KIVY_NO_ARGS"] = "1"
    os.environ["KIVY_NO_FILELOG"] = "1"
    os.environ["KIVY_NO_CONFIG"] = "1"  # what a stranger's config.ini says must not open a door
    os.environ["KIVY_LOG_MODE"] = "PYTHON"  # else Kivy takes stderr and the root logger over
    os.environ["KIVY_WINDOW"] = "sdl2"  # Kivy's other window ends the whole process where there is no X
    if offscreen:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
    else:  # where none of these is there, SDL would draw where nobody sees it
        os.environ.setdefault("SDL_VIDEODRIVER", "x11,wayland,kmsdrm")
    if fullscreen:
        size = screen_size() or size
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
