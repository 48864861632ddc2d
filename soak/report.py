"""What a soak found, as Markdown and as a picture."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from soak.measures import Bar, Sample, bars
from soak.plot import plot
from soak.runner import Record

MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Report:
    text: str
    missed: tuple[str, ...]
    """Bars that don't hold, and those that so short a soak can't tell."""

    @property
    def holds(self) -> bool:
        return not self.missed


def written(record: Record, folder: Path) -> Report:
    """report.md, soak.svg and samples.json lie in `folder` then."""
    found = bars(record.samples, record.errors, record.unwell, record.found_words)
    text = told(record, found)
    (folder / "report.md").write_text(text, encoding="utf-8")
    marks = [(each.at, each.fault.name) for each in record.happened]
    (folder / "soak.svg").write_text(plot(record.samples, marks), encoding="utf-8")
    (folder / "samples.json").write_text(json.dumps([asdict(each) for each in record.samples]), encoding="utf-8")
    return Report(text, tuple(bar.name for bar in found if not bar.holds))


def told(record: Record, found: Sequence[Bar]) -> str:
    return "\n".join([*_head(record), *_bars(found), *_visits(record), *_faults(record), *_lost(record)]) + "\n"


def _head(record: Record) -> list[str]:
    speed = record.virtual_s / record.real_s if record.real_s else 0.0
    machine = f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB, {platform.machine()}"
    starts = ", ".join(f"{each:.1f}" for each in record.starts_s)
    return [
        f"# Soak of {datetime.now(UTC):%d %B %Y}",
        "",
        f"{record.virtual_s / 3600:.1f} virtual hours in {record.real_s / 60:.0f} minutes ({speed:.0f} times faster than life), "
        f"{len(record.visits)} visits, {len(record.happened)} faults, {machine}. "
        f"From a start to the first screen: {starts} s.",
        "",
    ]


def _bars(found: Sequence[Bar]) -> list[str]:
    rows = [f"| {bar.name} | {bar.found} | {bar.wanted} | {'yes' if bar.holds else '**no**'} |" for bar in found]
    return ["| | found | wanted | holds |", "|---|---|---|---|", *rows, ""]


def _visits(record: Record) -> list[str]:
    kinds = Counter(visit["visit"]["kind"] for visit in record.visits)
    rows = [f"| {kind} | {count} | {_outcomes(record, kind)} |" for kind, count in kinds.most_common()]
    return ["| came to | visits | and got |", "|---|---|---|", *rows, ""]


def _outcomes(record: Record, kind: str) -> str:
    mine = [visit for visit in record.visits if visit["visit"]["kind"] == kind]
    found = Counter("turned away" if visit["turned_away"] else visit["outcome"] or "nothing" for visit in mine)
    return ", ".join(f"{outcome} {count}" for outcome, count in found.most_common())


def _faults(record: Record) -> list[str]:
    if not record.happened:
        return []
    rows = [
        f"| {each.at / 3600:.2f} h | {each.fault.name} | {each.fault.about} | {each.meanwhile or '-'} | "
        f"{'never' if each.usable_s is None else f'{each.usable_s:.1f} s'} | {each.outcome} |"
        for each in record.happened
    ]
    head = "| at | fault | what | a visitor meanwhile | usable again after | a visitor then |"
    return [
        head,
        "|---|---|---|---|---|---|",
        *rows,
        "",
        f"Error lines by which the kiosk told of them: {record.foreseen}.",
        "",
    ]


def _lost(record: Record) -> list[str]:
    found: list[str] = []
    for title, lines in (
        ("Unhandled errors", record.errors),
        ("Visits that went wrong", record.unwell),
        ("Words of visitors on the disk", record.found_words),
    ):
        if lines:
            more = [f"- and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else []
            found += [f"## {title}", "", *(f"- {line}" for line in lines[:MOST_LINES]), *more, ""]
    return found


__all__ = ["Report", "Sample", "written"]
