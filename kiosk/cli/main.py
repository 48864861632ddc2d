"""`main.py COMMAND`: one module a command, each with an `add` that describes it and a `run` that does it."""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from kiosk.context import ROOT, Context
from kiosk.errors import KioskError, SettingsError, UsageError

COMMANDS = (
    "run", "keep", "safe", "ask", "read", "pack", "library", "trust", "content", "staff", "counts", "models", "doctor", "bench",
    "gallery"
)  # fmt: skip
OF_RUN = ("--windowed", "--size", "--offscreen", "--demo", "--shots")
"""The kiosk itself is the command where none is named, and these are its options."""
EXIT_CODES = "Exit codes: 0 done, 1 a fault of the kiosk, 2 wrong use, 3 refused, 4 something is missing."
INTERRUPTED = 130
NOBODY_READS = 141
"""As shells say it of a command that ended by Ctrl-C, and of one whose `| head` had enough."""


def main(arguments: Sequence[str] | None = None) -> int:
    """CONTRACT's exit codes; one line on stderr for anything that went wrong, no traceback without --debug."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without the letter é must not end a command
    code = _obeyed(arguments)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries again as it ends
        if not isinstance(error, BrokenPipeError):
            return code or _ended(False, 1, f"What was to be said can't be written: {error.strerror or error}.")
        return code or NOBODY_READS
    return code


def _obeyed(arguments: Sequence[str] | None) -> int:
    debug = False
    try:
        words = list(sys.argv[1:] if arguments is None else arguments)
        if _runs_unsaid(words):
            words.insert(0, "run")
        given = _parser(_command(words)).parse_args(words)
        debug = given.debug
        return int(given.run(given, _context(given)))
    except SystemExit as done:  # --help
        return int(done.code or 0)
    except KioskError as error:
        return _ended(debug, error.exit_code, str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return NOBODY_READS
    except Exception as error:
        return _ended(debug, 1, f"This is a fault of the kiosk, not yours: {_named(error)}. --debug shows more.")


def _context(given: argparse.Namespace) -> Context:
    """What keeps a kiosk running, and what stands in for it, must not end for a mistake in its settings."""
    try:
        return Context.of(given.home, given.config)
    except SettingsError as error:
        if not getattr(given, "any_settings", False):
            raise
        print(" ".join(str(error).split()), file=sys.stderr)
        return Context.of(given.home, ROOT / "assets" / "kiosk.toml")


def _runs_unsaid(words: Sequence[str]) -> bool:
    """`main.py --size 1280x800`: what only `run` knows, and no command."""
    return _command(words) is None and any(word.partition("=")[0] in OF_RUN for word in words)


def _command(words: Sequence[str]) -> str | None:
    """The one that is named, if it can be told without a parser."""
    rest = iter(words)
    for word in rest:
        if word in ("--home", "--config"):
            next(rest, None)
        elif not word.startswith("-"):
            return word if word in COMMANDS else None
    return None


def _ended(debug: bool, code: int, line: str) -> int:
    if debug:
        traceback.print_exc()
    if sys.stderr is not None:  # print() would take stdout instead
        print(" ".join(line.split()), file=sys.stderr)
    return code


def _named(error: Exception) -> str:
    """Its kind and place, not its words: they may be a visitor's."""
    here = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(ROOT / "kiosk"))
    ]
    kind = f"{type(error).__name__} ({error.strerror})" if isinstance(error, OSError) else type(error).__name__
    return f"{kind} in {Path(here[-1].filename).relative_to(ROOT)}, line {here[-1].lineno}" if here else kind


class _Parser(argparse.ArgumentParser):
    """Of the whole, of a command, or of what stands below one: what holds for all may be said at any of them."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        unsaid = argparse.SUPPRESS
        self.add_argument("--home", type=Path, metavar="DIR", help="the kiosk's data (or KIOSK_HOME)", default=unsaid)
        self.add_argument("--config", type=Path, metavar="FILE", help="another kiosk.toml", default=unsaid)
        self.add_argument("--debug", action="store_true", help="show where a fault happened", default=unsaid)

    def error(self, message: str) -> NoReturn:
        """One line, as for everything else: argparse's own has the usage above it."""
        raise UsageError(f"{self.prog}: {message}. Add --help to see what there is.")


def _parser(command: str | None = None) -> argparse.ArgumentParser:
    """With all commands, or with the only one that is asked for: the others need not be loaded."""
    parser = _Parser(prog="kiosk", description="A health kiosk for a clinic's waiting room.", epilog=EXIT_CODES)
    parser.set_defaults(command="run", home=None, config=None, debug=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in (command,) if command else COMMANDS:
        import_module(f"kiosk.cli.{name}").add(commands)
    if not command:
        parser.set_defaults(run=import_module("kiosk.cli.run").run_plainly)
    return parser
