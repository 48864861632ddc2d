"""What is left of a clip from some word on, at the speed of now: what a loudspeaker is given, and the way back to the clip."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
import soxr

from kiosk.model import Clip
from kiosk.speech.stretch import stretched

EARLY_MS = 15.0
"""A pause that comes so shortly before a word's end is meant for the next one."""


@dataclass(frozen=True, slots=True)
class Passage:
    pcm: bytes
    """16-bit mono."""
    rate: int
    """Hertz."""
    marks: tuple[int, ...]
    """Frames at which its words begin."""
    first_word: int
    """Of the clip, that `marks` begins with."""
    _from_ms: float
    _speed: float

    def clip_ms(self, frames: int) -> float:
        """Where in the clip the listener is who has heard so many frames."""
        return self._from_ms + frames / self.rate * 1000 * self._speed


def passage(clip: Clip, from_ms: float, speed: float, rate: int) -> Passage:
    """From the word that is spoken at `from_ms`; of a clip without words, from there exactly."""
    first = word_at(clip, from_ms)
    start_ms = from_ms if first is None else clip.words[first].start_ms if from_ms > 0 else 0.0
    pcm = clip.pcm[: len(clip.pcm) // 2 * 2][2 * round(start_ms / 1000 * clip.rate) :]
    words = clip.words[first or 0 :]
    marks = tuple(max(0, round((word.start_ms - start_ms) / 1000 / speed * rate)) for word in words)
    return Passage(
        resampled(stretched(pcm, clip.rate, speed), clip.rate, rate), rate, marks, first or 0, start_ms, speed
    )


def word_at(clip: Clip, ms: float) -> int | None:
    """Index of the word that is spoken then, or was last; None for a clip without words."""
    if not clip.words:
        return None
    return max(0, bisect_right([word.start_ms for word in clip.words], ms + EARLY_MS) - 1)


def resampled(pcm: bytes, rate: int, wanted: int) -> bytes:
    if rate == wanted or not pcm:
        return pcm
    samples: bytes = soxr.resample(np.frombuffer(pcm, "<i2"), rate, wanted).astype("<i2").tobytes()
    return samples
