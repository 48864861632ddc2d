"""One writer at a time: the kiosk and a command at the keyboard may both want to change the library."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import TracebackType

from kiosk.errors import LibraryError

try:
    import fcntl
except ImportError:  # an author's Windows machine, where nobody else writes
    fcntl = None  # type: ignore[assignment]

PATIENCE_S = 10.0


class Lock:
    """The kernel's own: whoever holds it and dies has let it go."""

    def __init__(self, file: Path, patience_s: float = PATIENCE_S) -> None:
        self._file = file
        self._patience_s = patience_s
        self._held: int | None = None

    def take(self) -> None:
        """Waits a while. Raises LibraryError where somebody else keeps it; OSError where nothing can be written."""
        deadline = time.monotonic() + self._patience_s
        while not self.tries():
            if time.monotonic() >= deadline:
                raise LibraryError(
                    "The content is being changed by somebody else just now. Wait a moment, then try again."
                )
            time.sleep(0.1)

    def tries(self, *, shared: bool = False) -> bool:
        """Whether it is ours now; or, `shared`, ours and others'. Raises OSError where nothing can be written."""
        if self._held is not None:
            return False
        self._file.parent.mkdir(parents=True, exist_ok=True)
        # to be read alone: where the owner once called a command as root, the kiosk must go on
        held = os.open(self._file, os.O_RDONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        if fcntl is not None:
            try:
                fcntl.flock(held, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(held)
                return False
        self._held = held
        return True

    def free(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def __enter__(self) -> None:
        self.take()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.free()
