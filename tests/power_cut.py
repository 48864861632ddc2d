"""Cuts the power at every step that a piece of work takes on the disk: after each, a folder is left as the cut left it.

A step is an opened file, a made, renamed or removed entry, or a flush; a file that was to be flushed is left half-written. (What a
disk does with blocks that were never flushed can't be seen from here.)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from itertools import count
from pathlib import Path

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}
CUT = 77


def at_every_step(work: Callable[[Path], object], before: Path, folder: Path) -> list[Path]:
    """`work` gets a copy of `before` each time. The folders as the cuts left them; the last one was not cut."""
    name = f"{work.__module__}:{work.__qualname__}"
    root = Path(__file__).resolve().parents[1]
    # Without threads, so that it may fork.
    subprocess.run([sys.executable, "-m", "tests.power_cut", name, before, folder], cwd=root, check=True, timeout=120)
    return sorted(folder.iterdir())


def _cut_off(work: Callable[[Path], object], place: Path, step: int) -> bool:
    """Whether it was cut off before it was done."""
    child = os.fork()
    if not child:
        _cut_at(step)
        work(place)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, CUT), code
    return code == CUT


def _cut_at(step: int) -> None:
    steps, flush = count(1), os.fsync

    def cut_before(event: str, _: object) -> None:
        if event in STEPS and next(steps) == step:
            os._exit(CUT)

    def flush_or_cut(file: int) -> None:
        if next(steps) == step:
            with suppress(OSError):  # a folder has no half
                os.ftruncate(file, os.fstat(file).st_size // 2)
            os._exit(CUT)
        flush(file)

    os.fsync = flush_or_cut  # type: ignore[assignment]  # only files by number are flushed here
    sys.addaudithook(cut_before)


def _main(name: str, before: Path, folder: Path) -> None:
    module, function = name.split(":")
    work = getattr(import_module(module), function)
    for step in count(1):
        place = folder / f"{step:03}"
        shutil.copytree(before, place)
        if not _cut_off(work, place, step):
            return


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
