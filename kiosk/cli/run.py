"""`run`: the kiosk on the screen; `run --demo`: a scripted visitor drives it, off screen where there is no display."""

from __future__ import annotations

import logging
import os
import re
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from kiosk import discretion
from kiosk.context import Context
from kiosk.ending import end
from kiosk.errors import UsageError
from kiosk.keeper.child import AGAIN
from kiosk.last_places import VARIABLE, end_with_parent, open_places, tell

DISPLAY_S = 30.0
DEMO_IDLE_S = 6.0
"""So that the visitor who walks away needn't be waited for long."""
OWN_ALONE = 0o077


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("run", help="the kiosk (the default)")
    parser.add_argument("--windowed", action="store_true", help="in a window instead of the full screen")
    parser.add_argument("--size", type=size, metavar="WxH", help="size in pixels, e.g. 1080x1920")
    parser.add_argument("--offscreen", action="store_true", help="draw where nobody sees it: for tests")
    parser.add_argument("--demo", action="store_true", help="a scripted visitor; needs no display")
    parser.add_argument("--shots", type=Path, metavar="DIR", help="with --demo: save a picture of every moment here")
    parser.set_defaults(run=run)


def size(text: str) -> tuple[int, int]:
    if not (match := re.fullmatch(r"([1-9]\d{2,3})x([1-9]\d{2,3})", text)):
        raise ArgumentTypeError(f"{text!r} is not a size like 1080x1920")
    return int(match[1]), int(match[2])


def run_plainly(given: Namespace, context: Context) -> int:
    """`main.py` with no command."""
    return run(
        Namespace(windowed=False, size=None, offscreen=False, demo=False, shots=None, debug=given.debug), context
    )


def run(given: Namespace, context: Context) -> int:
    if given.shots is not None and not given.demo:
        raise UsageError("--shots saves what the scripted visitor sees: add --demo.")
    be_discreet(debug=given.debug)
    from kiosk.app import Kiosk, Look
    from kiosk.ui import has_display

    if not given.demo:
        look = Look(windowed=given.windowed, size=given.size, offscreen=given.offscreen)
        return _kept(lambda: Kiosk(context, look).run())
    look = Look(windowed=True, size=given.size, offscreen=not has_display())
    return _demo(given, context, look)


def be_discreet(*, debug: bool = False) -> None:
    """To be called before anything that holds a visitor's words. `debug`: whoever looks for a fault sees what it holds."""
    if not debug:
        discretion.keep()
    _tell_the_journal(debug)
    os.umask(OWN_ALONE)  # what the kiosk keeps is nobody else's on this machine


def _tell_the_journal(debug: bool) -> None:
    """What is wrong goes to stderr, so to whoever started it; without the words that an exception brings along."""
    formatter = logging.Formatter if debug else discretion.Reticent
    teller = logging.StreamHandler(sys.stderr)
    teller.setFormatter(formatter("%(levelname)s %(name)s: %(message)s"))
    teller.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[teller])


def _kept(live: Callable[[], bool]) -> int:
    """AGAIN where the keeper is to start it anew. A keeper that is gone takes its kiosk along: another one starts another."""
    places = open_places(os.environ.get(VARIABLE, ""))
    if places is not None:
        end_with_parent()
        _wait_for_display()
    try:
        return end(0 if live() else AGAIN)
    except Exception as error:
        tell(places, type(error), error.__traceback__)
        raise


def _wait_for_display() -> None:
    """Whoever starts with the machine may be earlier than what draws there."""
    from kiosk.ui import has_display

    deadline = time.monotonic() + DISPLAY_S
    while os.environ.get("DISPLAY") and not has_display() and time.monotonic() < deadline:
        time.sleep(0.2)


def _demo(given: Namespace, context: Context, look: object) -> int:
    from kiosk.app import Kiosk, Look
    from kiosk.demo import Visitor
    from kiosk.demo_stick import made
    from kiosk.hearing import open_recording

    assert isinstance(look, Look)
    if given.shots is not None:
        try:
            given.shots.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{given.shots} can't hold the pictures: {error.strerror or error}.") from error
    settings = context.settings
    hurried = msgspec.structs.replace(settings, visit=msgspec.structs.replace(settings.visit, idle_s=DEMO_IDLE_S))
    with TemporaryDirectory(prefix="kiosk-demo-") as home:  # the PIN and the pack of a demonstration open no real kiosk
        watching, stick = made(replace(context, settings=hurried, home=Path(home)), date.today())
        kiosk = Kiosk(watching, look, microphone=open_recording(context.assets / "demo" / "question.flac"))
        visitor = Visitor(kiosk, kiosk.hand(), stick, given.shots)
        kiosk.run(every_frame=visitor.step)
    if visitor.failure:
        raise visitor.failure
    print(f"The visit is over. {len(visitor.pictures)} pictures{f' in {given.shots}' if given.shots else ''}.")
    return 0
