"""A listener with everything around it: a patient who speaks when a test says so, and a clock that goes with the sound."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from kiosk.events import (
    Event,
    ListeningStarted,
)
from kiosk.hearing import RATE, Microphone, Recogniser, open_listener
from kiosk.hearing.listener import Listener
from tests.hearing.parrot import Parrot


class Clock:
    """Sound time: goes on with each block that the microphone gives, or when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Patient:
    """A microphone into which a test speaks, block by block; its clock is the listener's."""

    name = "patient"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._on_block: Callable[[bytes], None] | None = None
        self.opened = threading.Event()
        self.closed = threading.Event()
        self.is_plugged_in = True

    def is_there(self) -> bool:
        return self.is_plugged_in

    def open(self, on_block: Callable[[bytes], None]) -> None:
        self._on_block = on_block
        self.closed.clear()
        self.opened.set()

    def close(self) -> None:
        self._on_block = None
        self.opened.clear()
        self.closed.set()

    def gives(self, seconds: float, loudness: float) -> None:
        tone = np.clip(loudness * np.sin(np.arange(int(0.1 * RATE))), -1, 1)
        block = (tone * 32767).astype("<i2").tobytes()
        for _ in range(round(seconds * 10)):
            self._clock.now += 0.1
            if self._on_block is not None:
                self._on_block(block)
            threading.Event().wait(0.002)

    def speaks(self, seconds: float) -> None:
        self.gives(seconds, 0.3)

    def is_unplugged(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self._clock.now += 0.1
            threading.Event().wait(0.02)

    def is_silent(self, seconds: float) -> None:
        self.gives(seconds, 0.0005)


class News:
    """What was posted, and a way to wait for it."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._came = threading.Condition()

    def post(self, event: Event) -> None:
        with self._came:
            self.events.append(event)
            self._came.notify_all()

    def wait_for(self, *kinds: type[Event]) -> Event:
        def found() -> Event | None:
            return next((event for event in self.events if isinstance(event, kinds)), None)

        with self._came:
            assert self._came.wait_for(lambda: found() is not None, 20), f"no {kinds} among {self.kinds}"
            event = found()
            assert event is not None
            return event

    @property
    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.events]


class Scene:
    """A listener with everything around it."""

    def __init__(self, recogniser: Callable[[], Recogniser | None], silent_for_s: Callable[[], float]) -> None:
        self.clock = Clock()
        self.news = News()
        self.patient = Patient(self.clock)
        self.dropped: list[float] = []
        self.listener = self.listening_to(recogniser, self.patient, silent_for_s)

    def listening_to(
        self, recogniser: Callable[[], Recogniser | None], microphone: Microphone, silent_for_s: Callable[[], float]
    ) -> Listener:
        return open_listener(
            recogniser,
            microphone,
            lambda: ("leukopenia",),
            silent_for_s,
            self.news.post,
            longest_s=20,
            longest_without_words_s=8,
            clock=self.clock,
            on_dropped=self.dropped.append,
        )

    def listens(self, ticket: int = 1) -> None:
        self.listener.start(ticket)
        assert self.patient.opened.wait(20)
        self.news.wait_for(ListeningStarted)


@contextmanager
def scene(
    recogniser: Callable[[], Recogniser | None] = Parrot, silent_for_s: Callable[[], float] = lambda: 10.0
) -> Iterator[Scene]:
    made = Scene(recogniser, silent_for_s)
    try:
        yield made
    finally:
        made.listener.close()
