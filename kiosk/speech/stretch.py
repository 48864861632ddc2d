"""Faster or slower speech at the same pitch: libsonic, made for speech by those who read everything that way, and a part of
every espeak-ng."""

from __future__ import annotations

import ctypes
import logging
from ctypes import c_float, c_int, c_short, c_void_p
from functools import cache
from typing import Any

log = logging.getLogger(__name__)

LIBRARY = "libsonic.so.0"
PIECE = 16_384
"""Samples read at a time."""


def stretched(pcm: bytes, rate: int, speed: float) -> bytes:
    """16-bit mono samples that take 1/`speed` of the time. As they are where libsonic isn't installed."""
    library = _library() if speed != 1.0 and pcm else None
    if library is None:
        return pcm
    samples = len(pcm) // 2
    stream = library.sonicCreateStream(rate, 1)
    try:
        library.sonicSetSpeed(stream, speed)
        library.sonicWriteShortToStream(stream, (c_short * samples).from_buffer_copy(pcm[: 2 * samples]), samples)
        library.sonicFlushStream(stream)
        return _read(library, stream)[: 2 * round(samples / speed)]
    finally:
        library.sonicDestroyStream(stream)


def _read(library: Any, stream: Any) -> bytes:
    pieces, buffer = [], (c_short * PIECE)()
    while count := library.sonicReadShortFromStream(stream, buffer, PIECE):
        pieces.append(bytes(memoryview(buffer).cast("B")[: 2 * count]))
    return b"".join(pieces)


@cache
def _library() -> Any:
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError as error:
        log.warning("The speed of the voice can't be changed: %s. Install it: sudo apt install libsonic0", error)
        return None
    library.sonicCreateStream.restype = c_void_p
    library.sonicCreateStream.argtypes = (c_int, c_int)
    library.sonicSetSpeed.argtypes = (c_void_p, c_float)
    library.sonicWriteShortToStream.argtypes = (c_void_p, c_void_p, c_int)
    library.sonicReadShortFromStream.argtypes = (c_void_p, c_void_p, c_int)
    library.sonicFlushStream.argtypes = (c_void_p,)
    library.sonicDestroyStream.argtypes = (c_void_p,)
    return library
