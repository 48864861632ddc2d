"""The clinic's own alert: a command of theirs, run when the urgent screen opens."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from threading import Thread

from kiosk.events import AlertSent, Event, Ticket
from kiosk.model import UrgentGroup

log = logging.getLogger(__name__)

PATIENCE_S = 10.0
ASKED_FOR_HELP = "help"
"""Last word of the command when the visitor touched "I need help now"."""


class Alert:
    """Alerting, by a command that gets the urgent group as its last word. No shell; whatever it prints is thrown away."""

    def __init__(
        self, command: tuple[str, ...], post: Callable[[Event], object], patience_s: float = PATIENCE_S
    ) -> None:
        self._command = command
        self._post = post
        self._patience_s = patience_s

    def alert(self, ticket: Ticket, group: UrgentGroup | None) -> None:
        Thread(target=self._run, args=(ticket, group), name="alert", daemon=True).start()

    def _run(self, ticket: Ticket, group: UrgentGroup | None) -> None:
        self._post(AlertSent(ticket, self._succeeds(group)))

    def _succeeds(self, group: UrgentGroup | None) -> bool:
        command = [*self._command, group or ASKED_FOR_HELP]
        try:
            code = _ran(command, self._patience_s)
        except (OSError, subprocess.TimeoutExpired, ValueError) as error:
            log.error("The clinic's alert failed: %s: %s", self._command[0], _why(error))
            return False
        if code:
            log.error("The clinic's alert failed: %s ended with %s", self._command[0], code)
        return code == 0


def _ran(command: Sequence[str], patience_s: float) -> int:
    """Its exit code. One that takes too long is ended, with all that it has started. Raises TimeoutExpired, OSError, ValueError."""
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True) as alert:
        try:
            return alert.wait(patience_s)
        except subprocess.TimeoutExpired:
            os.killpg(alert.pid, signal.SIGKILL)
            raise


def _why(error: Exception) -> str:
    """Not as Python tells it: that would name the group, and so what a visitor said."""
    match error:
        case subprocess.TimeoutExpired():
            return f"it timed out after {error.timeout:g} s"
        case OSError():
            return error.strerror or type(error).__name__
        case _:  # all that Python refuses in a command
            return "it holds a null byte"
