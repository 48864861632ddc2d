"""`doctor`: every part with a tick or a cross, and what to do."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict

from kiosk.context import Context
from kiosk.doctor import examine
from kiosk.model import Level, Part

MARKS = {Level.GOOD: "✓", Level.LESS: "~", Level.MISSING: "✗"}


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("doctor", help="every part, whether it works, and what to do")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(run=run)


def run(given: Namespace, context: Context) -> int:
    """0 when the kiosk can be used, if narrower than it could be; 4 when a part it can't do without is missing."""
    parts = []
    for part in examine(context):
        parts.append(part)
        if not given.json:
            print(line(part), flush=True)
    if given.json:
        print(json.dumps([asdict(part) for part in parts], indent=1))
    return 4 if any(part.level is Level.MISSING for part in parts) else 0


def line(part: Part) -> str:
    remedy = f"\n{'':14}-> {part.remedy}" if part.remedy else ""
    return f"{MARKS[part.level]} {part.name:<12}{part.detail}{remedy}"
