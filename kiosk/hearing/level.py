"""How loud: for the meter on the screen, and to tell a visitor why nothing could be understood."""

from __future__ import annotations

import numpy as np

from kiosk.hearing import RATE
from kiosk.hearing.log_mel import samples_of
from kiosk.model import HearingProblem

QUIET_DB = -60.0
"""Decibels below the loudest possible: an empty room at a usual setting."""
LOUD_DB = -15.0
"""Somebody speaks right into the microphone."""


def level_of(pcm: bytes) -> float:
    """0..1; even steps for the ear."""
    samples = samples_of(pcm)
    if not len(samples):
        return 0.0
    loudness = decibels(float(np.mean(samples**2)))
    return float(np.clip((loudness - QUIET_DB) / (LOUD_DB - QUIET_DB), 0.0, 1.0))


def decibels(power: float) -> float:
    return float(10 * np.log10(power + 1e-10))


def loudest_db(pcm: bytes) -> float:
    """Of its loudest moments, decibels below the loudest possible; so little as can be told where there is no sound."""
    samples, frame = samples_of(pcm), round(FRAME_S * RATE)
    moments = [decibels(float(np.mean(samples[at : at + frame] ** 2))) for at in range(0, len(samples), frame)]
    return float(np.percentile(moments, 95)) if moments else decibels(0.0)


FRAME_S = 0.03
NOISY_DB = -45.0
"""A room that is never quieter than this, even between words: somebody else is talking, or a machine is running."""
LEAST_S = 2.5
"""In less sound than this, one word after the other leaves no quiet moment either."""
FAINT_DB = -42.0
"""Somebody speaks whose loudest moments are no louder than this."""
CLIPPED = 0.005
"""More than this share of the loudest samples, cut off by the microphone, makes words a crackle."""


class Loudness:
    """Follows one question's sound, and keeps of it only how loud each moment was."""

    def __init__(self) -> None:
        self._moments: list[float] = []
        self._clipped = 0
        self._samples = 0

    def accept(self, pcm: bytes) -> None:
        samples = samples_of(pcm)
        frame = round(FRAME_S * RATE)
        for start in range(0, len(samples), frame):
            self._moments.append(decibels(float(np.mean(samples[start : start + frame] ** 2))))
        self._clipped += int(np.count_nonzero(np.abs(samples) >= 0.99))
        self._samples += len(samples)

    @property
    def problem(self) -> HearingProblem | None:
        """What probably kept the words from being understood; None: nothing that can be heard in the loudness alone."""
        if not self._moments:
            return None
        quietest, loudest = np.percentile(self._moments, (10, 95))
        if self._clipped > CLIPPED * self._samples:
            return HearingProblem.TOO_LOUD
        if quietest > NOISY_DB and len(self._moments) * FRAME_S >= LEAST_S:
            return HearingProblem.TOO_NOISY
        return HearingProblem.TOO_QUIET if loudest < FAINT_DB else None
