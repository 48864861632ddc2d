"""`doctor`: every part with a tick or a cross, and what to do."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from kiosk.context import Context
from kiosk.doctor import examine
from kiosk.model import Level, Part

MARKS = {Level.GOOD: "✓", Level.LESS: "~", Level.MISSING: "✗"}
INDENT = 16
"""Letters before what was found."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("doctor", help="every part, whether it works, and what to do")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--quiet", action="store_true", help="leave out what makes a sound: the tone and the sentence")
    parser.set_defaults(run=run)


def run(given: Namespace, context: Context) -> int:
    """0 when the kiosk can be used, if narrower than it could be; 4 when a part it can't do without is missing."""
    parts = []
    with alone_on_stdout() as say:
        for part in examine(context, aloud=not given.quiet):
            parts.append(part)
            if not given.json:
                say(line(part))
        if given.json:
            say(json.dumps([asdict(part) for part in parts], indent=1))
    return 4 if any(part.level is Level.MISSING for part in parts) else 0


@contextmanager
def alone_on_stdout() -> Iterator[Callable[[str], None]]:
    """What it is given to say is all that comes out: the libraries of sound cards and models, and programs that are started, write
    to stdout without asking. That goes to stderr."""
    sys.stdout.flush()
    ours = os.dup(1)
    try:
        os.dup2(2, 1)
        with open(ours, "w", encoding="utf-8", errors="backslashreplace", closefd=False) as out:

            def say(text: str) -> None:
                print(text, file=out, flush=True)

            yield say
        sys.stdout.flush()
    finally:
        os.dup2(ours, 1)
        os.close(ours)


def line(part: Part) -> str:
    remedy = f"\n{'':{INDENT}}-> {part.remedy}" if part.remedy else ""
    return f"{MARKS[part.level]} {part.name:<{INDENT - 2}}{part.detail}{remedy}"
