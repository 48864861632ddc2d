"""Where the program was when it broke, for the keeper's crash report: files, lines and functions, never a word of what they held.

The keeper hands a pipe over as a number in KIOSK_PLACES. Python's own fault handler writes into it when the process is killed by a
fault or by SIGABRT, whatever its threads are stuck in; `tell` does it for an error that nobody caught.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
import threading
import traceback
from types import TracebackType

VARIABLE = "KIOSK_PLACES"
_MOST = 30
"""Places of one error, the last ones."""


def open_places(number: str) -> int | None:
    """From now on every fault writes there. None: nobody reads it."""
    try:
        place = int(number)
        os.fstat(place)
    except (ValueError, OSError, OverflowError):
        return None
    os.set_inheritable(place, False)
    faulthandler.enable(file=place, all_threads=True)
    former = threading.excepthook

    def told(fault: threading.ExceptHookArgs) -> None:
        tell(place, fault.exc_type, fault.exc_traceback)
        former(fault)

    threading.excepthook = told
    return place


def end_with_parent() -> None:
    """Of one whose keeper has been killed nobody would ever know again: the kernel ends it, too. prctl(2), PR_SET_PDEATHSIG."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def tell(place: int | None, kind: type[BaseException] | None, trace: TracebackType | None) -> None:
    """Its kind and where it came from. Its message may be a visitor's words, and is left out."""
    if place is None or kind is None:
        return
    lines = [f'  File "{each.filename}", line {each.lineno} in {each.name}' for each in traceback.extract_tb(trace)]
    told = "\n".join([kind.__name__, *lines[-_MOST:], ""])
    try:
        os.write(place, told.encode("utf-8", "replace"))
    except OSError:
        return
