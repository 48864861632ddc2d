"""What the clinic's staff give the kiosk and get from it. So far: the alert that an urgent screen runs.

PIN, usage counts and the import desk belong here when they come.
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


def open_alert(command: tuple[str, ...], post: Callable[[Event], object]) -> Alerting | None:
    """None where the clinic has set no command: the screen says that it calls nobody."""
    from kiosk.staff.alert import Alert

    return Alert(command, post) if command else None
