"""A microphone that plays a recording as if somebody spoke it: for the demonstration, and for tests without a sound card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import repeat
from threading import Event, Thread

import numpy as np

from kiosk.hearing import RATE

BLOCK_S = 0.05


class Recording:
    """Begins anew each time it is opened; after its last sample the room is quiet until it is closed."""

    def __init__(self, name: str, pcm: bytes, pace: float = 1.0) -> None:
        """`pcm` at RATE; `pace`: how many times faster than life."""
        self.name = f"recording {name}"
        self._pcm = pcm
        self._pace = pace
        self._thread: Thread | None = None
        self._closing = Event()

    def is_there(self) -> bool:
        return True

    def open(self, on_block: Callable[[bytes], None]) -> None:
        self.close()
        self._closing = closing = Event()
        self._thread = Thread(target=self._speak, args=(on_block, closing), name="recording", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _speak(self, on_block: Callable[[bytes], None], closing: Event) -> None:
        for block in self._blocks():
            if closing.wait(BLOCK_S / self._pace):
                return
            on_block(block)

    def _blocks(self) -> Iterator[bytes]:
        size = int(BLOCK_S * RATE) * 2
        for start in range(0, len(self._pcm), size):
            yield self._pcm[start : start + size]
        yield from repeat(_hiss(size // 2))


def _hiss(samples: int) -> bytes:
    """A real microphone is never perfectly silent; exact zeros would mean that it is muted."""
    return np.random.default_rng(0).integers(-2, 3, samples).astype("<i2").tobytes()
