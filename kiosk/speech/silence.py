"""The last voice: it says nothing, and takes as long over it as reading the sentence takes."""

from __future__ import annotations

from kiosk.model import Clip, SpokenWord
from kiosk.speech.spoken import speakable

NAME = "silent"
RATE = 22_050
CHARACTERS_PER_WORD = 6
"""A space included: 150 words a minute are 15 characters a second."""
SHORTEST_S = 0.8


class SilentVoice:
    name = NAME

    def __init__(self, words_per_minute: int) -> None:
        self._characters_per_s = words_per_minute * CHARACTERS_PER_WORD / 60

    def render(self, text: str) -> Clip:
        words = speakable(text).split()
        if not words:
            return Clip(b"", RATE)
        seconds = max(SHORTEST_S, len(" ".join(words)) / self._characters_per_s)
        each_ms = seconds * 1000 / len(words)
        spoken = tuple(SpokenWord(word, i * each_ms, (i + 1) * each_ms) for i, word in enumerate(words))
        return Clip(bytes(2 * round(seconds * RATE)), RATE, spoken)

    def close(self) -> None:
        pass
