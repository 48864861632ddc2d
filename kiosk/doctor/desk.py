"""Examines the parts of a running kiosk on a thread of its own, and posts what it finds part by part."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, get_native_id

from kiosk.events import Event, Examined, PartExamined, Ticket
from kiosk.model import Part
from kiosk.shift import Shift, Trouble

log = logging.getLogger(__name__)

AFTER_OTHERS = 10
"""Niceness of the thread: whoever looks at the screen meanwhile must not see it stutter."""


class Examiner:
    """Examining. `look`: one part after the other, on this thread."""

    def __init__(self, look: Callable[[], Iterator[Part]], post: Callable[[Event], object]) -> None:
        self._look = look
        self._post = post
        self._wanted: Ticket | None = None
        self._guard = Lock()
        self._jobs: SimpleQueue[Ticket | None] = SimpleQueue()
        self._shift = Shift("doctor", lambda _: self._work())

    def examine(self, ticket: Ticket) -> None:
        with self._guard:
            self._wanted = ticket
        self._jobs.put(ticket)

    def end(self) -> None:
        with self._guard:
            self._wanted = None

    def trouble(self) -> Trouble | None:
        return self._shift.trouble()

    def close(self) -> None:
        """Waits for the part that is being looked at, but not for ever."""
        self.end()
        self._jobs.put(None)
        self._shift.close(5)

    def _work(self) -> None:
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), AFTER_OTHERS)
        while (ticket := self._jobs.get()) is not None:
            try:
                self._examined(ticket)
            except Exception:  # the barrier of this thread: the next one who asks is answered
                log.exception("The examination broke off")
            self._tell(ticket, Examined(ticket))

    def _examined(self, ticket: Ticket) -> None:
        parts = self._look()
        while self._wanted == ticket and (part := next(parts, None)) is not None:
            self._tell(ticket, PartExamined(ticket, part))

    def _tell(self, ticket: Ticket, news: Event) -> None:
        with self._guard:
            if self._wanted == ticket:
                self._post(news)
