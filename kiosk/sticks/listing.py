"""What lies on a stick or in a watched folder that is meant for a kiosk: packs and keys, at its root or one folder down. Nothing is
opened here, links are not followed, and a stick with a hundred thousand files is looked at no longer than any other."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

PACK, KEY = ".kioskpack", ".pub"
MOST_ENTRIES = 5000
"""Of one folder."""
MOST_FOLDERS = 50
MOST_FOUND = 200
_UNFINISHED = re.compile(
    r"^(?:\.|~syncthing~|\$|System Volume Information$|LOST\.DIR$|lost\+found$)|\.(?:tmp|part|partial|crdownload)$"
)
"""Hidden files, Macs' second halves (`._name`), wastebaskets, and what something else is still writing."""


@dataclass(frozen=True, slots=True)
class Found:
    path: Path
    size: int
    """Bytes."""
    changed_ns: int
    inode: int


def listed(folder: Path) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """Packs and keys, the newest first. Raises OSError where the folder itself can't be read."""
    found = list(islice(_found(folder), MOST_FOUND))
    newest = sorted(found, key=lambda each: (-each.changed_ns, each.path))
    packs = tuple(each for each in newest if each.path.suffix.lower() == PACK)
    return packs, tuple(each for each in newest if each.path.suffix.lower() == KEY)


def _found(folder: Path) -> Iterator[Found]:
    inner = []
    for entry in _entries(folder):
        if _is_folder(entry):
            inner.append(Path(entry.path))
        elif (file := _meant(entry)) is not None:
            yield file
    for below in sorted(inner)[:MOST_FOLDERS]:
        try:
            yield from (file for entry in _entries(below) if (file := _meant(entry)) is not None)
        except OSError:
            continue  # one folder that can't be read doesn't hide the others


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in islice(entries, MOST_ENTRIES) if not _UNFINISHED.search(entry.name))


def _meant(entry: os.DirEntry[str]) -> Found | None:
    """A plain file that is called like a pack or a key."""
    if not entry.name.lower().endswith((PACK, KEY)) or not _readable(entry.name):
        return None
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return Found(Path(entry.path), status.st_size, status.st_mtime_ns, status.st_ino)


def _readable(name: str) -> bool:
    """It can be shown: no half letters, no signs that a screen can't draw."""
    return name.isprintable()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
