"""What microphones the sound server has (PulseAudio, or PipeWire in its place), asked by its own `pactl`.

PortAudio can't tell: behind its one device "pulse" a server without any microphone hands out a monitor, which is what the
kiosk's own loudspeaker plays.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

ANSWERS_S = 2.0
MONITOR = ".monitor"


def microphones() -> tuple[str, ...] | None:
    """Names of its sources, the default one first. None: there is no server, or nothing to ask it with."""
    listed = _pactl("list", "short", "sources")
    if listed is None:
        return None
    names = [line.split("\t")[1] for line in listed.splitlines() if line.count("\t")]
    default = (_pactl("get-default-source") or "").strip()
    return tuple(sorted((name for name in names if not name.endswith(MONITOR)), key=lambda name: name != default))


def _pactl(*words: str) -> str | None:
    program = shutil.which("pactl")
    if program is None:
        return None
    command: Sequence[str] = (program, *words)
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=ANSWERS_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout
