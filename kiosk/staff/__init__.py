"""What the clinic's staff give the kiosk and get from it: the PIN that guards their screens, the alert that an urgent screen
runs, what is counted (docs/counts.md), what is written to an export stick.

The PIN is kept as a salted scrypt hash; wrong ones must wait, longer each time, and a restart doesn't shorten the wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.events import Event, Ticket
from kiosk.model import UrgentGroup
from kiosk.tally import Fault, Line

if TYPE_CHECKING:
    from kiosk.staff.counts import Counts
    from kiosk.staff.guard import Guard


class Alerting(Protocol):
    """What the session asks of this room. Returns at once; news comes by mailbox."""

    def alert(self, ticket: Ticket, group: UrgentGroup | None) -> None:
        """Run the clinic's own alert; None: the visitor touched "I need help now". Posts AlertSent."""
        ...


class Guarding(Protocol):
    """The staff PIN, as the session sees it. Every call returns at once; the verdict comes by mailbox as PinJudged."""

    @property
    def is_set(self) -> bool: ...

    @property
    def asks(self) -> bool:
        """There is no PIN yet, and nobody was ever asked for one."""
        ...

    def ask_once(self) -> None:
        """Somebody is asked now; no later start asks again."""
        ...

    def check(self, ticket: Ticket, pin: str) -> None:
        """RIGHT, WRONG, LOCKED, NOT_SET or BROKEN."""
        ...

    def choose(self, ticket: Ticket, pin: str) -> None:
        """A first or a new one, already typed twice: TAKEN, TOO_SIMPLE or BROKEN."""
        ...


class Counting(Protocol):
    """What was used and asked, in numbers alone. Every call returns at once; any thread may make it."""

    def add_visit(self, lines: frozenset[Line]) -> None:
        """One that is over, with all that it had."""
        ...

    def add_fault(self, fault: Fault) -> None:
        """A device or a part of the kiosk has just failed."""
        ...

    def look_up(self, ticket: Ticket) -> None:
        """Posts CountsRead."""
        ...


def open_counts(
    folder: Path,
    post: Callable[[Event], object],
    today: Callable[[], date],
    clock_day: Callable[[], date],
    clock: Callable[[], float] = time.monotonic,
) -> Counts:
    """`folder`: where they are kept; `today`: never earlier than a day that was surely seen; `clock_day`: what the machine's clock
    says, right or wrong; `clock`: monotonic seconds. Both days are asked for on a thread of the counts' own."""
    from kiosk.staff.book import Book
    from kiosk.staff.counts import Counts

    return Counts(Book(folder, today, clock_day), post, clock)


class Examining(Protocol):
    """Looks at every part of the kiosk. Both calls return at once; news comes by mailbox."""

    def examine(self, ticket: Ticket) -> None:
        """Posts PartExamined for each part, then Examined. One that is asked for later ends it."""
        ...

    def end(self) -> None:
        """Nobody looks any more: nothing more is posted."""
        ...


def open_alert(command: tuple[str, ...], post: Callable[[Event], object]) -> Alerting | None:
    """None where the clinic has set no command: the screen says that it calls nobody."""
    from kiosk.staff.alert import Alert

    return Alert(command, post) if command else None


def open_guard(folder: Path, post: Callable[[Event], object], clock: Callable[[], float] = time.monotonic) -> Guard:
    """`folder`: where the PIN is kept; `clock`: monotonic seconds."""
    from kiosk.staff.guard import Guard
    from kiosk.staff.pin import Pin

    return Guard(Pin(folder, clock), post)
