"""A small honest engine for what is counted."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.events import Ticket
from kiosk.tally import Fault, Line


class Ledger:
    """Counting: remembers what it was handed. `take`: refuses a ticket that was used before."""

    def __init__(self, take: Callable[[Ticket], object]) -> None:
        self._take = take
        self.visits: list[frozenset[Line]] = []
        self.faults: list[Fault] = []
        self.ticket: Ticket | None = None

    def add_visit(self, lines: frozenset[Line]) -> None:
        self.visits.append(lines)

    def add_fault(self, fault: Fault) -> None:
        self.faults.append(fault)

    def look_up(self, ticket: Ticket) -> None:
        self._take(ticket)
        self.ticket = ticket
