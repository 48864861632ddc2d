"""The whole app in a process of its own, 1080x1920 drawn by software: its start, its rest, its taps, its longest pages."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from kiosk.bench.alone import alone
from kiosk.context import ROOT, Context
from kiosk.errors import KioskError
from kiosk.staff.pin import Pin

PATIENCE_S = 240.0
STARTS = 5
SETTLED_S, WATCHED_S = 20.0, 10.0
"""By then models are loaded and what is heard first is rendered; and so long it is watched at rest, each time."""


def first_frame(context: Context) -> Sequence[float]:
    """Seconds from the start of the process until the first frame is drawn."""
    return [_probed(context.home, "first-frame")["s"][0] for _ in range(STARTS)]


def typed_answer(context: Context) -> Sequence[float]:
    """Seconds from the start of the process until the answer to a typed question is drawn, asked at the first frame."""
    return [_probed(context.home, "typed-answer")["s"][0] for _ in range(STARTS)]


def idle_cpu(context: Context) -> Sequence[float]:
    """Percent of one core while nobody is there, with all its processes."""
    with subprocess.Popen(
        _command(context.home, "rest"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as kiosk:
        try:
            time.sleep(SETTLED_S)
            return [_busy_percent(psutil.Process(kiosk.pid)) for _ in range(3)]
        except psutil.Error as error:
            raise KioskError("The app could not be measured (idle): it has ended") from error
        finally:
            kiosk.terminate()


def _busy_percent(kiosk: psutil.Process) -> float:
    def seconds() -> float:
        times = [each.cpu_times() for each in (kiosk, *kiosk.children(recursive=True))]
        return sum(each.user + each.system for each in times)

    before = seconds()
    time.sleep(WATCHED_S)
    return 100 * (seconds() - before) / WATCHED_S


def memory(context: Context) -> Sequence[float]:
    """Resident megabytes with everything loaded and one question asked and answered."""
    return _probed(context.home, "memory")["mb"]


def taps(_: Context) -> Sequence[float]:
    """Milliseconds from lifting the finger until the picture is as it stays: cards, buttons, ways back, help."""
    return list(chain.from_iterable(_fresh("taps").values()))


def long_article(what: str) -> Callable[[Context], Sequence[float]]:
    """Of a section of 200 paragraphs."""
    return lambda _: _fresh("long-article")[what]


def long_list(what: str) -> Callable[[Context], Sequence[float]]:
    """Of a thousand articles, one to be chosen."""
    return lambda _: _fresh("long-list")[what]


@cache
def _fresh(what: str) -> dict[str, list[float]]:
    """In a home of its own; one run has several figures."""
    with TemporaryDirectory() as folder:
        Pin(Path(folder) / "staff", time.monotonic).ask_once()
        return _probed(Path(folder), what)


def _probed(home: Path, what: str) -> dict[str, list[float]]:
    return alone(_command(home, what), f"The app ({what})", PATIENCE_S)


def _command(home: Path, what: str) -> list[str]:
    return [sys.executable, "-m", "kiosk.bench.probe", what, str(home), str(time.monotonic())]
