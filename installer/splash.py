"""A calm picture on the screen while the kiosk starts, and whenever it isn't there: run by cage, beneath the kiosk's window.

Drawn with the SDL that Kivy brings, by hand and not by Kivy: it must be there at once, and stay when the kiosk falls.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "assets" / "splash.bmp"
VIDEO = 0x20
FULLSCREEN_DESKTOP = 0x1001
"""SDL's numbers: SDL_INIT_VIDEO, SDL_WINDOW_FULLSCREEN_DESKTOP."""
LOOK_S = 0.5
SETTLES_S = 3.0
"""Drawn again for so long after something happened to the window, and not at all while nothing does."""
GROUND = (0xF4, 0xF6, 0xF8)
"""The light theme's, and the picture's."""


class Rectangle(ctypes.Structure):
    _fields_ = (("x", ctypes.c_int), ("y", ctypes.c_int), ("w", ctypes.c_int), ("h", ctypes.c_int))


class Surface(ctypes.Structure):
    """The beginning of SDL_Surface."""

    _fields_ = (
        ("flags", ctypes.c_uint32), ("format", ctypes.c_void_p), ("w", ctypes.c_int), ("h", ctypes.c_int),
        ("pitch", ctypes.c_int), ("pixels", ctypes.c_void_p),
    )  # fmt: skip


def main() -> int:
    """Shows the picture until it is told to end; a display that isn't there yet is waited for. 4 where none came."""
    ended: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _frame: ended.append(got))
    sdl = _sdl()
    is_told = False
    while sdl is None or sdl.SDL_Init(VIDEO) != 0:
        if ended:
            return 4
        if not is_told:
            print("There is no picture while the kiosk starts: SDL finds no display.", file=sys.stderr)
            is_told = True
        time.sleep(LOOK_S)  # cage ends with what it runs
    whole = Rectangle()
    sdl.SDL_GetDisplayBounds(0, ctypes.byref(whole))  # where nothing manages windows, full screen alone changes no size
    window = sdl.SDL_CreateWindow(b"", whole.x, whole.y, whole.w, whole.h, FULLSCREEN_DESKTOP)
    sdl.SDL_ShowCursor(0)
    picture = sdl.SDL_LoadBMP_RW(sdl.SDL_RWFromFile(str(PICTURE).encode(), b"rb"), 1)
    event = ctypes.create_string_buffer(128)
    until = time.monotonic() + SETTLES_S
    while not ended:
        while sdl.SDL_PollEvent(event):  # a touch is for nobody here; but the window may have been uncovered, or turned
            until = time.monotonic() + SETTLES_S
        if time.monotonic() < until:
            _draw(sdl, window, picture)
        time.sleep(LOOK_S)
    sdl.SDL_Quit()
    return 0


def _draw(sdl: ctypes.CDLL, window: int, picture: ctypes._Pointer[Surface]) -> None:
    """In the middle, on its own ground; smaller where the screen is small."""
    screen = sdl.SDL_GetWindowSurface(window)
    if not screen:
        return
    sdl.SDL_FillRect(screen, None, sdl.SDL_MapRGB(screen.contents.format, *GROUND))
    if picture:
        wide, high = screen.contents.w, screen.contents.h
        scale = min(wide * 0.8 / picture.contents.w, high * 0.8 / picture.contents.h, 2.0)
        w, h = int(picture.contents.w * scale), int(picture.contents.h * scale)
        place = Rectangle((wide - w) // 2, (high - h) // 2, w, h)
        like = sdl.SDL_ConvertSurface(picture, screen.contents.format, 0)  # a stretch takes no palette
        sdl.SDL_UpperBlitScaled(like, None, screen, ctypes.byref(place))
        sdl.SDL_FreeSurface(like)
    sdl.SDL_UpdateWindowSurface(window)


def _sdl() -> ctypes.CDLL | None:
    found = sorted(ROOT.glob(".venv/lib/python3*/site-packages/[Kk]ivy.libs/libSDL2-2*"))
    if not found:
        return None
    sdl = ctypes.CDLL(str(found[0]))
    sdl.SDL_CreateWindow.restype = sdl.SDL_RWFromFile.restype = ctypes.c_void_p
    sdl.SDL_CreateWindow.argtypes = (ctypes.c_char_p, *[ctypes.c_int] * 4, ctypes.c_uint32)
    sdl.SDL_RWFromFile.argtypes = (ctypes.c_char_p, ctypes.c_char_p)
    sdl.SDL_LoadBMP_RW.restype = sdl.SDL_GetWindowSurface.restype = sdl.SDL_ConvertSurface.restype = ctypes.POINTER(
        Surface
    )
    sdl.SDL_LoadBMP_RW.argtypes = (ctypes.c_void_p, ctypes.c_int)
    sdl.SDL_GetWindowSurface.argtypes = sdl.SDL_UpdateWindowSurface.argtypes = (ctypes.c_void_p,)
    sdl.SDL_ConvertSurface.argtypes = (ctypes.POINTER(Surface), ctypes.c_void_p, ctypes.c_uint32)
    sdl.SDL_MapRGB.argtypes = (ctypes.c_void_p, *[ctypes.c_uint8] * 3)
    return sdl


if __name__ == "__main__":
    raise SystemExit(main())
