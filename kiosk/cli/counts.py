"""`counts export DIR`: what the kiosk would write onto an export stick."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from kiosk import support
from kiosk.cli.library import intake_of
from kiosk.context import Context


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    actions = commands.add_parser("counts", help="usage counts").add_subparsers(metavar="ACTION", required=True)
    exporting = actions.add_parser("export", help="counts, and what support needs, into a new folder in DIR")
    exporting.add_argument("folder", type=Path, metavar="DIR")
    exporting.set_defaults(run=run)


def run(given: Namespace, context: Context) -> int:
    print(support.export(context, intake_of(context).status(), given.folder))
    return 0
