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


def flush_folder(folder: Path) -> None:
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
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)
