"""How loud, as the meter on the screen shows it."""

from __future__ import annotations

import numpy as np

from kiosk.hearing.log_mel import samples_of

QUIET_DB = -60.0
"""Decibels below the loudest possible: an empty room at a usual setting."""
LOUD_DB = -15.0
"""Somebody speaks right into the microphone."""


def level_of(pcm: bytes) -> float:
    """0..1; even steps for the ear."""
    samples = samples_of(pcm)
    if not len(samples):
        return 0.0
    loudness = 10 * np.log10(float(np.mean(samples**2)) + 1e-10)
    return float(np.clip((loudness - QUIET_DB) / (LOUD_DB - QUIET_DB), 0.0, 1.0))
