"""What is waiting, and when it is given out: nothing of a day that goes on, of a day with hardly a visit only together with the
days after it, and of each line only whole fives. The rest waits, without its day."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from kiosk.staff.day_files import Waiting, day_files, file_of, read_tallies, read_waiting, write_day, write_waiting
from kiosk.tally import FEW, Day, Fault, Line, Tallies, whole_fives

log = logging.getLogger(__name__)

FAR_ON = 50_000
"""The number of the next file where nobody can see which there are."""
MOST_DAYS = 400
"""That are kept. Files are counted, not dates: a clock that jumps ahead must not throw away what is of last week."""


class Book:
    """Of one thread. A disk that can't be written costs the counts, is told once, and nothing else happens."""

    def __init__(self, folder: Path, today: Callable[[], date], clock_day: Callable[[], date]) -> None:
        self._folder = folder
        self._today = today
        self._clock_day = clock_day
        self._told = False
        self._waiting = read_waiting(folder) or self._begun()
        self._kept = True

    def _begun(self) -> Waiting:
        """After damage too: no file of a day that is there may be written over."""
        try:
            serial = 1 + max((_serial(file) for file in day_files(self._folder)), default=0)
        except OSError as error:
            self._tell(error)
            serial = FAR_ON
        return Waiting(self._today(), self._clock_day(), serial)

    def add_visit(self, lines: Iterable[Line]) -> None:
        self._waiting.lines.update(lines)
        self._waiting.visits += 1
        self._kept = False

    def add_fault(self, fault: Fault) -> None:
        self._waiting.faults[fault] += 1
        self._kept = False

    def turn_page(self) -> None:
        """Call it before anything is added: a new day may have begun."""
        waiting, today, clock_day = self._waiting, self._today(), self._clock_day()
        if (today, clock_day) == (waiting.day, waiting.clock_day):
            return
        given, left = given_out(waiting)
        if given.lines or given.faults:
            try:
                write_day(file_of(self._folder, waiting), given)
                left.serial += 1
                self._prune()
            except OSError as error:
                self._tell(error)
                return  # it is tried again at the next chance
        left.day, left.clock_day = today, clock_day
        self._waiting, self._kept = left, False
        self.keep()

    def keep(self) -> None:
        """Onto the disk, if there is anything new."""
        if self._kept:
            return
        try:
            write_waiting(self._folder, self._waiting)
            self._kept, self._told = True, False
        except OSError as error:
            self._tell(error)

    def tallies(self) -> Tallies:
        """All that may be shown."""
        self.keep()
        return read_tallies(self._folder, self._today())

    def _prune(self) -> None:
        for file in day_files(self._folder)[:-MOST_DAYS]:
            file.unlink(missing_ok=True)

    def _tell(self, error: OSError) -> None:
        if not self._told:
            log.warning("Nothing is counted for now: %s: %s", self._folder, error.strerror or error)
            self._told = True


def given_out(waiting: Waiting) -> tuple[Day, Waiting]:
    """What of it may be shown, and what goes on waiting. Nothing is lost between the two."""
    enough = waiting.visits >= FEW
    lines = {line: whole_fives(count) for line, count in waiting.lines.items() if enough and whole_fives(count)}
    left = Waiting(
        waiting.day,
        waiting.clock_day,
        waiting.serial,
        0 if enough else waiting.visits,
        +(waiting.lines - Counter(lines)),
    )
    return Day(waiting.day, lines, dict(waiting.faults)), left


def _serial(file: Path) -> int:
    number = file.stem.rpartition("-")[2]
    return int(number) if number.isascii() and number.isdecimal() else 0
