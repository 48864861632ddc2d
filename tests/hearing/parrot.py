"""A small honest recogniser: it hears that somebody speaks by loudness, and says the words it was given."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kiosk.errors import HearingError
from kiosk.hearing import RATE
from kiosk.hearing.level import level_of
from kiosk.model import Transcript

FRAME = RATE // 50 * 2
"""Bytes of 20 ms."""
LOUD = 0.4


class Parrot:
    """One word for each third of a second of loud sound, until its words are used up."""

    name = "parrot"

    def __init__(
        self,
        sentence: str = "what is leukopenia",
        *,
        ungated: str = "",
        is_broken: bool = False,
        hears_from: float = LOUD,
    ) -> None:
        self._words = sentence.split()
        self._ungated = ungated
        self._is_broken = is_broken
        self._hears_from = hears_from
        self.start(())

    def start(self, hints: Sequence[str]) -> None:
        self.hints = tuple(hints)
        self._rest = b""
        self._loud = 0
        self._quiet = math.inf

    def accept(self, pcm: bytes) -> None:
        sound = self._rest + pcm
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:]
        for start in range(0, whole, FRAME):
            is_loud = level_of(sound[start : start + FRAME]) > self._hears_from
            self._loud += is_loud
            self._quiet = 0 if is_loud else self._quiet + 1

    @property
    def speech_s(self) -> float:
        return self._loud / 50

    @property
    def silence_s(self) -> float:
        return self._quiet / 50

    @property
    def partial(self) -> str:
        return " ".join(self._words[: int(self.speech_s * 3)])

    def finish(self) -> Transcript:
        if self._is_broken:
            raise HearingError("The parrot is ill.")
        if not self._loud:
            return Transcript("")
        return Transcript(" ".join(self._words), ungated=self._ungated)

    def close(self) -> None:
        self.start(())
