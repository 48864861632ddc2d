"""Figures that were kept, and how those of now compare with them: what is worse by more than chance explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot, sqrt
from pathlib import Path
from statistics import median

import msgspec

from kiosk.bench.measured import Figure
from kiosk.errors import UsageError

LEAST = 0.10
"""Smaller differences say nothing: the same machine differs so much from day to day."""
ONE_RUN = 0.30
"""What a figure may be off that was taken once."""
SURE = 3.0
"""Standard errors."""
ROBUST, OF_A_MEDIAN = 1.4826, 1.2533
"""The median distance from the median -> a standard deviation; that of a mean -> that of a median."""


class Change(StrEnum):
    SAME = "same"
    BETTER = "better"
    WORSE = "worse"
    NEW = "new"
    """Nobody has kept it, or in another unit."""


@dataclass(frozen=True, slots=True)
class Baseline:
    machine: str
    day: str
    """ISO 8601."""
    figures: tuple[Figure, ...]

    def figure(self, name: str) -> Figure | None:
        return next((each for each in self.figures if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Compared:
    change: Change
    ratio: float | None = None
    """Now, by then; None: there is nothing to divide by."""
    margin: float = 0.0
    """So far from 1 the ratio may be by chance."""


def compared(now: Figure, then: Figure | None) -> Compared:
    if then is None or then.unit != now.unit or then.value <= 0:
        return Compared(Change.NEW)
    ratio = now.value / then.value
    margin = max(LEAST, SURE * hypot(doubt(now), doubt(then)))
    if abs(ratio - 1) <= margin:
        return Compared(Change.SAME, ratio, margin)
    is_worse = (ratio > 1) == (now.better == "lower")
    return Compared(Change.WORSE if is_worse else Change.BETTER, ratio, margin)


def doubt(figure: Figure) -> float:
    """How far its median may be off, as a share of it: one standard error, from how its runs spread."""
    if len(figure.runs) < 2 or not figure.value:
        return ONE_RUN / SURE
    middle = median(figure.runs)
    deviation = ROBUST * median(abs(run - middle) for run in figure.runs)
    return abs(OF_A_MEDIAN * deviation / sqrt(len(figure.runs)) / figure.value)


def read(file: Path) -> Baseline:
    """Raises UsageError."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Baseline)
    except (OSError, msgspec.MsgspecError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or " ".join(str(error).split())
        raise UsageError(f"{file} is no baseline ({why}). `bench --store {file}` writes one.") from error


def write(file: Path, machine: str, day: str, figures: Sequence[Figure]) -> None:
    """Figures of before that weren't measured now go: they were another day's. Raises UsageError."""
    try:
        file.write_bytes(msgspec.json.format(msgspec.json.encode(Baseline(machine, day, tuple(figures))), indent=1))
    except OSError as error:
        raise UsageError(f"The figures can't be kept in {file}: {error.strerror or error}.") from error
