"""What a disk may answer: which errors mean that the stick is gone, that there is no room, or that our own disk is at fault."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from kiosk.packs import PackProblem

_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}


def problem_of_disk(error: OSError) -> PackProblem:
    return PackProblem.NO_ROOM if error.errno in _NO_ROOM else PackProblem.DISK_FAULT


def why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def write_flushed(target: Path, content: bytes) -> None:
    with target.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


PLAIN = getattr(os, "O_BINARY", 0)
"""For `os.open`: an author's Windows would else make two bytes of each line's end."""


def flush_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return  # Windows opens no folders; an author's computer may lose the last second
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_flushed(target: Path, content: bytes, mode: int = 0o644) -> None:
    """The old content or the new, whatever happens between; its folder is made where there is none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | PLAIN, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)
