"""The kiosk's process, seen from outside: started, told what to do, listened to, measured, started again."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import psutil

from kiosk.context import ROOT
from soak.measures import Sample
from soak.place import Place

COMMAND = (sys.executable, "-m", "soak.within")
"""A supervisor may be put in front of it."""
ENDS_S = 40.0


class Living:
    """One process, from its start to its end."""

    def __init__(self, place: Place, orders: dict[str, Any], life: int, begun: float, log: Path) -> None:
        """`begun`: real seconds on the clock that is `time.monotonic`, when the soak began."""
        self._place, self._life, self._begun = place, life, begun
        self.started = time.monotonic()
        self._popen = subprocess.Popen(
            [*COMMAND, str(place.home)],
            cwd=ROOT,
            env=place.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        self.process = psutil.Process(self._popen.pid)
        self._told: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._logged: SimpleQueue[str] = SimpleQueue()
        self._threads = [
            Thread(target=self._hear, name="soak hears", daemon=True),
            Thread(target=self._read_log, args=(log,), name="soak reads", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self.standing: dict[str, Any] = {}
        """As the process told last."""
        self.tell(**orders)

    def tell(self, **command: Any) -> None:
        assert self._popen.stdin is not None
        with suppress(OSError, ValueError):  # it has just died
            print(json.dumps(command), file=self._popen.stdin, flush=True)

    def news(self) -> list[dict[str, Any]]:
        """What it has told since."""
        found = _all_of(self._told)
        for each in found:
            if "now" in each:
                self.standing = each
        return found

    def log(self) -> list[str]:
        """Lines since."""
        return _all_of(self._logged)

    @property
    def lives(self) -> bool:
        return self._popen.poll() is None

    @property
    def code(self) -> int | None:
        return self._popen.poll()

    def end(self) -> int:
        """Asks it to; its exit status."""
        self.tell(end=True)
        try:
            self._popen.wait(ENDS_S)
        except subprocess.TimeoutExpired:
            self._popen.kill()
        return self.buried()

    def buried(self) -> int:
        code = self._popen.wait()
        for thread in self._threads:
            thread.join(5)
        for pipe in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        return code

    def sample(self, before_s: float) -> Sample | None:
        """`before_s`: virtual seconds of the lives before this one. None: it has gone, or has not begun."""
        if "now" not in self.standing:
            return None
        try:
            with self.process.oneshot():
                children = self.process.children(recursive=True)
                memory = self.process.memory_full_info().uss + sum(_memory(child) for child in children)
                threads, files = self.process.num_threads(), self.process.num_fds() - self._fonts()
        except psutil.Error:
            return None
        return Sample(
            before_s + self.standing["now"],
            time.monotonic() - self._begun,
            self._life,
            bool(self.standing["rests"]),
            memory,
            threads,
            files,
            len(children),
            sum(1 for _ in self._place.temporary.rglob("*")),
            size_of(self._place.home),
        )

    def _fonts(self) -> int:
        """Kivy keeps up to 64 of them open, one a size, and no more."""
        return sum(file.path.endswith(".ttf") for file in self.process.open_files())

    def _hear(self) -> None:
        assert self._popen.stdout is not None
        for line in self._popen.stdout:
            with suppress(ValueError):
                self._told.put(json.loads(line))

    def _read_log(self, log: Path) -> None:
        assert self._popen.stderr is not None
        with log.open("a") as out:
            for line in self._popen.stderr:
                out.write(line)
                out.flush()
                self._logged.put(line.rstrip())


def _all_of(queue: SimpleQueue[Any]) -> list[Any]:
    found = []
    while True:
        try:
            found.append(queue.get_nowait())
        except Empty:
            return found


def _memory(child: psutil.Process) -> int:
    try:
        return int(child.memory_full_info().uss)
    except psutil.Error:
        return 0


def size_of(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        with suppress(OSError):
            total += file.stat().st_size if file.is_file() else 0
    return total
