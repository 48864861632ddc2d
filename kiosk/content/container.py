"""The zip that a pack is, in its one canonical layout: stored members one behind the other, the directory, the end. Nothing else.

A writer has no choice, so a reader compares: whatever isn't content must be, byte for byte, what it would have written. That
leaves no room for hidden, doubled or overlapping members, a second directory, comments, or a flipped bit. `docs/pack-format.md`
has it in words.
"""

from __future__ import annotations

import os
import stat
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kiosk.content.names import MANIFEST, SIGNATURE, fault_of, largest
from kiosk.packs import PackProblem, Refusal

LARGEST = 2_000_000_000
"""Bytes of a pack."""
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
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    flags |= getattr(os, "O_BINARY", 0)
    descriptor = os.open(file, flags)
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
    directory = _at(file, at, length)
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
        near = _at(file, max(0, size - 70_000), min(size, 70_000))
        behind = len(near) - at_end if (at_end := near.rfind(_END_MARK)) >= 0 else 0
        raise RefusedPack(PackProblem.DAMAGED if behind > _END.size else PackProblem.TRUNCATED)
    _, disk, first, here, count, length, at, comment = _END.unpack(end)
    if count > MOST_FILES:
        raise RefusedPack(PackProblem.TOO_MANY_FILES, detail=f"{count:,}")
    if disk or first or here != count or comment or at + length != size - _END.size:
        raise RefusedPack(PackProblem.DAMAGED)
    if not count * _CENTRAL.size <= length <= count * (_CENTRAL.size + 0xFFFF):
        raise RefusedPack(PackProblem.DAMAGED)
    if length > count * (_CENTRAL.size + 4096):
        raise RefusedPack(PackProblem.BAD_NAME)
    return count, length, at


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
        place += _CENTRAL.size + of_name + of_extra + of_comment
    if place != len(directory):
        raise RefusedPack(PackProblem.DAMAGED)


def _named(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedPack(PackProblem.BAD_TEXT, raw.decode("ascii", "replace")[:80]) from error


def _check(name: str, method: int, mode: int, packed: int, size: int) -> None:
    shown = "".join(letter if letter.isprintable() else "?" for letter in name)[:80]
    if stat.S_ISLNK(mode):
        raise RefusedPack(PackProblem.LINK, shown)
    if fault := fault_of(name):
        raise RefusedPack(fault, shown)
    if method or packed != size:
        raise RefusedPack(PackProblem.COMPRESSED, shown)
    if size > (largest(name) if name not in (MANIFEST, SIGNATURE) else 16_000_000):
        raise RefusedPack(PackProblem.TOO_LARGE, shown, f"{size // 1_000_000:,} MB")
