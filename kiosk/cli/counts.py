"""`counts show | export DIR`: how the kiosk was used, and what it would write onto an export stick."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

from kiosk import parts, support
from kiosk.charts import Chart, charts, since
from kiosk.cli.library import intake_of
from kiosk.context import Context
from kiosk.staff.day_files import read_tallies
from kiosk.tally import Tallies

WIDE = 24
"""Letters of the longest bar."""
MOST_DAYS = 36_500


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    actions = commands.add_parser("counts", help="usage counts").add_subparsers(metavar="ACTION", required=True)
    showing = actions.add_parser("show", help="what was opened, heard and asked, and what found no answer")
    showing.add_argument("--days", type=days, default=30, metavar="N", help="up to today (default: 30)")
    showing.add_argument("--json", action="store_true", help="for programs")
    showing.set_defaults(run=run_show)
    exporting = actions.add_parser("export", help="counts, and what support needs, into a new folder in DIR")
    exporting.add_argument("folder", type=Path, metavar="DIR")
    exporting.set_defaults(run=run)


def days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= MOST_DAYS):
        raise ArgumentTypeError(f"{text!r} is not a number of days from 1 to {MOST_DAYS}")
    return int(text)


def run(given: Namespace, context: Context) -> int:
    print(support.export(context, intake_of(context).status(), given.folder))
    return 0


def run_show(given: Namespace, context: Context) -> int:
    tallies = read_tallies(parts.counts(context), parts.counting_days(context)[0]())
    if given.json:
        print(json.dumps(for_programs(tallies, given.days), indent=1, ensure_ascii=False))
        return 0
    messages = parts.messages(context)
    names = support.names_of(context, parts.library(context).articles)
    print(since(tallies, messages))
    for chart in charts(tallies, given.days, names, messages):
        print("\n".join(("", chart.title, *(_rows(chart) if chart.bars else [f"  {chart.none}"]))))
    return 0


def _rows(chart: Chart) -> Iterator[str]:
    texts, told = (max(len(getattr(bar, part)) for bar in chart.bars) for part in ("text", "told"))
    for bar in chart.bars:
        drawn = "#" * round(WIDE * bar.number / chart.longest) if bar.number else ""
        yield f"  {bar.text:<{texts}}  {bar.told:>{told}}  {drawn}".rstrip()


def for_programs(tallies: Tallies, last: int) -> dict[str, object]:
    """Numbers of visits in whole fives; `faults` are exact."""
    return {
        "today": str(tallies.today),
        "since": str(tallies.since) if tallies.since else None,
        "days": last,
        "lines": [
            {"counted": line.counted, "about": line.about, "visits": visits}
            for line, visits in sorted(tallies.lines(last).items())
        ],
        "faults": dict(sorted(tallies.faults(last).items())),
    }
