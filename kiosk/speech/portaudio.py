"""PortAudio, of which there is one in a process: who has a stream open, and when it may be started anew.

Its list of devices is frozen when it starts. Starting it anew finds a card that was plugged in since, and ends every open
stream of the process. So whoever opens a stream does it in here, and it is started anew only while no stream is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_open = 0


@contextmanager
def opening() -> Iterator[None]:
    """Around the call that opens a stream; the stream counts as open unless that call raised."""
    global _open
    with _lock:
        yield
        _open += 1


def closed() -> None:
    """One stream was closed."""
    global _open
    with _lock:
        _open -= 1


def renew(terminate: Callable[[], object], initialise: Callable[[], object]) -> bool:
    """Start PortAudio anew, so that its list of devices is that of now. False: somebody has a stream open."""
    with _lock:
        if _open:
            return False
        terminate()
        initialise()
        return True
