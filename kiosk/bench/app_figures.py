"""The whole app in a process of its own: until its first frame, at rest, and after a visit."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

from kiosk.context import ROOT, Context
from kiosk.errors import KioskError

PATIENCE_S = 180.0


def first_frame(context: Context) -> Sequence[float]:
    """Seconds from the start of the process to the first drawn frame."""
    return [_probe(context, "first-frame") for _ in range(3)]


def idle_cpu(context: Context) -> Sequence[float]:
    """Percent of one core while nobody is there."""
    return [_probe(context, "idle-cpu")]


def memory(context: Context) -> Sequence[float]:
    """Resident megabytes with everything loaded and one question asked and answered."""
    return [_probe(context, "memory")]


def _probe(context: Context, what: str) -> float:
    command = [sys.executable, "-m", "kiosk.bench.probe", what, str(context.home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    try:
        return float(json.loads(done.stdout.splitlines()[-1]))
    except (ValueError, IndexError) as error:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise KioskError(f"The app could not be measured ({what}): {last}") from error
