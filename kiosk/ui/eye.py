"""Looks at what the window draws, frame by frame, and says when a change was to be seen."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zlib import crc32

from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels


@dataclass(frozen=True, slots=True)
class Frame:
    at: float
    """When it was drawn, monotonic seconds."""
    picture: int
    """A fingerprint of it; 0 where nobody looked closely."""


class Eye:
    """`closely`: fingerprints are taken, which costs each frame some 15 ms."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self.closely = False
        self.frames: list[Frame] = []
        window.bind(on_flip=self._seen)  # called before the buffers are swapped

    def _seen(self, *_: Any) -> None:
        # A pixel that is read waits until all of them are drawn: software GL draws in threads of its own.
        whole = self._window.size if self.closely else (1, 1)
        pixels = glReadPixels(0, 0, *whole, GL_RGBA, GL_UNSIGNED_BYTE)
        self.frames.append(Frame(time.monotonic(), crc32(pixels) if self.closely else 0))

    def first_since(self, start: float) -> float | None:
        """When the first frame since then was drawn."""
        return next((frame.at for frame in self.frames if frame.at > start), None)

    def settled_since(self, start: float) -> float | None:
        """When the picture was first as it has stayed; None: nothing was drawn since."""
        since = [frame for frame in self.frames if frame.at > start]
        return next((frame.at for frame in since if frame.picture == since[-1].picture), None)

    def longest_since(self, start: float) -> float:
        """Seconds between two frames."""
        drawn = [start, *(frame.at for frame in self.frames if frame.at > start)]
        return max((after - before for before, after in pairwise(drawn)), default=0.0)


def count(widget: Any) -> int:
    """Widgets, with all that is in them."""
    return 1 + sum(count(child) for child in widget.children)
