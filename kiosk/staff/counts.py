"""Keeps the counts on a thread of its own: nobody waits for a disk."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

from kiosk.events import CountsRead, Event, Ticket
from kiosk.shift import Shift, Trouble
from kiosk.staff.book import Book
from kiosk.tally import Fault, Line

log = logging.getLogger(__name__)

BEAT_S = 3600.0
"""From one writing to the next, whenever visits end: when a file was written tells nobody when somebody was here."""


class Counts:
    """Counting."""

    def __init__(
        self,
        book: Book,
        post: Callable[[Event], object],
        clock: Callable[[], float] = time.monotonic,
        beat_s: float = BEAT_S,
    ) -> None:
        self._book = book
        self._post = post
        self._clock = clock
        self._beat_s = beat_s
        self._jobs: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._shift = Shift("counts", lambda _: self._work())

    def add_visit(self, lines: frozenset[Line]) -> None:
        self._jobs.put(lambda: self._book.add_visit(lines))

    def add_fault(self, fault: Fault) -> None:
        self._jobs.put(lambda: self._book.add_fault(fault))

    def look_up(self, ticket: Ticket) -> None:
        self._jobs.put(lambda: self._post(CountsRead(ticket, self._book.tallies())))

    def trouble(self) -> Trouble | None:
        return self._shift.trouble()

    def close(self) -> None:
        """What is not written yet is."""
        self._jobs.put(None)
        self._shift.close(10)

    def _work(self) -> None:
        beat = self._clock() + self._beat_s
        while True:
            try:
                job = self._jobs.get(timeout=max(0.0, beat - self._clock()))
            except Empty:
                job = self._book.keep
                beat = self._clock() + self._beat_s
            if job is None:
                self._barred(self._book.keep)
                return
            self._barred(self._book.turn_page)
            self._barred(job)

    def _barred(self, job: Callable[[], object]) -> None:
        """The barrier of this thread. Only the type: what a line is about stays out of the log."""
        try:
            job()
        except Exception as error:
            log.error("Counting failed: %s", type(error).__name__)
