"""A fault keeps to itself what a visitor has asked. Python, its libraries and the system all like to tell what a program held in
its hands when it broke: the message of an exception, the text that a Rust library panicked at, an image of the memory. Whatever
is written to stderr lands in the system's journal, which is a disk.

Knows nothing of the kiosk, so that the programs beside it (microphone, voices, loudspeaker) can use it too.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO

PR_SET_DUMPABLE = 4
MOST_PLACES = 12
"""Of a fault: those nearest to it."""

log = logging.getLogger(__name__)


def keep() -> None:
    """From now on, in this process and what it starts, no fault tells more than its kind and its place."""
    undumped()
    logging.raiseExceptions = False  # else a record that can't be formatted is printed with all its arguments
    sys.excepthook = lambda kind, error, trace: _tell("The kiosk ended", error)
    threading.excepthook = lambda broken: _tell("A thread ended", broken.exc_value)
    sys.unraisablehook = lambda broken: _tell("Something broke where nobody could be told", broken.exc_value)
    sys.stdout, sys.stderr = (_apart(stream) for stream in (sys.stdout, sys.stderr))


def undumped() -> None:
    """No core file of this process and of those that it starts, and nobody of the same user may look into its memory.

    The second is asked of the system as well, as the first doesn't bind what a core is piped to (systemd-coredump, apport);
    a program that is started anew must ask for itself."""
    with suppress(ImportError, OSError, ValueError):  # Windows has none of this, a Mac only the first
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def told(error: BaseException | None) -> str:
    """Kind and places, never a word that it carries: `KeyError at kiosk/session/typing.py:31, kiosk/app.py:246`."""
    return "; by ".join(_links(error)) if error else "an unknown fault"


class Reticent(logging.Formatter):
    """Of an exception that a line brings along, only what `told` tells."""

    def formatException(  # noqa: N802  logging's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return told(ei[1])


def _links(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield f"{type(now).__name__}{_places(now)}"
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
    places = [f"{'/'.join(frame.filename.rsplit('/', 3)[-3:])}:{frame.lineno}" for frame in reversed(frames)]
    return f" at {', '.join(places)}" if places else ""


def _tell(what: str, error: BaseException | None) -> None:
    """To whoever hears the log; where nobody does, Python's logging writes it to stderr."""
    log.error("%s: %s", what, told(error))


def _apart(stream: Any) -> TextIO:
    """The same for Python; the descriptor that libraries write to by its number leads nowhere from now on. A Rust library that
    panics prints the text that it stumbled over, before Python hears of it."""
    try:
        number = stream.fileno()
        stream.flush()
        own = os.fdopen(os.dup(number), "w", buffering=1, encoding=stream.encoding, errors=stream.errors)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):  # there is none, or a test's
        return stream  # type: ignore[no-any-return]
    return own
