"""Keeps the kiosk running: a small process that starts it, hears that it is well, and starts it again when it isn't.

The kiosk tells by sd_notify(3) when its first picture is drawn, and then every second that its screen lives. What ends by
itself, falls silent or never gets ready is ended with all that it has started, written down as a crash report without a visitor's
words, and started again: at once at first, after a pause later, and after repeated crashes a plain safe screen sends people to the
staff meanwhile. What even that doesn't heal is left to systemd, which starts the display anew.

`policy` decides (pure), `child` is the process, `reports` what is written down, `keeper` the loop.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.keeper.reports import Reports

AFTER_CRASH = "KIOSK_AFTER_CRASH"
"""Set for a kiosk that is started because the one before it was not well: why."""


def open_reports(home: Path) -> Reports:
    """What this kiosk's crashes left: read by support and staff."""
    return Reports(home / "crashes")
