"""Makes the disk fail at every step that a piece of work takes on it: after each, a folder is left as the work left it.

A step is an opened file, a made, renamed or removed entry, a list of a folder, or a flush. The work goes on after the error as it
would for real; what it says about it is written down.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from itertools import count
from pathlib import Path

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir", "os.listdir"}
OUTCOME = "outcome"
NOTHING_FAILED = "nothing failed"


def at_every_step(work: object, before: Path, folder: Path, error: int) -> list[tuple[Path, str]]:
    """`work` is a function of a module; it gets a copy of `before` each time. The folders as it left them, each with the error that
    it raised (its class and text; empty: none). The last one is where nothing failed any more."""
    name = f"{work.__module__}:{work.__qualname__}"  # type: ignore[attr-defined]
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "tests.faults", name, str(before), str(folder), str(error)]
    subprocess.run(command, cwd=root, check=True, timeout=300)  # without threads, so that it may fork
    return [(place, (place / OUTCOME).read_text()) for place in sorted(folder.iterdir())]


def _fail_at(step: int, error: int, place: Path) -> list[int]:
    steps, flush, failed = count(1), os.fsync, [0]

    def due() -> bool:
        failed[0] += (now := next(steps) == step)
        return now

    def before(event: str, details: tuple[object, ...]) -> None:
        if event in STEPS and details and f"{place}/" in f"{details[0]}/" and due():
            raise OSError(error, os.strerror(error))

    def flush_or_fail(file: int) -> None:
        if due():
            raise OSError(error, os.strerror(error))
        flush(file)

    os.fsync = flush_or_fail  # type: ignore[assignment]  # only files by number are flushed here
    sys.addaudithook(before)
    return failed


def _tried(work: object, place: Path, step: int, error: int) -> bool:
    """Whether anything failed."""
    child = os.fork()
    if not child:
        said = ""
        failed = _fail_at(step, error, place)
        try:
            work(place)  # type: ignore[operator]
        except Exception as raised:
            said = f"{type(raised).__name__}: {raised}"
        done = bool(failed[0])
        os.write(
            os.open(f"{place}.{OUTCOME}", os.O_WRONLY | os.O_CREAT, 0o644), (said if done else NOTHING_FAILED).encode()
        )
        os._exit(0 if done else 1)
    _, status = os.waitpid(child, 0)
    shutil.move(f"{place}.{OUTCOME}", place / OUTCOME)
    return os.waitstatus_to_exitcode(status) == 0


def _main(name: str, before: Path, folder: Path, error: int) -> None:
    module, function = name.split(":")
    work = getattr(import_module(module), function)
    for step in count(1):
        place = folder / f"{step:03}"
        shutil.copytree(before, place)
        if not _tried(work, place, step, error):
            return


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
