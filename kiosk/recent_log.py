"""What the log told last, kept in memory for support: an export takes it along, and nothing of it is on the kiosk's disk."""

from __future__ import annotations

import logging
from collections import deque

from kiosk.discretion import Reticent

MOST_LINES = 1000
_lines: deque[str] = deque(maxlen=MOST_LINES)


class _Keeper(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _lines.append(self.format(record))


def keep() -> None:
    """From now on. Once is enough."""
    root = logging.getLogger()
    if not any(isinstance(each, _Keeper) for each in root.handlers):
        keeper = _Keeper(logging.INFO)
        keeper.setFormatter(Reticent("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(keeper)


def lines() -> tuple[str, ...]:
    return tuple(_lines)
