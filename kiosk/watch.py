"""Looks every second, on the UI thread, whether this kiosk is well: its workers, its pictures, its screens, its memory.

What it can't heal ends the process, gently, for the keeper to start it again; while it looks, it tells the keeper that the UI
thread lives.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.keeper.policy import Why
from kiosk.notify import BUSY, WEIGHT, WHY, tell
from kiosk.shift import Trouble

log = logging.getLogger(__name__)

LOOK_S = 1.0
HEALS_AGAIN_S = 600.0
"""A worker that needs healing again so soon is not healed by it."""
DRAWS_S = 10.0
"""Between two pictures that are asked for, where nothing has changed by itself."""
DRAWN_S = 15.0
"""A picture that was asked for has reached the display by then."""
RESTS_S = 3.0
"""After the last visitor, until what they needed has surely been let go of by every thread."""
WEIGHED_S = 10.0
FAR_TOO_MUCH = 1.5
"""Times the limit: then it doesn't wait until nobody is here."""
MOST_FAULTS, FAULTS_S = 10, 60.0
"""Screens that broke and events that were lost: so many within so long, and nobody can use this kiosk."""


class Watched(Protocol):
    """Whoever has a thread that serves visitors."""

    def trouble(self) -> Trouble | None: ...


@dataclass(frozen=True, slots=True)
class Worker:
    name: str
    watched: Watched
    heal: Callable[[], None] | None = None
    """None: only a new start of the kiosk helps."""
    is_urgent: bool = True
    """Visitors miss it at once."""


class Watch:
    """`look` is called each second. `ends`: the process is to be started again, for this reason; told once."""

    def __init__(
        self,
        workers: Sequence[Worker],
        *,
        memory_mb: Callable[[], float | None],
        limit_mb: float,
        draw: Callable[[], object],
        is_idle: Callable[[], bool],
        ends: Callable[[Why], object],
        rest: Callable[[], object] = lambda: None,
        tell: Callable[..., None] = tell,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`memory_mb`: of this process and all that it has started; `limit_mb`: 0: none. `draw`: ask for a picture. `rest`: called
        once each time that nobody is here any more, a little later."""
        self._workers = workers
        self._memory_mb = memory_mb
        self._limit_mb = limit_mb
        self._draw = draw
        self._is_idle = is_idle
        self._ends = ends
        self._rest = rest
        self._tell = tell
        self._clock = clock
        self._why: Why | None = None
        self._healed: dict[str, float] = {}
        self._faults: deque[float] = deque(maxlen=MOST_FAULTS)
        self._drawn = self._asked = self._weighed = clock()
        self._busy: bool | None = None
        self._rests_at: float | None = clock() + RESTS_S
        """None: nobody has been here since."""

    def drawn(self) -> None:
        """A picture has reached the display."""
        self._drawn = self._clock()

    def broke(self) -> None:
        """A screen or an event came to nothing, behind a barrier."""
        now = self._clock()
        self._faults.append(now)
        if len(self._faults) == MOST_FAULTS and now - self._faults[0] < FAULTS_S:
            self._end(Why.SCREEN_BROKE)

    @property
    def has_tidied_up(self) -> bool:
        """Nobody has been here since `rest` was called."""
        return self._rests_at is None

    def look(self) -> None:
        now = self._clock()
        idle = self._is_idle()
        for worker in self._workers:
            self._look_at(worker, now, idle)
        self._look_at_pictures(now)
        self._tidy_up(now, idle)
        weight = None
        if now - self._weighed >= WEIGHED_S:
            self._weighed, weight = now, self._memory_mb()
            self._judge(weight, idle)
        self._sign_of_life(not idle, weight)

    def _tidy_up(self, now: float, idle: bool) -> None:
        if not idle:
            self._rests_at = now + RESTS_S
        elif self._rests_at is not None and now > self._rests_at:
            self._rests_at = None
            self._rest()

    def _look_at(self, worker: Worker, now: float, idle: bool) -> None:
        trouble = worker.watched.trouble()
        if trouble is None:
            return
        may_heal = worker.heal is not None and now - self._healed.get(worker.name, -HEALS_AGAIN_S) >= HEALS_AGAIN_S
        if worker.heal is not None and may_heal:
            log.error("The %s is %s: another takes its place", worker.name, trouble)
            self._healed[worker.name] = now
            worker.heal()
        elif worker.is_urgent or idle:
            log.error("The %s is %s", worker.name, trouble)
            self._end(Why.STUCK)

    def _look_at_pictures(self, now: float) -> None:
        """Nothing changes on the screen of an empty waiting room, so a picture is asked for."""
        if self._asked <= self._drawn:
            if now - self._drawn >= DRAWS_S:
                self._asked = now
                self._draw()
        elif now - self._asked > DRAWN_S:
            self._end(Why.NOT_DRAWN)

    def _judge(self, weight: float | None, idle: bool) -> None:
        if weight is None or not self._limit_mb:
            return
        if weight > self._limit_mb * FAR_TOO_MUCH or (idle and weight > self._limit_mb):
            log.error("The kiosk has grown to %.0f MB, beyond its limit of %.0f MB", weight, self._limit_mb)
            self._end(Why.MEMORY)

    def _sign_of_life(self, busy: bool, weight: float | None) -> None:
        told = {BUSY: "1" if busy else "0"} if busy is not self._busy else {}
        if weight is not None:
            told[WEIGHT] = f"{weight:.0f}"
        self._busy = busy
        self._tell(WATCHDOG="1", **told)

    def _end(self, why: Why) -> None:
        if self._why is None:
            self._why = why
            self._tell(**{WHY: why})
            self._ends(why)
