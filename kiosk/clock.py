"""What day it is, on a machine without a network and perhaps without a battery: never earlier than a day it has surely seen.

Three things say what day it surely is: the day this program was made, the latest day in an installed, signed manifest (`known`),
and the latest day that the clock has shown, which is kept in a file. What the clock says is weighed against them:

- Earlier: the latest day stands, so that a clock set back brings no expired pack to life. By more than a day, staff are told.
- Later by at most `LEAP`: it counts at once. A kiosk may have stood in a cupboard for a year.
- Later by more: it counts once the clock has run on from there for `HELD` of uptime, over as many starts as it takes. A clock that
  wakes up ten years ahead and is put right within that time has spoiled nothing; one that was right is believed in the end.

Should such a wrong day ever be believed, delete `latest-day` in the kiosk's home (`doctor` says so). Only what the clock showed is
kept there: going back to the content before also takes back the day of its manifest.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kiosk.content.disk import replace_flushed, why

log = logging.getLogger(__name__)

BUILT = date(2026, 11, 1)
LEAP = timedelta(days=400)
BEHIND = timedelta(days=1)
"""Time zones make up for less."""
HELD = timedelta(days=3)
KEPT_EVERY = timedelta(hours=1)
"""Uptime that a power cut may cost."""
DRIFT = timedelta(minutes=10)
"""So far may the clock stray from the uptime between two looks, and be said to run on."""
LONGEST_FILE = 200
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept between two starts."""

    day: date = date.min
    """The latest that counted."""
    ahead: datetime | None = None
    """Where a clock that leapt ahead was last; None: it didn't."""
    held: timedelta = timedelta()
    """How long it has run on from there."""


class LatestDay:
    """`file`: where the latest day is kept between two starts. `uptime`: seconds that nobody can set."""

    def __init__(self, file: Path, uptime: Callable[[], float] = time.monotonic) -> None:
        self.file = file
        self._uptime = uptime
        self._looked: tuple[datetime, float] | None = None
        self._kept = self._seen = _read(file)

    def today(self, now: datetime, known: date = BUILT) -> date:
        """The clock's day, or the latest seen where that is later. `known`: a day that is surely over."""
        latest = max(self._seen.day, known, BUILT)
        clock = now.astimezone(UTC).date()
        if clock <= _later(latest):
            self._seen = Seen(max(self._seen.day, clock))
        else:
            self._weigh(now, clock)
        self._looked = (now, self._uptime())
        self._keep()
        return max(latest, self._seen.day)

    def is_wrong(self, now: datetime, known: date = BUILT) -> bool:
        """The clock is behind what was seen, or leapt ahead."""
        latest = max(self._seen.day, known, BUILT)
        clock = now.astimezone(UTC).date()
        return clock < latest - BEHIND or clock > _later(latest)

    def _weigh(self, now: datetime, clock: date) -> None:
        """A clock that leapt ahead counts once it has run on for long enough."""
        before, held = self._seen.ahead, self._seen.held
        gone_on = before is not None and before - DRIFT <= now <= _later_still(before)
        ran = timedelta(seconds=max(0.0, self._uptime() - self._looked[1])) if self._looked else timedelta()
        steady = self._looked is None or abs(now - self._looked[0] - ran) <= DRIFT
        held = held + ran if gone_on and steady else timedelta()
        self._seen = Seen(clock) if held >= HELD else Seen(self._seen.day, now, held)

    def _keep(self) -> None:
        now, kept = self._seen, self._kept
        same = now.day == kept.day and (now.ahead is None) == (kept.ahead is None)
        if same and kept.held <= now.held < kept.held + KEPT_EVERY:
            return
        try:
            replace_flushed(self.file, _written(now))
            self._kept = now
        except OSError as error:  # a disk that can't be written only remembers less
            log.warning("The latest day can't be kept in %s: %s", self.file, why(error))
            self._kept = replace(now)


def latest_day(file: Path, now: datetime) -> date:
    """What `today` would say by what is kept, without weighing or keeping anything: for whoever looks from another thread."""
    latest = max(_read(file).day, BUILT)
    clock = now.astimezone(UTC).date()
    return max(latest, clock) if clock <= _later(latest) else latest


def _later(day: date) -> date:
    return day + LEAP if date.max - LEAP > day else date.max


def _later_still(moment: datetime) -> datetime:
    """A leapt clock may stand still for as long as a true one, between two starts."""
    return datetime.combine(_later(moment.date()), moment.timetz())


def _written(seen: Seen) -> bytes:
    ahead = f" {seen.ahead.astimezone(UTC).isoformat()} {seen.held.total_seconds():.0f}" if seen.ahead else ""
    return f"{seen.day}{ahead}\n".encode("ascii")


def _read(file: Path) -> Seen:
    """A damaged file is as none."""
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as opened:
            words = opened.read(LONGEST_FILE).decode("ascii").split()
        match words:
            case [day]:
                return Seen(date.fromisoformat(day))
            case [day, ahead, held]:
                moment, ran = datetime.fromisoformat(ahead), timedelta(seconds=min(max(int(held), 0), 10**7))
                return Seen(date.fromisoformat(day), moment, ran) if moment.tzinfo else Seen(date.fromisoformat(day))
    except (OSError, ValueError, OverflowError):
        pass
    return Seen()
