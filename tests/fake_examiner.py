"""Examining, as far as the session can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.events import Ticket

if TYPE_CHECKING:
    from tests.fakes import Room


class Examiner:
    """Examining: remembers who asked, until nobody does."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.ticket: Ticket | None = None

    def examine(self, ticket: Ticket) -> None:
        self._room.take(ticket)
        self._room.log.append("examine")
        self.ticket = ticket

    def end(self) -> None:
        self._room.log.append("end examination")
        self.ticket = None
