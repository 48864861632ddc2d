"""Looks at PINs on a thread of its own: scrypt takes longer than a frame."""

from __future__ import annotations

import logging
from collections.abc import Callable
from queue import SimpleQueue

from kiosk.events import Event, PinJudged, PinVerdict, Ticket
from kiosk.shift import Shift, Trouble
from kiosk.staff.pin import Pin

log = logging.getLogger(__name__)


class Guard:
    """Guarding."""

    def __init__(self, pin: Pin, post: Callable[[Event], object]) -> None:
        self._pin = pin
        self._post = post
        self._jobs: SimpleQueue[tuple[Ticket, Callable[[], PinVerdict]] | None] = SimpleQueue()
        self._shift = Shift("staff pin", lambda _: self._work())

    @property
    def is_set(self) -> bool:
        return self._pin.is_set

    @property
    def asks(self) -> bool:
        return not (self._pin.is_set or self._pin.was_asked)

    def ask_once(self) -> None:
        self._pin.ask_once()

    def check(self, ticket: Ticket, pin: str) -> None:
        self._jobs.put((ticket, lambda: self._pin.check(pin)))

    def choose(self, ticket: Ticket, pin: str) -> None:
        self._jobs.put((ticket, lambda: self._pin.choose(pin)))

    def trouble(self) -> Trouble | None:
        return self._shift.trouble()

    def close(self) -> None:
        self._shift.leave()
        self._jobs.put(None)
        self._shift.close(10)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            ticket, judge = job
            try:
                verdict = judge()
            except Exception as error:  # the barrier of this thread; never the words of a PIN
                log.error("The staff PIN could not be looked at: %s", type(error).__name__)
                verdict = PinVerdict.BROKEN
            self._post(PinJudged(ticket, verdict, self._pin.wait_s()))
