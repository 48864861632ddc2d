"""The sound card's microphone, recorded by a process of its own.

PortAudio was seen to wait for ever, and to fill a disk with complaints, when a sound server died under an open stream; and its
list of devices is that of its start. A process that is killed after each question has neither fault, and takes the sound in
its memory along. The next one is started ahead, so that a tap need not wait for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Lock, Thread
from typing import IO, TypeGuard

from kiosk.errors import HearingMissingError
from kiosk.hearing import sound_card

OPENS_S = 5.0
"""A Bluetooth microphone may take three."""
BLOCK = 960
"""Bytes: 30 ms."""
PROGRAM = "kiosk.hearing.microphone_process"

Process = subprocess.Popen[bytes]


class Recorder:
    """A Microphone. `open` and `close` belong to one thread."""

    def __init__(self, device: str) -> None:
        """`device`: a part of its name, any case; empty: the system's default."""
        self.name = device or "the default microphone"
        self._device = device
        self._spare: Process | None = None
        self._process: Process | None = None
        self._giving = Lock()  # guards the process above, while a block is given

    def is_there(self) -> bool:
        there = sound_card.is_there(self._device)
        if there and not self._process and not _lives(self._spare):
            self._spare = _started()
        return there

    def open(self, on_block: Callable[[bytes], None]) -> None:
        self._end()
        process = self._spare if _lives(self._spare) else _started()
        self._process, self._spare = process, None
        opened: Future[str] = Future()
        Thread(target=self._read, args=(process, opened, on_block), name="microphone", daemon=True).start()
        try:
            answer = json.loads(opened.result(OPENS_S))
        except (TimeoutError, OSError, ValueError):
            self._end()
            raise HearingMissingError(f"The microphone ({self.name}) doesn't open. {sound_card.REMEDY}") from None
        if "missing" in answer:
            self._end()
            raise HearingMissingError(answer["missing"])
        self.name = answer["opened"]

    def close(self) -> None:
        self._end()
        spare, self._spare = self._spare, None
        if spare is not None:
            _kill(spare)
            for pipe in _pipes(spare):
                pipe.close()

    def _end(self) -> None:
        with self._giving:
            process, self._process = self._process, None
        if process is not None:
            _kill(process)

    def _read(self, process: Process, opened: Future[str], on_block: Callable[[bytes], None]) -> None:
        """On a thread of its own, until the process ends."""
        asking, sound = _pipes(process)
        with asking, sound:
            try:
                asking.write(json.dumps(self._device).encode() + b"\n")
                asking.flush()
                opened.set_result(sound.readline().decode())
                while block := sound.read(BLOCK):
                    with self._giving:
                        if self._process is process:
                            on_block(block)
            except OSError as error:  # it has ended
                if not opened.done():
                    opened.set_exception(error)


def _started() -> Process:
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", PROGRAM],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _lives(process: Process | None) -> TypeGuard[Process]:
    return process is not None and process.poll() is None


def _kill(process: Process) -> None:
    process.kill()
    process.wait()


def _pipes(process: Process) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout
