"""Writes and renames that a power cut doesn't undo, nor leaves half done."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def flush_folder(folder: Path) -> None:
    """Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def overwrite_flushed(target: Path, content: bytes) -> None:
    """In its place, which a full disk has room for. `content` may not be shorter than what stands there, and fits into one sector
    (512 bytes), so that a power cut leaves one or the other. Raises OSError, also where there is no such file."""
    descriptor = os.open(target, os.O_WRONLY)
    try:
        os.pwrite(descriptor, content, 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_flushed(target: Path, content: bytes) -> None:
    """The old content or the new; nobody else may read it. Its folder is made where there is none. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")  # a command may write it at the same time
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)
