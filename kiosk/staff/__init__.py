"""What the clinic's staff give the kiosk and get from it: the PIN that guards their screens, the alert that an urgent screen
runs, what is written to an export stick.

The PIN is kept as a salted scrypt hash; wrong ones must wait, longer each time, and a restart doesn't shorten the wait.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.events import Event, Ticket
from kiosk.model import UrgentGroup


class Alerting(Protocol):
    """What the session asks of this room. Returns at once; news comes by mailbox."""

    def alert(self, ticket: Ticket, group: UrgentGroup | None) -> None:
        """Run the clinic's own alert; None: the visitor touched "I need help now". Posts AlertSent."""
        ...


class Guarding(Protocol):
    """The staff PIN, as the session sees it. Every call returns at once; the verdict comes by mailbox as PinJudged."""

    @property
    def is_set(self) -> bool: ...

    def check(self, ticket: Ticket, pin: str) -> None:
        """RIGHT, WRONG, LOCKED, NOT_SET or BROKEN."""
        ...

    def choose(self, ticket: Ticket, pin: str) -> None:
        """A first or a new one, already typed twice: TAKEN, TOO_SIMPLE or BROKEN."""
        ...


def open_alert(command: tuple[str, ...], post: Callable[[Event], object]) -> Alerting | None:
    """None where the clinic has set no command: the screen says that it calls nobody."""
    from kiosk.staff.alert import Alert

    return Alert(command, post) if command else None
