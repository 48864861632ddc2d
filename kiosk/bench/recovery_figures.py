"""The kiosk under its keeper, killed at random moments of its life: how long until its first screen is there again."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from kiosk.context import ROOT, Context
from kiosk.errors import KioskError
from kiosk.staff.pin import Pin

KILLS = 9
LONGEST_LIFE_S = 12.0
"""Between being up and being killed: it loads its models meanwhile."""
PATIENCE_S = 120.0
UP = "The kiosk is up"


def killed(_: Context) -> Sequence[float]:
    """Seconds from SIGKILL to the next first picture of the waiting screen."""
    chance = random.Random(8)
    with TemporaryDirectory() as folder, _kept(Path(folder)) as (keeper, ear):
        _until_up(ear)
        found = []
        for _kill in range(KILLS):
            time.sleep(chance.uniform(0.0, LONGEST_LIFE_S))
            (kiosk,) = psutil.Process(keeper).children()
            began = time.monotonic()
            kiosk.kill()
            _until_up(ear)
            found.append(time.monotonic() - began)
        return found


@contextmanager
def _kept(home: Path) -> Iterator[tuple[int, socket.socket]]:
    """The keeper's process, and what it tells."""
    Pin(home / "staff", time.monotonic).ask_once()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        place = str(home / "told")
        ear.bind(place)
        command = [sys.executable, "main.py", "--home", str(home), "keep", "--size", "1080x1920", "--offscreen"]
        with subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "NOTIFY_SOCKET": place}, stderr=subprocess.DEVNULL
        ) as keeper:
            try:
                yield keeper.pid, ear
            finally:
                keeper.terminate()


def _until_up(ear: socket.socket) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while (left := deadline - time.monotonic()) > 0:
        ear.settimeout(left)
        try:
            if UP in ear.recv(1000).decode():
                return
        except TimeoutError:
            break
    raise KioskError("The kiosk was not there again after it was killed")
