"""`staff set-pin`: a first PIN or a new one. Whoever may use the machine's keyboard may set it; there is no other recovery."""

from __future__ import annotations

import getpass
import sys
import time
from argparse import ArgumentParser, Namespace, _SubParsersAction

from kiosk.context import Context
from kiosk.errors import RefusedError, StaffError, UsageError
from kiosk.events import PinVerdict
from kiosk.staff.pin import LONGEST, SHORTEST, Pin


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    actions = commands.add_parser("staff", help="the staff's PIN").add_subparsers(metavar="ACTION", required=True)
    setting = actions.add_parser("set-pin", help="a first PIN, or a new one")
    setting.add_argument("--stdin", action="store_true", help="read it from the first line of standard input")
    setting.set_defaults(run=run)


def run(given: Namespace, context: Context) -> int:
    try:
        chosen = sys.stdin.readline().strip() if given.stdin else typed()
    except (UnicodeDecodeError, EOFError) as error:
        raise UsageError("No PIN was given: nothing was changed. A PIN is a line of 4 to 10 digits.") from error
    pin = Pin(context.home / "staff", time.monotonic)
    match pin.choose(chosen):
        case PinVerdict.TAKEN:
            pin.ask_once()
            print("The PIN is set. Staff screens open with it from now on.")
            return 0
        case PinVerdict.TOO_SIMPLE:
            raise RefusedError(
                f"This PIN is too simple: take {SHORTEST} to {LONGEST} digits, not all the same, "
                "no run like 1234, no pattern like 1212."
            )
        case _:
            raise StaffError(
                f"The PIN can't be written to {context.home / 'staff'}. Make it writable for the kiosk's user."
            )


def typed() -> str:
    """Twice, unseen. Raises UsageError."""
    if not sys.stdin.isatty():
        raise UsageError("staff set-pin asks at a keyboard. From a script, add --stdin and send the PIN as a line.")
    first = getpass.getpass("New staff PIN: ")
    if getpass.getpass("Once more: ") != first:
        raise UsageError("The two were not the same: nothing was changed. Try again.")
    return first
