"""What one look at one part brings, and what a look needs to know."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.context import Context
from kiosk.model import Level

PATIENCE_S = 5.0
"""A program of the system that takes longer tells nothing."""


def asked(command: Sequence[str]) -> str | None:
    """What a program of the system tells; None: it isn't there, or doesn't answer."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=PATIENCE_S
        )
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    return done.stdout


@dataclass(frozen=True, slots=True)
class Machine:
    """What is below the kiosk."""

    root: Path = Path("/")
    """Where /proc, /sys, /etc and /run lie."""
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    run: Callable[[Sequence[str]], str | None] = asked

    def read(self, path: str) -> str:
        """Empty where there is no such file, or none that can be read."""
        try:
            return (self.root / path).read_text(encoding="utf-8", errors="replace").strip()
        except (OSError, ValueError):
            return ""


@dataclass(frozen=True, slots=True)
class Running:
    """What the rooms of a running kiosk know of themselves. They hold the devices: nobody may open these a second time."""

    hears: Callable[[], bool]
    """Somebody can speak to it."""
    speaks: Callable[[], bool]
    """Somebody can hear it."""
    matcher: Callable[[], str | None]
    """The name of what finds the sections; None: there is none."""
    reads_meaning: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where is looked."""

    context: Context
    machine: Machine
    running: Running | None = None
    """None: no kiosk runs in this process, and the devices are free."""


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    detail: str
    """What was found, on one line."""
    remedy: str = ""
    cause: str = ""


def good(detail: str) -> Finding:
    return Finding(Level.GOOD, detail)


def less(cause: str, detail: str, remedy: str) -> Finding:
    """It works, but narrower than it could."""
    return Finding(Level.LESS, detail, remedy, cause)


def missing(cause: str, detail: str, remedy: str) -> Finding:
    return Finding(Level.MISSING, detail, remedy, cause)


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the kiosk, and how it is looked at."""

    name: str
    look: Callable[[Scene], Finding]
    causes: tuple[str, ...] = ()
    """Of its troubles; each has its plain words in assets/messages under `checkup.<name>`."""
    is_needed: bool = False
    """Without it there is no kiosk; without another it is narrower: people type, and read."""
    is_loud: bool = False
    """It makes a sound, and takes the devices for itself."""
