"""Asks a window to close, as the "x" in its frame or alt+F4 do where a window manager runs. The X display's own words for that."""

from __future__ import annotations

import ctypes

CLIENT_MESSAGE = 33


class _Message(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("sent", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("name", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("room", ctypes.c_char * 192),
    )


def ask_to_close(display: str, window: int) -> None:
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    line = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    assert line, display
    protocols, delete = (x11.XInternAtom(line, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    message = _Message(CLIENT_MESSAGE, 0, 1, line, window, protocols, 32, (ctypes.c_long * 5)(delete, 0, 0, 0, 0))
    assert x11.XSendEvent(line, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
    x11.XCloseDisplay(line)
