"""An orderly end is one for whoever watches, also where a thread could not be ended in time."""

from __future__ import annotations

import subprocess
import sys

from kiosk.context import ROOT

WAITING = "from threading import Event, Thread; Thread(target=Event().wait, name='learns', daemon=True).start()"
UNDONE = "import atexit; atexit.register(lambda: print('Python took itself apart'))"


def ended(*before: str) -> tuple[int, str]:
    script = "\n".join([*before, "from kiosk.ending import end", "print('said before')", "raise SystemExit(end(3))"])
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout


def test_nothing_is_taken_apart_around_a_thread_at_work() -> None:
    assert ended(UNDONE, WAITING) == (3, "said before\n")


def test_where_none_is_at_work_the_end_is_as_usual() -> None:
    assert ended(UNDONE) == (3, "said before\nPython took itself apart\n")


def test_a_library_that_is_left_in_the_middle_ends_no_process_by_an_abort() -> None:
    busy = (
        "import ctypes, threading\n"
        "at_work = ctypes.CDLL(None)\n"
        "threading.Thread(target=at_work.sleep, args=(30,), name='loads', daemon=True).start()"
    )
    assert ended(busy)[0] == 3
