"""`keep`: the kiosk, watched; started again whenever it is not well. What a box runs."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial
from math import ceil

from kiosk import __version__
from kiosk.context import ROOT, Context
from kiosk.keeper import open_reports
from kiosk.keeper.keeper import Keeper, Patience
from kiosk.keeper.policy import Rest
from kiosk.keeper.reports import this_boot


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("keep", help="the kiosk, started again whenever it is not well; what a box runs")
    parser.add_argument("--size", metavar="WxH", help="in a window of this size, e.g. 1080x1920")
    parser.add_argument("--offscreen", action="store_true", help="draw where nobody sees it: for tests")
    parser.set_defaults(run=run, any_settings=True)


def run(given: Namespace, context: Context) -> int:
    """0 when it was asked to end, 1 where only a new display may help."""
    watch = context.settings.watch
    keeper = Keeper(
        [*_program(given), "run", *_window(given)],
        partial(_safe, given),
        open_reports(context.home),
        patience=Patience(watch.start_s, watch.frozen_s),
        boot=this_boot(),
        version=__version__,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: keeper.end())
    return 0 if keeper.run() else 1


def _program(given: Namespace) -> list[str]:
    options = [("--home", given.home), ("--config", given.config)]
    named = [word for option, value in options if value is not None for word in (option, str(value))]
    return [sys.executable, str(ROOT / "main.py"), *named]


def _window(given: Namespace) -> list[str]:
    return [*(["--size", given.size] if given.size else []), *(["--offscreen"] if given.offscreen else [])]


def _safe(given: Namespace, rest: Rest) -> list[str]:
    told = ["--crashes", str(rest.crashes), "--minutes", str(ceil(rest.for_s / 60))]
    return [*_program(given), "safe", *told, *_window(given)]
