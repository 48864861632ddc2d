"""`python -m tests.kills DEED PREPARED FOLDER TIMES SEED`: does a real change to a real library again and again, and kills the
process that does it with SIGKILL at a random instant. Each time a folder is left as the kill left it.

A process of its own without threads, so that it may fork: a kill falls into the change and not into Python's start.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.content.changing import DEEDS

LONGER = 1.1
"""A kill may come a little later than the deed usually ends."""


def killed(deed: str, prepared: Path, folder: Path, times: int, seed: int) -> list[Path]:
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "tests.kills", deed, str(prepared), str(folder), str(times), str(seed)]
    done = subprocess.run(command, cwd=root, check=True, timeout=900, capture_output=True, text=True)
    print(done.stdout.strip())
    return sorted(folder.iterdir())


def _main(deed: str, prepared: Path, folder: Path, times: int, seed: int) -> None:
    dice = random.Random(seed)
    folder.mkdir(parents=True)
    usual = sorted(_lasts(deed, prepared, folder / "usual") for _ in range(5))[2]
    early = 0
    for number in range(times):
        place = folder / f"{number:04}"
        shutil.copytree(prepared, place)
        child = os.fork()
        if not child:
            DEEDS[deed](place)
            os._exit(0)
        time.sleep(dice.uniform(0, usual * LONGER))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        early += os.WIFSIGNALED(status)
    print(f"{deed}: {times} kills over {usual * 1000:.0f} ms, {early} of them before it was done")


def _lasts(deed: str, prepared: Path, place: Path) -> float:
    shutil.copytree(prepared, place)
    before = time.monotonic()
    child = os.fork()
    if not child:
        DEEDS[deed](place)
        os._exit(0)
    os.waitpid(child, 0)
    lasted = time.monotonic() - before
    shutil.rmtree(place)
    return lasted


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
