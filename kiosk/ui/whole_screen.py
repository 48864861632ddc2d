"""How large the screen is, asked before there is a window: where nothing manages windows (a bare X server), one that is to fill the
screen stays as large as it was made."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

VIDEO = 0x20
"""SDL's SDL_INIT_VIDEO."""


class _Rectangle(ctypes.Structure):
    _fields_ = (("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int))


def screen_size() -> tuple[int, int] | None:
    """Width and height in pixels of the first display; None: nobody can tell, as where Kivy brings no SDL of its own."""
    spec = find_spec("kivy")
    folder = Path(spec.origin).parents[1] if spec and spec.origin else Path()
    for library in sorted(folder.glob("[Kk]ivy.libs/libSDL2-2*")):
        with suppress(OSError, AttributeError):
            return _told_by(ctypes.CDLL(str(library)))
    return None


def _told_by(sdl: ctypes.CDLL) -> tuple[int, int] | None:
    if sdl.SDL_InitSubSystem(VIDEO) != 0:
        return None
    whole = _Rectangle()
    failed = sdl.SDL_GetDisplayBounds(0, ctypes.byref(whole))
    sdl.SDL_QuitSubSystem(VIDEO)
    return None if failed or whole.width <= 0 or whole.height <= 0 else (whole.width, whole.height)
