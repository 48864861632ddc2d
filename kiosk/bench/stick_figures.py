"""How soon a stick is noticed."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

from kiosk.context import Context
from kiosk.errors import MissingError
from kiosk.events import Event, SourcesChanged
from kiosk.sticks import open_watcher

RUNS = 10
PATIENCE_S = 20.0
SETTLED_S = 1.5
"""Between two sticks, so that no look of before is still under way."""


def noticed(context: Context) -> Sequence[float]:
    """Milliseconds from the end of mounting, below the kiosk's mount folder, until the session may know of it. A file system in
    memory stands for the stick: the kernel tells of both in the same way."""
    if os.geteuid() != 0:
        raise MissingError("Only root can mount: run it as root to learn how soon a stick is noticed.")
    with tempfile.TemporaryDirectory() as folder:
        return list(_mounted(Path(folder).resolve()))


def _mounted(media: Path) -> Sequence[float]:
    posted: SimpleQueue[Event] = SimpleQueue()
    watcher = open_watcher(media, (), posted.put)
    stick = media / "stick"
    stick.mkdir()
    took = []
    try:
        for _ in range(RUNS):
            time.sleep(SETTLED_S)
            _run("mount", "-t", "tmpfs", "-o", "size=1m", "bench", str(stick))
            began = time.perf_counter()
            try:
                _until(posted, there=True)
                took.append(1000 * (time.perf_counter() - began))
            finally:
                _run("umount", "-l", str(stick))
            _until(posted, there=False)
    finally:
        watcher.close()
    return took


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"This machine mounts nothing: {' '.join(done.stderr.split())}")


def _until(posted: SimpleQueue[Event], *, there: bool) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while (left := deadline - time.monotonic()) > 0:
        try:
            news = posted.get(timeout=left)
        except Empty:
            break
        if isinstance(news, SourcesChanged) and bool(news.sources) is there:
            return
    raise MissingError("The watcher has never told of the stick.")
