"""The loop: start, listen, heal, write down."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.keeper import AFTER_CRASH
from kiosk.keeper.child import Child
from kiosk.keeper.policy import Again, Crash, Over, Rest, Step, Why, next_step
from kiosk.keeper.reports import Report, Reports
from kiosk.notify import tell

log = logging.getLogger(__name__)

LISTEN_S = 0.5
"""Between two looks at whether it still lives."""
EXTENDED = "30000000"
"""Microseconds, each time."""
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Patience:
    starts_s: float
    """A kiosk that takes longer to its first picture is started again."""
    silent_s: float
    """And one whose screen doesn't tell for so long that it lives."""


class Keeper:
    """`kiosk` and `safe`: command lines; `safe` gets how long and how often. `boot`: which start of the machine this is."""

    def __init__(
        self,
        kiosk: Sequence[str],
        safe: Callable[[Rest], Sequence[str]],
        reports: Reports,
        *,
        patience: Patience,
        boot: str,
        version: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kiosk = kiosk
        self._safe = safe
        self._reports = reports
        self._patience = patience
        self._boot = boot
        self._version = version
        self._clock = clock
        self._ending = False
        self._crashes = list(reports.of_boot(boot))
        self._is_kept = bool(os.environ.get("NOTIFY_SOCKET"))
        self._starts = 0
        self._is_up = self._is_told = False

    def end(self) -> None:
        """Behind this step; harmless from a signal."""
        self._ending = True

    def run(self) -> bool:
        """Until it is asked to end, or the kiosk ends because it was asked to. False: the unit is to be started anew."""
        is_first = True  # whoever starts a keeper has mended something, or renewed the display
        while not self._ending:
            if self._crashes and not is_first:
                step = next_step(self._crashes, self._clock(), is_kept=self._is_kept)
                if isinstance(step, Over):
                    log.error("The kiosk doesn't come up. Its display is started anew.")
                    return False
                self._pause(step)
            is_first = False
            if self._ending or self._kept() is Why.ENDED:
                break
        return True

    def _pause(self, step: Step) -> None:
        if isinstance(step, Again):
            self._wait(step.after_s)
        elif isinstance(step, Rest):
            log.error("The kiosk has crashed %d times in a row: a safe screen for %.0f s", step.crashes, step.for_s)
            self._rest(step)

    def _kept(self) -> Why:
        """One life of the kiosk, watched. Why it is over."""
        self._starts, self._is_up = self._starts + 1, False
        after = {AFTER_CRASH: self._crashes[-1].why} if self._starts > 1 else {}
        try:
            started = self._started(self._kiosk, after)
        except OSError as error:
            log.error("The kiosk can't be started: %s", error.strerror or error)
            self._crashes.append(Crash(Why.BROKE, 0.0, self._clock()))
            return Why.BROKE
        with closing(started) as child:
            while child.code is None:
                child.listen(LISTEN_S)
                self._beat(child, f"The kiosk is up (start {self._starts})")
                if self._ending:
                    child.ask_to_end()
                    return Why.ENDED
                if child.code is None and (fault := child.fault()) is not None:
                    child.abort(fault)
            why, up_s = child.why(), child.up_s
        if why is not Why.ENDED:
            self._write_down(child, why, up_s)
        return why

    def _rest(self, step: Rest) -> None:
        """May end early: staff have touched "try again". Where even the safe screen can't be shown, the time passes as well."""
        end = self._clock() + step.for_s
        self._is_up = False
        try:
            started = self._started(self._safe(step))
        except OSError as error:
            log.error("The safe screen can't be started: %s", error.strerror or error)
            self._wait(step.for_s)
            return
        with closing(started) as child:
            while child.code is None and not self._ending and self._clock() < end:
                child.listen(LISTEN_S)
                self._beat(child, f"The kiosk has crashed {step.crashes} times in a row: a safe screen stands there")
            if child.code is None:
                child.ask_to_end()
            elif child.code == 0:
                return
        self._wait(end - self._clock())

    def _started(self, command: Sequence[str], told: Mapping[str, str] = NOTHING) -> Child:
        return Child(
            command,
            starts_s=self._patience.starts_s,
            silent_s=self._patience.silent_s,
            surroundings={**os.environ, **told},
            clock=self._clock,
        )

    def _beat(self, child: Child, up: str) -> None:
        """To whoever keeps the keeper: it works, even while what it keeps is broken. `up`: what is seen from now on."""
        if child.is_ready and not self._is_up:
            self._is_up = True
            self._is_told = True
            tell(READY="1", STATUS=up)
        self._live()

    def _live(self) -> None:
        """Until there was a picture, systemd counts the time of the start, and must not lose its patience before we do."""
        tell(WATCHDOG="1", **({} if self._is_told else {"EXTEND_TIMEOUT_USEC": EXTENDED}))

    def _wait(self, seconds: float) -> None:
        end = self._clock() + seconds
        while not self._ending and self._clock() < end:
            self._live()
            time.sleep(min(LISTEN_S, max(0.0, end - self._clock())))

    def _write_down(self, child: Child, why: Why, up_s: float) -> None:
        log.error("The kiosk is no more after %.0f s: %s (exit %s)", up_s, why, child.code)
        when = datetime.now(UTC).date().isoformat()
        at = self._clock()
        report = Report(
            why, up_s, at, self._boot, when, self._version, child.code, child.was_busy, child.memory_mb, child.places
        )
        self._crashes.append(report.crash)
        self._reports.add(report)
