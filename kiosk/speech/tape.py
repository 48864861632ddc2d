"""A clip on its way to the sound card."""

from __future__ import annotations


class Tape:
    """Samples on their way to the card. Only the card's thread takes; only the player rewinds, while the card is halted."""

    def __init__(self, samples: bytes, rate: int, frame_bytes: int = 4) -> None:
        self._samples = samples
        self.rate = rate
        self._frame = frame_bytes
        self._at = 0

    @property
    def is_over(self) -> bool:
        return self._at >= len(self._samples)

    @property
    def left_s(self) -> float:
        return (len(self._samples) - self._at) / self._frame / self.rate

    def take(self, frames: int) -> bytes:
        """The next frames; fewer at the end, none after it."""
        piece = self._samples[self._at : self._at + frames * self._frame]
        self._at += len(piece)
        return piece

    def rewind(self, seconds: float) -> None:
        self._at = max(0, self._at - int(seconds * self.rate) * self._frame)
