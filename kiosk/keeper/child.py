"""The kiosk as a process, with all that it starts: what it tells, whether it lives, and its end."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from kiosk.keeper.policy import BY_ITSELF, Why
from kiosk.last_places import VARIABLE
from kiosk.notify import BUSY, WEIGHT, WHY

MOST_PLACES = 20_000
"""Bytes."""
LETTER = 4096
GRACE_S = 5.0
"""So long it may take to end when it is asked to."""
ABORTS_S = 2.0
"""And to write down where it was."""
AGAIN = 75
"""The exit code of a kiosk that wants to be started again; as EX_TEMPFAIL of sysexits.h."""
REFUSED = (2, 3, 4)
"""Those of the contract for what a new start can't heal."""


class Child:
    """Started by construction. `close` in the end, whatever happened."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        starts_s: float,
        silent_s: float,
        surroundings: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`starts_s`: until its first picture at most; `silent_s`: between two signs of life at most. Raises OSError."""
        self._clock = clock
        self._starts_s = starts_s
        self._silent_s = silent_s
        self._began = self._heard = clock()
        self._ready: float | None = None
        self._said: Why | None = None
        self._blame: Why | None = None
        self.was_busy: bool | None = None
        self.memory_mb: float | None = None
        """As it told last."""
        self._places = bytearray()
        # Nobody else may tell lies about it; in memory, where there is such a place: a disk may be full, or swept.
        self._folder = TemporaryDirectory(prefix="kiosk-keeper-", dir=surroundings.get("XDG_RUNTIME_DIR") or None)
        self._ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        reading, writing = os.pipe()
        try:
            place = str(Path(self._folder.name) / "notify")
            self._ear.bind(place)
            self._process = subprocess.Popen(
                list(command),
                env={**surroundings, "NOTIFY_SOCKET": place, VARIABLE: str(writing)},
                pass_fds=(writing,),
                start_new_session=True,  # what it has started ends with it
            )
        except OSError:
            os.close(reading)
            self._ear.close()
            self._folder.cleanup()
            raise
        finally:
            os.close(writing)
        self._reader = Thread(target=self._read_places, args=(reading,), name="places", daemon=True)
        self._reader.start()

    @property
    def is_ready(self) -> bool:
        """Its first picture was drawn."""
        return self._ready is not None

    @property
    def up_s(self) -> float:
        """Seconds since its first picture; 0: there is none yet."""
        return self._clock() - self._ready if self._ready is not None else 0.0

    @property
    def code(self) -> int | None:
        """Below 0: the signal that ended it. None: it runs."""
        return self._process.poll()

    @property
    def places(self) -> tuple[str, ...]:
        """Where its threads were, as far as it could still tell."""
        return tuple(bytes(self._places).decode("utf-8", "replace").splitlines())

    def listen(self, seconds: float) -> None:
        """For the next thing that it tells, at most so long, and no longer than it runs."""
        end = self._clock() + seconds
        while (rest := end - self._clock()) > 0 and self.code is None:
            if select.select([self._ear], [], [], min(rest, 0.1))[0]:
                self._take(self._ear.recv(LETTER))
                return

    def fault(self) -> Why | None:
        """Why it should be ended now. None: it is well, as far as anybody can tell."""
        if self._ready is None:
            return Why.NEVER_READY if self._clock() - self._began > self._starts_s else None
        return Why.FROZEN if self._clock() - self._heard > self._silent_s else None

    def why(self) -> Why:
        """What ended it, once it has."""
        code = self.code
        assert code is not None
        if self._said is not None:  # it may hang at its own end
            return self._said
        if self._blame is not None:
            return self._blame
        if code in REFUSED:
            return Why.REFUSED
        if code == -signal.SIGKILL:
            return Why.KILLED
        return Why.ENDED if code in (0, -signal.SIGTERM) else Why.BROKE

    def ask_to_end(self) -> None:
        self._signal(signal.SIGTERM)
        self._wait(GRACE_S)

    def abort(self, why: Why) -> None:
        """It doesn't hear any more: it writes down where it is, and is killed."""
        self._blame = why
        self._signal(signal.SIGABRT)
        self._wait(ABORTS_S)
        self._kill()

    def close(self) -> None:
        """Nothing of it runs on."""
        self._kill()
        self._process.wait()
        self._reader.join(ABORTS_S)
        self._ear.close()
        self._folder.cleanup()

    def _take(self, letter: bytes) -> None:
        told = dict(line.partition("=")[::2] for line in letter.decode("utf-8", "replace").splitlines())
        if told.get("READY") == "1" and self._ready is None:
            self._ready = self._clock()
        if told.keys() & {"READY", "WATCHDOG"}:
            self._heard = self._clock()
        if BUSY in told:
            self.was_busy = told[BUSY] == "1"
        with suppress(KeyError, ValueError):
            self.memory_mb = float(told[WEIGHT])
        if WHY in told:
            with suppress(ValueError):
                said = Why(told[WHY])
                self._said = said if said in BY_ITSELF else None

    def _read_places(self, reading: int) -> None:
        """On a thread of its own until nobody writes any more: a full pipe must not hold up a kiosk that breaks."""
        with os.fdopen(reading, "rb", buffering=0) as pipe, suppress(OSError):
            while told := pipe.read(LETTER):
                self._places = (self._places + told)[-MOST_PLACES:]  # the last ones count

    def _wait(self, seconds: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            self._process.send_signal(number)

    def _kill(self) -> None:
        """The whole group: what the kiosk has started, too."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
