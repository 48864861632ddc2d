"""Crash reports: one small file each, the newest kept. What happened to the program, and nothing of what anybody asked or heard."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.keeper.policy import Crash, Why

log = logging.getLogger(__name__)

MOST = 30
"""Reports."""
LONGEST = 40_000
"""Bytes of one."""
NAME = "crash-{:06d}.json"
BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Report:
    why: Why
    up_s: float
    """Seconds from the first picture to the end; 0: there never was one."""
    at_s: float
    """When it ended, monotonic seconds of that boot."""
    boot: str
    """Which start of the machine that was."""
    when: str = ""
    """The day by the machine's clock, which may be wrong; no time of it: that would tell when somebody was here."""
    version: str = ""
    code: int | None = None
    """The exit code; below 0: the signal that ended it."""
    was_busy: bool | None = None
    """Somebody was at the screen. None: it isn't known."""
    memory_mb: float | None = None
    """At the last look, with all its processes."""
    places: tuple[str, ...] = ()
    """Where its threads were."""

    @property
    def crash(self) -> Crash:
        return Crash(self.why, self.up_s, self.at_s)


class Reports:
    """Those in one folder, by number. A disk that can't be written only remembers less."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, report: Report) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            files = self._files()
            file = self.folder / NAME.format(_number(files[-1]) + 1 if files else 1)
            draft = file.with_suffix(".new")
            draft.write_text(json.dumps(asdict(report), indent=1) + "\n", encoding="utf-8")
            draft.replace(file)
            for old in files[: max(0, len(files) + 1 - MOST)]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.warning("A crash report can't be written into %s: %s", self.folder, error.strerror or error)

    def all(self) -> tuple[Report, ...]:
        """Oldest first. What is no report is left out."""
        return tuple(report for file in self._files() if (report := _read(file)) is not None)

    def of_boot(self, boot: str) -> tuple[Crash, ...]:
        """Of this start of the machine alone: only within it do seconds compare."""
        return tuple(report.crash for report in self.all() if report.boot == boot)

    def _files(self) -> Sequence[Path]:
        try:
            found = [each for each in self.folder.iterdir() if _number(each)]
        except OSError:
            return ()
        return sorted(found, key=_number)


def this_boot(file: Path = BOOT) -> str:
    """Seconds of uptime compare only within one start of the machine."""
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:  # elsewhere than on Linux
        return str(round(time.time() - time.monotonic()))


def _number(file: Path) -> int:
    """0: this is none of ours."""
    name, _, number = file.stem.partition("-")
    ours = name == "crash" and file.suffix == ".json" and number.isascii() and number.isdigit() and len(number) < 10
    return int(number) if ours else 0


def _read(file: Path) -> Report | None:
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as opened:
            told = json.loads(opened.read(LONGEST))
        return Report(
            Why(told["why"]),
            _seconds(told["up_s"]),
            _seconds(told["at_s"]),
            str(told["boot"]),
            str(told["when"]),
            str(told["version"]),
            told["code"] if isinstance(told["code"], int) else None,
            told["was_busy"] if isinstance(told["was_busy"], bool) else None,
            _seconds(told["memory_mb"]) if told["memory_mb"] is not None else None,
            tuple(str(place) for place in told["places"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _seconds(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not abs(told) < 1e12:
        raise ValueError("no number of seconds")
    return float(told)
