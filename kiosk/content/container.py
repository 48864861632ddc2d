"""The zip that a pack is, in its one canonical layout: stored members one behind the other, the directory, the end. Nothing else.

A writer has no choice, so a reader compares: whatever isn't content must be, byte for byte, what it would have written. That
leaves no room for hidden, doubled or overlapping members, a second directory, comments, or a flipped bit. `docs/pack-format.md`
has it in words.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kiosk.content.disk import PLAIN
from kiosk.content.names import LONGEST, MANIFEST, SIGNATURE, fault_of, largest
from kiosk.packs import PackProblem, Refusal

LARGEST = 500_000_000
"""Bytes of a pack: ten thousand articles with their vectors. All that is wanted of it is in memory at once when it is installed."""
MOST_FILES = 60_000
BLOCK = 1 << 20
"""Bytes read at once."""

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_VERSION, _UNIX, _MIDNIGHT, _DAY = 20, 3, 0, (1 << 5) | 1
"""Of the format; of the makers; 1 January 1980, 00:00."""
_PLAIN_FILE = (stat.S_IFREG | 0o644) << 16
_MOST_OF_NAME = 0xFFFF
"""Bytes of a name that a directory can hold."""
_NEAR = 70_000
"""Bytes at the end that are searched: a comment of a zip is never longer."""
_NO_FILE = {errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.EISDIR}
"""What a link, a socket or a device without its driver answers."""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    crc: int
    size: int
    """Bytes."""
    start: int
    """Where its content begins in the file."""


class RefusedPack(Exception):  # noqa: N818  never leaves this room: the doors turn it into its value
    def __init__(self, problem: PackProblem, file: str = "", detail: str = "") -> None:
        super().__init__(problem)
        self.problem, self.file, self.detail = problem, file, detail

    def of(self, pack: str) -> Refusal:
        return Refusal(self.problem, pack, self.file, self.detail)


# ---- writing


def written(files: Mapping[str, bytes]) -> bytes:
    """The whole container. The manifest comes first, then the signature, then the others by name."""
    order = in_order(files)
    parts: list[bytes] = []
    members: list[Member] = []
    at = 0
    for name in order:
        content = files[name]
        head = _local(name, zlib.crc32(content), len(content))
        members.append(Member(name, zlib.crc32(content), len(content), at + len(head)))
        parts += head, content
        at += len(head) + len(content)
    return b"".join((*parts, _tail(members, at)))


def in_order(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != MANIFEST, name != SIGNATURE, name))


def _local(name: str, crc: int, size: int) -> bytes:
    raw = name.encode("ascii")
    return _LOCAL.pack(_LOCAL_MARK, _VERSION, 0, 0, _MIDNIGHT, _DAY, crc, size, size, len(raw), 0) + raw


def _tail(members: Iterable[Member], at: int) -> bytes:
    entries = []
    for each in members:
        raw = each.name.encode("ascii")
        head = each.start - _LOCAL.size - len(raw)
        made = _UNIX << 8 | _VERSION
        entries.append(
            _CENTRAL.pack(
                _CENTRAL_MARK, made, _VERSION, 0, 0, _MIDNIGHT, _DAY, each.crc, each.size, each.size,
                len(raw), 0, 0, 0, 0, _PLAIN_FILE, head,
            )
            + raw
        )  # fmt: skip
    directory = b"".join(entries)
    return directory + _END.pack(_END_MARK, 0, 0, len(entries), len(entries), len(directory), at, 0)


# ---- reading


class Container:
    """An opened pack whose layout was compared. Contents are as they lie there: whoever reads checks them against the manifest."""

    def __init__(self, file: BinaryIO, members: Mapping[str, Member]) -> None:
        self._file = file
        self.members = members

    def read(self, name: str) -> bytes:
        """Whole. Raises RefusedPack where the file no longer gives it; OSError."""
        return b"".join(self.blocks(name))

    def blocks(self, name: str) -> Iterator[bytes]:
        member = self.members[name]
        self._file.seek(member.start)
        left = member.size
        while left:
            block = self._file.read(min(BLOCK, left))
            if not block:
                raise RefusedPack(PackProblem.TRUNCATED, name)
            left -= len(block)
            yield block

    def close(self) -> None:
        self._file.close()


def opened(file: Path) -> BinaryIO:
    """A regular file, never a link, a pipe or a device: what lies on a stick may be anything. Raises RefusedPack, OSError."""
    flags = (
        os.O_RDONLY | PLAIN | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    )
    flags |= getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(file, flags)
    except OSError as error:
        if error.errno in _NO_FILE:
            raise RefusedPack(PackProblem.NOT_A_PACK, detail="no plain file") from error
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise RefusedPack(PackProblem.NOT_A_PACK, detail="no plain file")
    return os.fdopen(descriptor, "rb")


def read(file: BinaryIO) -> Container:
    """Compares the whole layout. Raises RefusedPack, OSError."""
    size = os.fstat(file.fileno()).st_size
    if size > LARGEST:
        raise RefusedPack(PackProblem.TOO_LARGE, detail=f"{size // 1_000_000:,} MB")
    count, length, at = _end(file, size)
    # Where no name is too long, that is all of it; where one is, what is read reaches as far as the first of them.
    directory = _at(file, at, min(length, count * (_CENTRAL.size + LONGEST) + _MOST_OF_NAME))
    members = dict(_members(directory, count))
    if list(members) != in_order(members) or _tail(members.values(), at)[:length] != directory:
        raise RefusedPack(PackProblem.DAMAGED)
    for each in members.values():
        head = _local(each.name, each.crc, each.size)
        if _at(file, each.start - len(head), len(head)) != head:
            raise RefusedPack(PackProblem.DAMAGED, each.name)
    end = max((each.start + each.size for each in members.values()), default=0)
    if end != at:
        raise RefusedPack(PackProblem.DAMAGED)
    return Container(file, members)


def _at(file: BinaryIO, place: int, length: int) -> bytes:
    if place < 0:
        raise RefusedPack(PackProblem.DAMAGED)
    file.seek(place)
    found = file.read(length)
    if len(found) < length:
        raise RefusedPack(PackProblem.TRUNCATED)
    return found


def _end(file: BinaryIO, size: int) -> tuple[int, int, int]:
    """How many files, how long the directory, where it begins."""
    if _at(file, 0, min(size, 4)) != _LOCAL_MARK[: min(size, 4)] or size == 0:
        raise RefusedPack(PackProblem.NOT_A_PACK)
    if size < _END.size:
        raise RefusedPack(PackProblem.TRUNCATED)
    end = _at(file, size - _END.size, _END.size)
    if not end.startswith(_END_MARK):
        raise RefusedPack(PackProblem.DAMAGED if _is_longer(file, size) else PackProblem.TRUNCATED)
    _, disk, first, here, count, length, at, comment = _END.unpack(end)
    if count > MOST_FILES:
        raise RefusedPack(PackProblem.TOO_MANY_FILES, detail=f"{count:,}")
    if disk or first or here != count or comment or at + length != size - _END.size:
        raise RefusedPack(PackProblem.TRUNCATED if _is_of_vectors(file, size, at + length) else PackProblem.DAMAGED)
    return count, length, at


def _is_of_vectors(file: BinaryIO, size: int, length: int) -> bool:
    """Cut just behind vectors, what stands last is their end: their beginning lies within, and no other pack's end before it."""
    inner = size - _END.size - length
    return inner > _END.size and _at(file, inner, 4) == _LOCAL_MARK and _at(file, inner - _END.size, 4) != _END_MARK


def _is_longer(file: BinaryIO, size: int) -> bool:
    """Something was put behind its end. Vectors within a pack have an end of their own, which counts from another beginning."""
    near = _at(file, max(0, size - _NEAR), min(size, _NEAR))
    found = near.rfind(_END_MARK)
    while found >= 0:
        if found + _END.size <= len(near):
            *_, length, at, _ = _END.unpack_from(near, found)
            if at + length == size - len(near) + found:
                return True
        found = near.rfind(_END_MARK, 0, found)
    return False


def _members(directory: bytes, count: int) -> Iterator[tuple[str, Member]]:
    """By what the directory says, each name looked at first: the most telling reason is the one that is told."""
    place, start = 0, 0
    seen: set[str] = set()
    folded: set[str] = set()
    for _ in range(count):
        if place + _CENTRAL.size > len(directory):
            raise RefusedPack(PackProblem.DAMAGED)
        fields = _CENTRAL.unpack_from(directory, place)
        mark, method, crc, packed, size = fields[0], fields[4], fields[7], fields[8], fields[9]
        of_name, of_extra, of_comment, attributes = fields[10], fields[11], fields[12], fields[15]
        if mark != _CENTRAL_MARK:
            raise RefusedPack(PackProblem.DAMAGED)
        raw = directory[place + _CENTRAL.size : place + _CENTRAL.size + of_name]
        if of_extra or of_comment or len(raw) < of_name:
            raise RefusedPack(PackProblem.DAMAGED, _shown(raw.decode("utf-8", "replace")))
        name = _named(raw)
        if name in seen:
            raise RefusedPack(PackProblem.DUPLICATE_FILE, name)
        if name.casefold() in folded:
            raise RefusedPack(PackProblem.CASE_TWINS, name)
        seen.add(name)
        folded.add(name.casefold())
        _check(name, method, attributes >> 16, packed, size)
        start += _LOCAL.size + len(raw)
        yield name, Member(name, crc, size, start)
        start += size
        place += _CENTRAL.size + of_name
    if place != len(directory):
        raise RefusedPack(PackProblem.DAMAGED)


def _named(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedPack(PackProblem.BAD_TEXT, _shown(raw.decode("ascii", "replace")), "its name") from error


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:80]


def _check(name: str, method: int, mode: int, packed: int, size: int) -> None:
    shown = _shown(name)
    if stat.S_ISLNK(mode):
        raise RefusedPack(PackProblem.LINK, shown)
    if fault := fault_of(name):
        raise RefusedPack(fault, shown)
    if method or packed != size:
        raise RefusedPack(PackProblem.COMPRESSED, shown)
    if size > (largest(name) if name not in (MANIFEST, SIGNATURE) else 16_000_000):
        raise RefusedPack(PackProblem.TOO_LARGE, shown, f"{size // 1000:,} kB")
