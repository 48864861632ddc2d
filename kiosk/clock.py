"""What day it is, on a machine without a network and perhaps without a battery: never earlier than a day it has surely seen.

The latest day is remembered in a file. The clock alone may move it on by `LEAP` at most at a time: a clock that once wakes up ten
years ahead must not make every pack expired for ever, while one that is set back must not bring an expired pack to life. Days that
stand in signed manifests, and the day this program was made, are surely over.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kiosk.content.disk import replace_flushed

log = logging.getLogger(__name__)

BUILT = date(2026, 11, 1)
LEAP = timedelta(days=400)
"""A kiosk may have stood in a cupboard for a year; more in one go is a clock gone wrong."""
BEHIND = timedelta(days=1)
"""A clock further behind than this is wrong: time zones make up for less."""


class LatestDay:
    """`file`: where the latest day is kept between two starts."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def today(self, now: datetime, known: date = BUILT) -> date:
        """The clock's day, or the latest seen where that is later. `known`: a day that is surely over."""
        latest = max(self._seen(), known, BUILT)
        clock = now.astimezone(UTC).date()
        day = clock if latest <= clock <= latest + LEAP else latest
        if day > self._seen():
            with suppress(OSError):  # a disk that can't be written only remembers less
                replace_flushed(self._file, f"{day}\n".encode("ascii"))
        return day

    def is_wrong(self, now: datetime, known: date = BUILT) -> bool:
        """The clock is behind what was seen, or leapt ahead."""
        latest = max(self._seen(), known, BUILT)
        clock = now.astimezone(UTC).date()
        return clock < latest - BEHIND or clock > latest + LEAP

    def _seen(self) -> date:
        try:
            return date.fromisoformat(self._file.read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            return BUILT
