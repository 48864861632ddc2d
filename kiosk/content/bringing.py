"""Takes a pack from the stick to the kiosk's own disk, whole, before anything else is done with it: once it is here and has been
read back, the stick may be taken out.

A pulled stick answers EIO, ENOTCONN, ENODEV or ENOENT, a worn one EPERM or ENOMEM: for staff all of it is one thing, "the
stick can't be read any more". The kiosk's own disk may be full, which is something else.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kiosk.content import container
from kiosk.content.container import RefusedPack
from kiosk.content.disk import flush_folder, problem_of_disk, why
from kiosk.content.pack import open_pack
from kiosk.packs import PackProblem, Refusal

BLOCK = 1 << 18
"""Bytes copied at once: a tenth of a second of a slow stick."""
SPARE = 50_000_000
"""Bytes that must stay free on the kiosk's disk."""


class Unwanted(Exception):  # noqa: N818  somebody has gone away; not a fault
    """The copy was broken off because nobody waits for it any more."""


def bring(
    source: Path,
    incoming: Path,
    on_progress: Callable[[int, int], object] = lambda done, total: None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Path | Refusal:
    """Our own copy, flushed, in a folder of its own: what is looked at is what is installed, whatever else is brought meanwhile.
    The file's name stays. Raises Unwanted. On any refusal nothing of it stays; else `forget` it in the end."""
    target = incoming / secrets.token_hex(8) / source.name
    try:
        _copy(source, target, on_progress, is_wanted)
        return target
    except RefusedPack as refused:
        forget(target)
        return refused.of(source.name)
    except BaseException:
        forget(target)
        raise


def checked(copy: Path) -> Refusal | None:
    """Reads our copy from the disk, not from memory, and refuses it where it isn't whole."""
    with suppress(OSError, AttributeError), copy.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    pack = open_pack(copy)
    if isinstance(pack, Refusal):
        forget(copy)
        return pack
    pack.close()
    return None


def _copy(source: Path, target: Path, on_progress: Callable[[int, int], object], is_wanted: Callable[[], bool]) -> None:
    """Raises RefusedPack, Unwanted."""
    try:
        opened = container.opened(source)
    except (OSError, ValueError) as error:
        raise RefusedPack(PackProblem.STICK_GONE, detail=_said(error)) from error
    with _closing(opened):
        try:
            size = os.fstat(opened.fileno()).st_size
        except OSError as error:
            raise RefusedPack(PackProblem.STICK_GONE, detail=why(error)) from error
        if size > container.LARGEST:
            raise RefusedPack(PackProblem.TOO_LARGE, detail=f"{size // 1_000_000:,} MB")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _make_room(target.parent, size)
            with target.open("wb") as copy:
                done = 0
                while True:
                    if not is_wanted():
                        raise Unwanted
                    try:
                        block = opened.read(BLOCK)
                    except OSError as error:
                        raise RefusedPack(PackProblem.STICK_GONE, detail=why(error)) from error
                    if not block:
                        break
                    copy.write(block)
                    done += len(block)
                    on_progress(done, size)
                    if done > container.LARGEST:
                        raise RefusedPack(PackProblem.TOO_LARGE, detail=f"{done // 1_000_000:,} MB")
                copy.flush()
                os.fsync(copy.fileno())
            flush_folder(target.parent)
        except OSError as error:
            raise RefusedPack(problem_of_disk(error), detail=why(error)) from error


@contextmanager
def _closing(opened: BinaryIO) -> Iterator[None]:
    """A dead file system may answer even this with an error, once all was read or nothing can be."""
    try:
        yield
    finally:
        with suppress(OSError):
            opened.close()


def _make_room(folder: Path, size: int) -> None:
    """Raises RefusedPack."""
    status = os.statvfs(folder) if hasattr(os, "statvfs") else None
    if status and status.f_bavail * status.f_frsize < 2 * size + SPARE:
        free = status.f_bavail * status.f_frsize // 1_000_000
        raise RefusedPack(
            PackProblem.NO_ROOM, detail=f"{free:,} MB free, {(2 * size + SPARE) // 1_000_000:,} MB needed"
        )


def forget(copy: Path) -> None:
    with suppress(OSError):
        copy.unlink(missing_ok=True)
        copy.parent.rmdir()


def _said(error: Exception) -> str:
    return why(error) if isinstance(error, OSError) else "it can't be opened"
