"""`bench`: the figures of this machine, a table or JSON, beside those that were kept; and what a larger library costs."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.context import ROOT, Context
from kiosk.errors import KioskError, UsageError

if TYPE_CHECKING:
    from kiosk.bench.baseline import Compared
    from kiosk.bench.measured import Figure

KEPT = ROOT / "docs" / "bench.json"


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("bench", help="how fast and how large the kiosk is on this machine")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="figures, or a kind of them, like `install` (default: all)"
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="what to compare with (default: docs/bench.json)")
    parser.add_argument("--store", type=Path, metavar="FILE", help="keep these figures, to compare with later")
    parser.add_argument(
        "--plot", type=Path, metavar="FILE.svg", help="measure what a larger library costs, and draw it"
    )
    parser.set_defaults(run=run)


def run(given: Namespace, context: Context) -> int:
    """4 when a figure could not be measured because a part is missing; the others are measured all the same."""
    from kiosk.bench import baseline

    if given.plot:
        return _plotted(given.plot, given.json)
    file = given.baseline or (KEPT if KEPT.is_file() else None)
    before = baseline.read(file) if file else None
    names = chosen(given.names)
    if before and not given.json:
        print(f"Compared with {before.day}, {before.machine}")
    figures: list[Figure] = []
    faults: list[KioskError] = []
    worse = []
    for figure in _measured(names, context, faults):
        figures.append(figure)
        found = baseline.compared(figure, before.figure(figure.name) if before else None)
        if found.change is baseline.Change.WORSE:
            worse.append(figure.name)
        if not given.json:
            print(row(figure, found if before else None), flush=True)
    if given.json:
        print(json.dumps([asdict(figure) for figure in figures], indent=1))
    if worse and before:
        print(f"Worse than on {before.day} by more than chance: {', '.join(worse)}", file=sys.stderr)
    if given.store:
        _kept(given.store, figures)
    return max((fault.exit_code for fault in faults), default=0)


def chosen(names: Iterable[str]) -> list[str]:
    from kiosk.bench.figure import BENCHMARKS

    found = {name: [each for each in BENCHMARKS if name in (each, each.split(".")[0])] for name in names}
    if unknown := [name for name, figures in found.items() if not figures]:
        raise UsageError(f"There is no figure {unknown[0]!r}. There are: {', '.join(BENCHMARKS)}.")
    return list(dict.fromkeys(name for figures in found.values() for name in figures)) or list(BENCHMARKS)


def _measured(names: Iterable[str], context: Context, faults: list[KioskError]) -> Iterator[Figure]:
    from kiosk.bench.figure import measure

    for name in names:
        try:
            yield measure(name, context)
        except KioskError as error:
            faults.append(error)
            print(f"{name:<34}{' '.join(str(error).split())}", file=sys.stderr)


def _kept(file: Path, figures: list[Figure]) -> None:
    from kiosk.bench import baseline
    from kiosk.bench.machine import machine

    baseline.write(file, machine(), date.today().isoformat(), figures)


def _plotted(file: Path, as_json: bool) -> int:
    from kiosk.bench.growth import grown
    from kiosk.bench.growth_plot import plot
    from kiosk.bench.machine import machine

    if not as_json:
        print("| articles | opening, s | a question, ms | memory, MB | installing, s |\n|---|---|---|---|---|")
    costs = []
    for cost in grown():
        costs.append(cost)
        if not as_json:
            told = (f"{cost.open_s:.2f}", f"{cost.search_ms:.0f}", f"{cost.memory_mb:.0f}", f"{cost.install_s:.1f}")
            print(f"| {cost.articles:,} | {' | '.join(told)} |", flush=True)
    if as_json:
        print(json.dumps([asdict(cost) for cost in costs], indent=1))
    try:
        file.write_text(plot(costs, f"{date.today().isoformat()}, {machine()}"), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"The picture can't be written to {file}: {error.strerror or error}.") from error
    return 0


def row(figure: Figure, found: Compared | None) -> str:
    spread = f"{min(figure.runs):g} .. {max(figure.runs):g}, {len(figure.runs)} runs"
    told = f"{figure.name:<34}{figure.value:>10g} {figure.unit:<4} ({spread})"
    return told if found is None else f"{told}  {beside(found)}"


def beside(found: Compared) -> str:
    """`x1.42 worse (chance: 0.12)`; nothing kept, nothing said."""
    if found.ratio is None:
        return ""
    return f"x{found.ratio:.2f} {found.change} (chance: {found.margin:.2f})"
