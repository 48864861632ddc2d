"""`main.py COMMAND`: one module a command, each with an `add` that describes it and a `run` that does it."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from kiosk.context import Context
from kiosk.errors import KioskError

COMMANDS = ("run", "ask", "read", "library", "models", "doctor", "bench")


def main(arguments: Sequence[str] | None = None) -> int:
    """CONTRACT's exit codes; one line on stderr for anything that went wrong, no traceback without --debug."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given, Context.of(given.home, given.config)))
    except KioskError as error:
        return _ended(given.debug, error.exit_code, str(error))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _ended(given.debug, 1, f"This is a fault of the kiosk, not yours: {error!r}. --debug shows where.")


def _ended(debug: bool, code: int, line: str) -> int:
    if debug:
        traceback.print_exc()
    print(" ".join(line.split()), file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description="A health kiosk for a clinic's waiting room.")
    parser.add_argument(
        "--home", type=Path, metavar="DIR", help="the kiosk's data (default: KIOSK_HOME or your data folder)"
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="another kiosk.toml")
    parser.add_argument("--debug", action="store_true", help="show where a fault happened")
    parser.set_defaults(command="run")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"kiosk.cli.{name}").add(commands)
    parser.set_defaults(run=import_module("kiosk.cli.run").run_plainly)
    return parser
