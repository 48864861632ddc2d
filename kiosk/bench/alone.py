"""A measurement in a process of its own, so that none pays for another's memory: it prints what it found as its last line, JSON."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from kiosk.context import ROOT
from kiosk.errors import KioskError


def alone(command: Sequence[str], what: str, patience_s: float) -> dict[str, Any]:
    """`what`: for people, as in "the app (taps)". Raises KioskError, one line, where nothing was found in time."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=patience_s, check=False)
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired as error:
        raise KioskError(f"{what} could not be measured: it took longer than {patience_s:.0f} s") from error
    except (ValueError, IndexError) as error:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise KioskError(f"{what} could not be measured: {last}") from error
    return found
