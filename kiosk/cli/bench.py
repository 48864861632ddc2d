"""`bench`: the figures of this machine, a table on the screen or JSON."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict
from typing import TYPE_CHECKING

from kiosk.context import Context
from kiosk.errors import KioskError, UsageError

if TYPE_CHECKING:
    from kiosk.bench.figure import Figure


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("bench", help="how fast and how large the kiosk is on this machine")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="figures, or a kind of them, like `install` (default: all)"
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(run=run)


def run(given: Namespace, context: Context) -> int:
    """4 when a figure could not be measured because a part is missing; the others are measured all the same."""
    from kiosk.bench.figure import BENCHMARKS, measure

    chosen = {name: [each for each in BENCHMARKS if name in (each, each.split(".")[0])] for name in given.names}
    if unknown := [name for name, found in chosen.items() if not found]:
        raise UsageError(f"There is no figure {unknown[0]!r}. There are: {', '.join(BENCHMARKS)}.")
    names = list(dict.fromkeys(name for found in chosen.values() for name in found)) or list(BENCHMARKS)
    figures: list[Figure] = []
    code = 0
    for name in names:
        try:
            figures.append(measure(name, context))
        except KioskError as error:
            code = max(code, error.exit_code)
            print(f"{name:<34}{' '.join(str(error).split())}", file=sys.stderr)
            continue
        if not given.json:
            print(row(figures[-1]), flush=True)
    if given.json:
        print(json.dumps([asdict(figure) for figure in figures], indent=1))
    return code


def row(figure: Figure) -> str:
    spread = f"{min(figure.runs):g} .. {max(figure.runs):g}, {len(figure.runs)} runs"
    return f"{figure.name:<34}{figure.value:>10g} {figure.unit:<4} ({spread})"
