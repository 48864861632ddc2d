"""The files of the counts. One for each day that is over, with what was given out of it; and one, `waiting.json`, with what is
still too little to be given out: numbers without a day, a time or an order."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from msgspec import Meta, MsgspecError, Struct
from msgspec.json import decode

from kiosk.staff.disk import replace_flushed
from kiosk.tally import Counted, Day, Fault, Line, Tallies, whole_fives

log = logging.getLogger(__name__)

WAITING = "waiting.json"
LONGEST_FILE = 5_000_000
"""Bytes."""
Kind = TypeVar("Kind")
Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]


@dataclass(slots=True)
class Waiting:
    """What is not given out yet."""

    day: date
    """That is going on."""
    clock_day: date
    """The same as the machine's clock calls it."""
    serial: int = 1
    """Of the day's file that comes next: written twice, it is still the same file."""
    visits: int = 0
    """Since the last time that something was given out."""
    lines: Counter[Line] = field(default_factory=Counter)
    faults: Counter[Fault] = field(default_factory=Counter)


class _Written(Struct):
    day: date
    lines: dict[str, dict[str, Count]] = {}
    faults: dict[str, Count] = {}


class _WrittenWaiting(_Written):
    clock_day: date = date.min
    serial: Count = 1
    visits: Count = 0


def day_files(folder: Path) -> list[Path]:
    """The oldest first. Raises OSError."""
    found = folder.glob("????-??-??-*.json") if folder.is_dir() else ()
    return sorted(file for file in found if not file.is_symlink())


def file_of(folder: Path, waiting: Waiting) -> Path:
    return folder / f"{waiting.day}-{waiting.serial:05}.json"


def write_day(file: Path, day: Day) -> None:
    """Raises OSError."""
    replace_flushed(file, _bytes_of(day))


def write_waiting(folder: Path, waiting: Waiting) -> None:
    """Raises OSError."""
    told = {
        "day": str(waiting.day),
        "clock_day": str(waiting.clock_day),
        "serial": waiting.serial,
        "visits": waiting.visits,
        "lines": _nested(waiting.lines),
        "faults": _named(waiting.faults),
    }
    replace_flushed(folder / WAITING, _bytes(told))


def read_waiting(folder: Path) -> Waiting | None:
    """None: there is nothing that could be read."""
    found = _read(folder / WAITING, _WrittenWaiting)
    if found is None:
        return None
    lines, faults = Counter(dict(_lines(found.lines))), Counter(dict(_faults(found.faults)))
    return Waiting(found.day, found.clock_day, found.serial, found.visits, lines, faults)


def read_day(file: Path) -> Day | None:
    """Whatever stands in it, no more than whole fives come out. None: it can't be read."""
    found = _read(file, _Written)
    if found is None:
        return None
    lines = {line: whole_fives(count) for line, count in _lines(found.lines) if whole_fives(count)}
    return Day(found.day, lines, dict(_faults(found.faults)))


def read_tallies(folder: Path, today: date) -> Tallies:
    """All that may be shown, as the disk has it; faults also of the day that is going on."""
    try:
        days = [day for file in day_files(folder) if (day := read_day(file)) is not None]
    except OSError as error:
        log.warning("The counts can't be read: %s: %s", folder, error.strerror or error)
        days = []
    waiting = read_waiting(folder)
    if waiting is not None and waiting.faults:
        days.append(Day(waiting.day, {}, dict(waiting.faults)))
    return Tallies(today, tuple(days))


def exported(folder: Path) -> dict[str, bytes]:
    """The days that are over, by file name, as they may be shown; what waits stays here. Raises OSError."""
    days = ((file.name, read_day(file)) for file in day_files(folder))
    return {name: _bytes_of(day) for name, day in days if day is not None}


def _read(file: Path, kind: type[Kind]) -> Kind | None:
    try:
        with file.open("rb") as opened:
            return decode(opened.read(LONGEST_FILE), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, MsgspecError, ValueError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        log.warning("Some counts are lost: %s can't be read: %s", file, why)
        return None


def _lines(written: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[Line, int]]:
    """Those that this version knows."""
    for name, abouts in written.items():
        if name in list(Counted):
            yield from ((Line(Counted(name), about), count) for about, count in abouts.items())


def _faults(written: Mapping[str, int]) -> Iterator[tuple[Fault, int]]:
    return ((Fault(name), count) for name, count in written.items() if name in list(Fault))


def _nested(lines: Mapping[Line, int]) -> dict[str, dict[str, int]]:
    """In the order of the alphabet, which tells nothing of how they came."""
    nested: dict[str, dict[str, int]] = {}
    for line in sorted(lines):
        if lines[line]:
            nested.setdefault(line.counted, {})[line.about] = lines[line]
    return nested


def _named(faults: Mapping[Fault, int]) -> dict[str, int]:
    return {fault.value: faults[fault] for fault in sorted(faults)}


def _bytes_of(day: Day) -> bytes:
    return _bytes({"day": str(day.day), "lines": _nested(day.lines), "faults": _named(day.faults)})


def _bytes(told: Mapping[str, object]) -> bytes:
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()
