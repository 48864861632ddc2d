"""Where a voice's program lays the sound of one sentence: memory with no name in any folder. That sentence may be a visitor's own
("You asked: ..."), and a file would stay on the disk whenever the kiosk is killed, or the cleaner pulls the plug."""

from __future__ import annotations

import os
import tempfile
import wave
from pathlib import Path


class Tape:
    """Given to a program by `path` and `numbers`, for as long as both live. A machine without such memory (a Mac) takes a file in a
    folder that nobody else may read."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        if hasattr(os, "memfd_create"):
            self._number = os.memfd_create("kiosk-voice")
            self.path = f"/proc/self/fd/{self._number}"
            self.numbers: tuple[int, ...] = (self._number,)
            """Descriptors that the program must be given."""
        else:
            self._folder = tempfile.TemporaryDirectory(prefix="kiosk-voice-")
            file = Path(self._folder.name) / "sentence.wav"
            self._number = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
            self.path, self.numbers = str(file), ()

    def sound(self) -> tuple[bytes, int]:
        """Samples and their rate. Raises EOFError or wave.Error where there is no whole sound."""
        with os.fdopen(os.dup(self._number), "rb") as taped:
            taped.seek(0)  # a copy of a descriptor is at the same place as the other
            with wave.open(taped) as sound:
                return sound.readframes(sound.getnframes()), sound.getframerate()

    def wipe(self) -> None:
        os.ftruncate(self._number, 0)

    def close(self) -> None:
        """Safe to repeat."""
        if self._number >= 0:
            os.close(self._number)
            self._number = -1
        if self._folder is not None:
            self._folder.cleanup()
