"""What a worker's thread is at: noted by the thread itself, read by whoever watches over it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum, unique
from math import inf
from threading import Thread


@unique
class Trouble(StrEnum):
    STUCK = "stuck"
    """It has been at one thing for longer than that may take."""
    DEAD = "dead"
    """Its thread has ended, and nobody has asked it to."""


class Shift:
    """One thread's work, from its start to its end. One that takes its place has a shift of its own."""

    def __init__(self, name: str, work: Callable[[Shift], None], clock: Callable[[], float] = time.monotonic) -> None:
        """Begins at once. `work` is called on the new thread."""
        self._clock = clock
        self._due = inf
        self._is_over = False
        self._thread = Thread(target=work, args=(self,), name=name, daemon=True)
        self._thread.start()

    @contextmanager
    def at(self, patience_s: float) -> Iterator[None]:
        """Around one thing, by the thread: it should take no longer. Within another, the inner one counts."""
        before, self._due = self._due, self._clock() + patience_s
        try:
            yield
        finally:
            self._due = before

    @property
    def is_over(self) -> bool:
        """Another has taken its place, or none is needed: the thread ends as soon as it sees it."""
        return self._is_over

    def trouble(self) -> Trouble | None:
        if self._is_over:
            return None
        if not self._thread.is_alive():
            return Trouble.DEAD
        return Trouble.STUCK if self._clock() > self._due else None

    def leave(self) -> None:
        """From now on nobody watches it."""
        self._is_over = True

    def close(self, patience_s: float) -> None:
        """It was told to end, and does what is left: waited for, but not for ever."""
        self._thread.join(patience_s)
        self.leave()
