"""Hands the newest of several things to the one thread that waits for it; what it replaced is never seen."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Bell(Generic[T]):
    def __init__(self) -> None:
        self._rung = Condition()
        self._newest: T | None = None
        self._closed = False

    def ring(self, thing: T) -> None:
        with self._rung:
            self._newest = thing
            self._rung.notify()

    def close(self) -> None:
        """Ends `jobs`."""
        with self._rung:
            self._closed = True
            self._rung.notify()

    def jobs(self) -> Iterator[T]:
        while True:
            with self._rung:
                self._rung.wait_for(lambda: self._closed or self._newest is not None)
                thing, self._newest = self._newest, None
            if self._closed or thing is None:
                return
            yield thing
            del thing  # whoever waits keeps nothing
