"""A clock that runs faster than life, and as fast as it is told to."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from kiosk.staff_moments import Bringing, Installing, StaffPin
from kiosk.state import Asking, Attract, Moment, Playback, Reading, Thinking

BUSY = (Asking, Thinking, Bringing, Installing)
"""Engines are at work, and work as fast as they can: kiosk and visitors wait for them in real time."""
HURRY, RUSH = 2.5, 12.0
"""So many times faster than asked for it may go to make up for time lost: while somebody is here; while nobody is."""
STRIDE_S, IDLE_STRIDE_S = 8.0, 40.0
"""Virtual seconds that may go by between two looks: while somebody is here; while nobody is."""
LAG_S = 60.0
"""Virtual seconds it may be behind before it hurries."""


class VirtualClock:
    """Virtual seconds, from 0.001 up: 0 would mean that no time was ever told. Any thread may ask."""

    def __init__(self, real: Callable[[], float] = time.monotonic) -> None:
        """It stands until it is told to run."""
        self._real = real
        self._lock = Lock()
        self._pace = 1.0
        self._since = real()
        self._then = self._limit = 0.001

    def __call__(self) -> float:
        with self._lock:
            return self._now()

    def _now(self) -> float:
        return min(self._limit, self._then + (self._real() - self._since) * self._pace)

    @property
    def pace(self) -> float:
        return self._pace

    def run_at(self, pace: float, at_most_s: float = STRIDE_S) -> None:
        """From now on, and so many virtual seconds at most until it is told again: a machine that is slow for a moment must not
        take the visitor's time away."""
        with self._lock:
            self._then, self._since, self._pace = self._now(), self._real(), pace
            self._limit = self._then + at_most_s

    def real_s(self, virtual_s: float) -> float:
        """At this pace."""
        return virtual_s / self._pace


def pace(moment: Moment, speed: float, behind_s: float, *, waiting: bool, silent: bool = False) -> float:
    """How fast time goes by. `speed`: as it should on the whole; `behind_s`: virtual seconds lost so far; `waiting`: the
    visitor has gone, and only the kiosk's own time-outs are waited for; `silent`: a loudspeaker that could sound has had nothing to
    play for a while."""
    if isinstance(moment, BUSY) or (isinstance(moment, StaffPin) and moment.ticket is not None):
        return 1.0
    if silent and isinstance(moment, Reading) and moment.playback is Playback.PLAYING:
        return 1.0  # a voice that renders is an engine at work, too
    if behind_s < LAG_S:
        return speed
    return speed * (RUSH if waiting or isinstance(moment, Attract) else HURRY)
