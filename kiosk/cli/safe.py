"""`safe`: what `keep` shows after repeated crashes, until it tries again."""

from __future__ import annotations

import signal
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from kiosk.cli.run import size
from kiosk.context import Context
from kiosk.errors import DisplayMissingError, SettingsError
from kiosk.notify import tell

MM_AN_INCH = 25.4


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("safe", help="what `keep` shows after repeated crashes")
    parser.add_argument("--crashes", type=int, default=0, metavar="N", help="so many came in a row")
    parser.add_argument("--minutes", type=int, default=1, metavar="N", help="until `keep` tries again")
    parser.add_argument("--size", type=size, metavar="WxH", help="in a window of this size, e.g. 1080x1920")
    parser.add_argument("--offscreen", action="store_true", help="draw where nobody sees it: for tests")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="save what is seen as PNG, and end")
    parser.set_defaults(run=run, any_settings=True)


def run(given: Namespace, context: Context) -> int:
    """0 when staff have touched the button, or it was asked to end."""
    from kiosk.ui import fault_in_window, has_display, prepare

    screen = context.settings.screen
    prepare(
        context.home,
        given.size or screen.width_height,
        fullscreen=screen.fullscreen and not (given.size or given.offscreen),
        offscreen=given.offscreen,
    )
    fault = "" if given.offscreen or has_display() else "there is none"
    if fault := fault or fault_in_window():
        raise DisplayMissingError(f"The display can't be drawn on: {fault}.")
    from kiosk.ui.safe import SafeApp
    from kiosk.ui.theme import Theme

    app = SafeApp(
        [context.texts(language) for language in dict.fromkeys((screen.language, *screen.offered))],
        Theme(screen.theme, 1.0, screen.diagonal_inches * MM_AN_INCH, screen.viewing_distance_cm * 10),
        context.assets,
        crashes=given.crashes,
        minutes=given.minutes,
        reason=_fault_in_settings(given),
        beat=lambda: tell(READY="1", WATCHDOG="1"),
    )
    signal.signal(signal.SIGTERM, lambda *_: app.end())
    if given.picture is not None:
        app.picture(given.picture)
    app.run()
    return 0


def _fault_in_settings(given: Namespace) -> str:
    """What staff can mend themselves. Empty: it isn't that."""
    try:
        Context.of(given.home, given.config)
    except SettingsError as error:
        return " ".join(str(error).split())
    return ""
