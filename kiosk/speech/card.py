"""The process that plays, and what it tells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread, Timer
from typing import Any

from kiosk.errors import SpeechMissingError
from kiosk.speech.passage import Passage

PROGRAM = "kiosk.speech.loudspeaker_process"
OPENS_S = 8.0
"""A cold machine needs one to start Python, a Bluetooth loudspeaker three."""
DEAF_S = 3.0
"""A process that says nothing for so long is lost: it tells some times a second that it is alive."""


class Card:
    """The process, and what it tells."""

    def __init__(self, device: str, on_news: Callable[[], object]) -> None:
        """Raises SpeechMissingError where there is no such card."""
        self._device = device
        self._on_news = on_news
        self._writing = Lock()
        self._id = 0
        self._on_mark: Callable[[int], object] = unheard
        self._over = self._halted = -1
        self._frames = 0
        self._lost = ""
        self._process = _started()
        watchdog = Timer(OPENS_S, self._process.kill)
        watchdog.start()
        try:
            self._write(json.dumps(device).encode() + b"\n")
            opened = json.loads(self._answers.readline() or b"{}")
        except (OSError, ValueError):
            opened = {}
        finally:
            watchdog.cancel()
        if "opened" not in opened:
            self.close()
            raise SpeechMissingError(opened.get("missing") or self._complaint("it doesn't open"))
        self.rate = int(opened["rate"])
        """Hertz."""
        self._news_at = time.monotonic()
        Thread(target=self._read, name="loudspeaker", daemon=True).start()

    @property
    def is_lost(self) -> bool:
        return bool(self._lost) or time.monotonic() - self._news_at > DEAF_S

    def lost(self) -> SpeechMissingError:
        return SpeechMissingError(self._complaint(self._lost or "it takes no more sound"))

    def play(self, passage: Passage, on_mark: Callable[[int], object]) -> None:
        self._id, self._on_mark = self._id + 1, on_mark
        head = {"play": self._id, "bytes": len(passage.pcm), "marks": passage.marks}
        self._write(json.dumps(head).encode() + b"\n" + passage.pcm)

    def forget(self) -> None:
        """What was played: nothing of it is told any more, and nothing kept."""
        self._on_mark = unheard

    def is_over(self) -> bool:
        return self._over == self._id

    def halt(self) -> None:
        self._write(json.dumps({"halt": self._id}).encode() + b"\n")

    def is_halted(self) -> bool:
        return self._id in (self._over, self._halted)

    @property
    def heard_frames(self) -> int:
        """Of what was halted."""
        return self._frames

    def set_volume(self, gain: float) -> None:
        self._write(json.dumps({"volume": gain}).encode() + b"\n")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # of what it never read
                if pipe:
                    pipe.close()

    @property
    def _answers(self) -> Any:
        return self._process.stdout

    def _write(self, what: bytes) -> None:
        assert self._process.stdin is not None
        watchdog = Timer(DEAF_S, self._process.kill)  # a process that no longer reads must hold up nobody's finger
        watchdog.start()
        try:
            with self._writing:
                self._process.stdin.write(what)
                self._process.stdin.flush()
        except (OSError, ValueError):
            self._lost = self._lost or "it has ended"
        finally:
            watchdog.cancel()

    def _read(self) -> None:
        """On a thread of its own, until the process ends."""
        with suppress(OSError, ValueError):
            for line in self._answers:
                self._tell(json.loads(line))
        self._lost = self._lost or "it has ended"
        self._on_news()

    def _tell(self, news: dict[str, Any]) -> None:
        self._news_at = time.monotonic()
        match news:
            case {"mark": [int(id), int(number)]} if id == self._id:
                self._on_mark(number)
                return
            case {"over": int(id)}:
                self._over = id
            case {"halted": int(id), "frames": int(frames)}:
                self._halted, self._frames = id, frames
            case {"lost": str(reason)}:
                self._lost = reason
            case _:
                return
        self._on_news()

    def _complaint(self, reason: str) -> str:
        which = f"called {self._device!r}" if self._device else "of this machine"
        return f"The loudspeaker {which} can't be used: {reason}. Check its plug and [voice] speaker."


def unheard(mark: int) -> object:
    return None


def _started() -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", PROGRAM],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
