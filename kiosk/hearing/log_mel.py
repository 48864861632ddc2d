"""The picture of a sound that Whisper looks at: 80 bands on the mel scale, a hundred times a second."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from kiosk.hearing import RATE

BANDS = 80
HOP = 160
"""Samples from one column of the picture to the next: 10 ms."""
WINDOW = 400
"""Samples under one column: 25 ms."""

Floats = npt.NDArray[np.float32]


def samples_of(pcm: bytes) -> Floats:
    """16-bit little-endian mono as -1..1. An odd last byte is half a sample and is left out."""
    return np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2").astype(np.float32) / 32768.0


def log_mel(samples: Floats, columns: int) -> Floats:
    """Shape (80, columns); what the sound doesn't fill is silence. Values are about -1..1, as Whisper was trained on."""
    padded = np.pad(samples, (0, max(0, columns * HOP - len(samples))))[: columns * HOP]
    frames = _frames(np.pad(padded, WINDOW // 2, mode="reflect"), columns)
    power = np.abs(np.fft.rfft(frames * _window(), axis=-1)) ** 2
    loudness = np.log10(np.maximum(_bands() @ power.T, 1e-10))
    picture = (np.maximum(loudness, loudness.max() - 8.0) + 4.0) / 4.0
    return np.ascontiguousarray(picture, dtype=np.float32)


def _frames(samples: Floats, columns: int) -> Floats:
    """Overlapping stretches of `samples`, shape (columns, WINDOW), without copying."""
    stretches: Floats = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    return stretches[:columns]


@cache
def _window() -> Floats:
    """The periodic Hann window."""
    return np.hanning(WINDOW + 1)[:-1].astype(np.float32)


@cache
def _bands() -> Floats:
    """Triangles of equal area on Slaney's mel scale, shape (80, 201)."""
    edges = _hertz(np.linspace(0.0, _mel(RATE / 2), BANDS + 2))
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return (triangles * (2.0 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)


_BREAK_HERTZ = 1000.0
_BREAK_MEL = 15.0
_HERTZ_PER_MEL = 200.0 / 3
"""Slaney's scale: straight up to 1000 Hz, which is mel 15 ..."""
_STEP = np.log(6.4) / 27
""" ... and logarithmic above, 27 mels for a factor of 6.4."""


def _mel(hertz: float) -> float:
    if hertz < _BREAK_HERTZ:
        return hertz / _HERTZ_PER_MEL
    return float(_BREAK_MEL + np.log(hertz / _BREAK_HERTZ) / _STEP)


def _hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    straight = mels * _HERTZ_PER_MEL
    logarithmic = _BREAK_HERTZ * np.exp(_STEP * (mels - _BREAK_MEL))
    return np.where(mels < _BREAK_MEL, straight, logarithmic)
