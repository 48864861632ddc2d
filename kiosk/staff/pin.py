"""The staff PIN: a salted scrypt hash in a file, and how many wrong ones there were.

A wrong try is counted on the disk before it is looked at, so that pulling the plug wins nothing; on a full disk in the place of the
count before, so that staff get in and can see what is wrong. After `FREE` wrong ones each
further try must wait; the wait doubles and begins anew with every start of the kiosk, and no wall clock is asked. A file that
can't be read opens nothing.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from msgspec import Struct, ValidationError, convert, to_builtins

from kiosk.command import COMMAND
from kiosk.errors import StaffError
from kiosk.events import PinVerdict
from kiosk.staff.disk import overwrite_flushed, replace_flushed

log = logging.getLogger(__name__)

SHORTEST, LONGEST = 4, 10
"""Digits."""
FREE = 5
"""Wrong tries before there is a wait."""
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 3600.0
COST, BLOCKS, LANES = 2**15, 8, 1
"""Of scrypt: 32 MB and a tenth of a second a try."""
MOST_MEMORY = 128 * COST * BLOCKS * 2
"""Bytes."""
SECTOR = 512
"""Bytes: the file is filled up with spaces to it, and always as long."""


class _Kept(Struct, forbid_unknown_fields=True):
    salt: str
    hash: str
    failures: int


class Pin:
    """One kiosk's. Not thread-safe. `clock`: monotonic seconds."""

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self._file = folder / "pin.json"
        self._asked = folder / "asked"
        self._clock = clock
        self._free_at = clock() + wait_after(self._failures())

    @property
    def is_set(self) -> bool:
        """A damaged one is set: it must not be chosen anew by whoever comes by."""
        try:
            return self._read() is not None
        except StaffError:
            return True

    @property
    def fault(self) -> str:
        """Why it can't be read; empty: it can, or there is none."""
        try:
            self._read()
        except StaffError as error:
            return str(error)
        return ""

    @property
    def was_asked(self) -> bool:
        """The first start is over: a PIN is chosen at the keyboard from now on (`staff set-pin`), never by a visitor."""
        return self._asked.exists()

    def ask_once(self) -> None:
        """The first start asks for it now, and no later one does."""
        with suppress(OSError):
            self._asked.parent.mkdir(parents=True, exist_ok=True)
            self._asked.touch()

    def wait_s(self) -> float:
        """Seconds until a try is looked at."""
        return max(0.0, self._free_at - self._clock())

    def check(self, pin: str) -> PinVerdict:
        """RIGHT, WRONG, LOCKED, NOT_SET or BROKEN."""
        try:
            kept = self._read()
            if kept is None:
                return PinVerdict.NOT_SET
            if kept.failures == 0:  # somebody has set a new one at the keyboard
                self._free_at = self._clock()
            if self.wait_s() > 0:
                return PinVerdict.LOCKED
            self._write(_counted(kept, kept.failures + 1))
            if not hmac.compare_digest(hashed(pin, bytes.fromhex(kept.salt)), bytes.fromhex(kept.hash)):
                self._free_at = self._clock() + wait_after(kept.failures + 1)
                return PinVerdict.LOCKED if self.wait_s() > 0 else PinVerdict.WRONG
            self._write(_counted(kept, 0))
        except StaffError as error:
            log.error("%s", error)
            return PinVerdict.BROKEN
        return PinVerdict.RIGHT

    def choose(self, pin: str) -> PinVerdict:
        """TAKEN, TOO_SIMPLE or BROKEN."""
        if is_too_simple(pin):
            return PinVerdict.TOO_SIMPLE
        salt = secrets.token_bytes(16)
        try:
            self._write(_Kept(salt.hex(), hashed(pin, salt).hex(), 0))
        except StaffError as error:
            log.error("%s", error)
            return PinVerdict.BROKEN
        self._free_at = self._clock()
        return PinVerdict.TAKEN

    # ---- the file

    def _failures(self) -> int:
        try:
            kept = self._read()
        except StaffError:
            return 0
        return kept.failures if kept else 0

    def _read(self) -> _Kept | None:
        """None where none was ever chosen. Raises StaffError."""
        try:
            kept = convert(json.loads(self._file.read_bytes()), _Kept)
            if len(bytes.fromhex(kept.salt)) < 8 or len(bytes.fromhex(kept.hash)) != 32 or kept.failures < 0:
                raise ValueError("too short")
        except FileNotFoundError:
            return None
        except (OSError, ValueError, ValidationError, RecursionError) as error:
            raise StaffError(
                f"{self._file}: the staff PIN can't be read. Set a new one at the keyboard: {COMMAND} staff set-pin"
            ) from error
        return kept

    def _write(self, kept: _Kept) -> None:
        """Raises StaffError."""
        content = json.dumps(to_builtins(kept)).encode().ljust(SECTOR)
        try:
            try:
                replace_flushed(self._file, content)
            except OSError as error:
                if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not self._file.exists():
                    raise
                overwrite_flushed(self._file, content)
        except OSError as error:
            raise StaffError(f"{self._file}: the staff PIN can't be written: {error.strerror or error}.") from error


def _counted(kept: _Kept, failures: int) -> _Kept:
    return _Kept(kept.salt, kept.hash, failures)


def hashed(pin: str, salt: bytes) -> bytes:
    """32 bytes."""
    return hashlib.scrypt(pin.encode(), salt=salt, n=COST, r=BLOCKS, p=LANES, maxmem=MOST_MEMORY, dklen=32)


def wait_after(failures: int) -> float:
    """Seconds before the next try is looked at."""
    if failures < FREE:
        return 0.0
    return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(failures - FREE, 20))


def is_too_simple(pin: str) -> bool:
    """What anybody would try first: too short, one digit alone, a run up or down, a short pattern again and again."""
    if not (pin.isascii() and pin.isdecimal() and SHORTEST <= len(pin) <= LONGEST):
        return True
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        return True
    return any(len(pin) % size == 0 and pin == pin[:size] * (len(pin) // size) for size in range(1, len(pin) // 2 + 1))
