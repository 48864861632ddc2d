"""When a question is over. Pure: how long it has gone on and what was heard go in, an ending or nothing comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

LEAST_SPEECH_S = 0.3
"""Less than this is a cough, not a question: the microphone stays open."""
PAUSE_S = 0.8
"""Longer than most stop within a sentence; whoever waits for an answer longer than this wonders whether they were heard."""
LOST_S = 2.5
"""A microphone that gives no sound for so long, or nothing but zeros, is gone: a room is never perfectly silent."""


@unique
class Ending(StrEnum):
    SAID = "said"
    """Somebody spoke and has fallen silent."""
    LONGEST = "longest"
    """It never falls silent: perhaps others are talking."""
    NOTHING_SAID = "nothing_said"
    NO_SOUND = "no_sound"


@dataclass(frozen=True, slots=True)
class Patience:
    longest_s: float
    """Seconds a question may take in all."""
    longest_without_words_s: float
    """Seconds the microphone stays open for somebody who doesn't speak."""

    def ending(self, *, open_s: float, without_sound_s: float, speech_s: float, silence_s: float) -> Ending | None:
        """`open_s`, `without_sound_s`: by the clock, since the microphone opened and since its last block that was not all zeros.
        `speech_s`, `silence_s`: what the recogniser found. None: go on listening."""
        has_spoken = speech_s >= LEAST_SPEECH_S
        if has_spoken and silence_s >= PAUSE_S:
            return Ending.SAID
        if without_sound_s >= LOST_S:
            return Ending.NO_SOUND
        if open_s >= self.longest_s:
            return Ending.LONGEST
        if not has_spoken and open_s >= self.longest_without_words_s:
            return Ending.NOTHING_SAID
        return None
