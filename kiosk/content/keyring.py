"""Whose signature counts on this kiosk, and whose doesn't any more: one file under `HOME/trust`, replaced whole."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, ValidationError, convert

from kiosk.content.disk import replace_flushed, why
from kiosk.content.keys import key_of, named
from kiosk.content.lock import Lock
from kiosk.errors import KeyFileError
from kiosk.packs import Key


class _Entry(Struct, forbid_unknown_fields=True):
    name: str
    key: str
    revoked: bool = False


class _Ring(Struct, forbid_unknown_fields=True):
    keys: list[_Entry]


class Keyring:
    """Read anew at each question: staff at the screen and the owner at the keyboard change the same file.

    A ring that can't be read holds nobody: nothing can be installed then, and staff are told why.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "keys.json"
        self._lock = folder / "lock"

    @property
    def keys(self) -> tuple[Key, ...]:
        """Raises KeyFileError."""
        return tuple(key for key, is_revoked in self._read() if not is_revoked)

    @property
    def revoked(self) -> tuple[Key, ...]:
        """Raises KeyFileError."""
        return tuple(key for key, is_revoked in self._read() if is_revoked)

    @property
    def stamp(self) -> tuple[int, int]:
        """Another one whenever somebody has changed the ring."""
        try:
            status = self._file.stat()
        except OSError:
            return 0, 0
        return status.st_mtime_ns, status.st_size

    def was_revoked(self, key: Key) -> bool:
        """Raises KeyFileError."""
        return any(each.public == key.public for each in self.revoked)

    def add(self, key: Key, name: str | None = None, *, again: bool = False) -> Key:
        """It counts from now on. `again`: also where it was revoked before. Raises KeyFileError, also for a name that another key
        has; LibraryError where somebody else is at it."""
        added = key_of(key.public, name or key.name)
        with self._alone():
            return self._added(added, again)

    def _added(self, added: Key, again: bool) -> Key:
        ring = self._read()
        if not again and any(each.public == added.public and is_revoked for each, is_revoked in ring):
            raise KeyFileError(
                f"The key of {added.name!r} was removed here before. To trust it again, if you know why: trust add --again."
            )
        others = [(each, is_revoked) for each, is_revoked in ring if each.public != added.public]
        if any(each.name.casefold() == added.name.casefold() and not is_revoked for each, is_revoked in others):
            raise KeyFileError(f"Another key is called {added.name!r} here. Give this one a name of its own.")
        self._write([*others, (added, False)])
        return added

    def revoke(self, name: str) -> Key:
        """It counts no more, and that is remembered. Raises KeyFileError where there is none of this name; LibraryError where
        somebody else is at it."""
        with self._alone():
            return self._revoked(name)

    def _revoked(self, name: str) -> Key:
        ring = self._read()
        wanted = next((key for key, is_revoked in ring if key.name == named(name) and not is_revoked), None)
        if wanted is None:
            there = ", ".join(key.name for key, is_revoked in ring if not is_revoked) or "none"
            raise KeyFileError(f"There is no key called {name!r}. There are: {there}.")
        self._write([(key, is_revoked or key == wanted) for key, is_revoked in ring])
        return wanted

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two who change the ring at once must not undo each other. Raises LibraryError, KeyFileError."""
        lock = Lock(self._lock)
        try:
            lock.take()
        except OSError as error:
            raise KeyFileError(f"{self._file}: the trusted keys can't be written: {why(error)}.") from error
        try:
            yield
        finally:
            lock.free()

    def _read(self) -> list[tuple[Key, bool]]:
        try:
            tree = json.loads(self._file.read_bytes())
            entries = convert(tree, _Ring).keys
            return [(key_of(_public(each.key), each.name), each.revoked) for each in entries]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise KeyFileError(f"{self._file}: the trusted keys can't be read: {why(error)}.") from error
        except (ValueError, ValidationError, RecursionError, KeyFileError) as error:
            raise KeyFileError(
                f"{self._file}: the trusted keys are damaged. Take the file away, and add each key again (`trust add`)."
            ) from error

    def _write(self, ring: list[tuple[Key, bool]]) -> None:
        entries = [
            {"name": key.name, "key": base64.b64encode(key.public).decode(), "revoked": is_revoked}
            for key, is_revoked in ring
        ]
        try:
            replace_flushed(self._file, (json.dumps({"keys": entries}, indent=1, ensure_ascii=False) + "\n").encode())
        except OSError as error:
            raise KeyFileError(f"{self._file}: the trusted keys can't be written: {why(error)}.") from error


def _public(text: str) -> bytes:
    public = base64.b64decode(text, validate=True)
    if len(public) != 32:
        raise ValueError("no Ed25519 key")
    return public
