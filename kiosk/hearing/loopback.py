"""Whether the microphone hears what the loudspeaker plays: a tone that rises, looked for in what was heard."""

from __future__ import annotations

from math import pi

import numpy as np

from kiosk.hearing import RATE
from kiosk.hearing.log_mel import Floats, samples_of

SWEEP_S = 1.0
LOWEST_HZ, HIGHEST_HZ = 300.0, 3400.0
"""What the smallest loudspeaker plays and every microphone hears."""
LOUDNESS = 0.3
CLEAR = 15.0
"""The best place must fit so many times better than places usually do. Measured: 17.8 and more where the tone is as loud as the
talk of others, in rooms with an echo of 0.3 to 0.7 s; at most 13.6 in 230 sounds without it (talk, hiss, hum)."""


def sweep() -> bytes:
    """At RATE. Each moment of it sounds like no other, so it is found in any noise."""
    times = np.arange(int(SWEEP_S * RATE)) / RATE
    phase = 2 * pi * (LOWEST_HZ * times + (HIGHEST_HZ - LOWEST_HZ) / SWEEP_S / 2 * times**2)
    fade = np.minimum(1, np.minimum(times, SWEEP_S - times) / 0.05)
    return bytes((LOUDNESS * fade * np.sin(phase) * 32767).astype("<i2").tobytes())


def delay_s(heard: bytes) -> float | None:
    """Seconds from the beginning of `heard`, at RATE, to where the sweep begins in it; None: it isn't in there.

    Phases alone are compared (the generalised cross-correlation with phase transform, Knapp and Carter 1976), so that neither
    loudness nor the colour that a loudspeaker and a room give to a sound matters."""
    sound, room = samples_of(sweep()), samples_of(heard)
    if not room.any():
        return None
    fits = _fits(sound, room)
    best = int(np.argmax(fits))
    usual = float(np.sqrt(np.mean(fits**2)))
    return best / RATE if fits[best] > CLEAR * usual else None


def _fits(sound: Floats, room: Floats) -> Floats:
    """How well the sound fits at each sample of the room."""
    size = 1 << (len(sound) + len(room) - 1).bit_length()
    heard = np.fft.rfft(room, size)
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    heard[(hertz < LOWEST_HZ) | (hertz > HIGHEST_HZ)] = 0
    both = heard * np.conj(np.fft.rfft(sound, size)) / (np.abs(heard) + 1e-9)
    return np.abs(np.fft.irfft(both, size)[: len(room)]).astype(np.float32)
