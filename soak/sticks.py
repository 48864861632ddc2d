"""A stick of its own: a file system in a file, mounted by a program in user space, which hangs and dies in the middle of a copy."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from soak.packs import STICK_PACK, packed
from soak.place import Place

LABEL = "BLUE"
MEGABYTES = 8
HANGS_S = 1.0
"""So long the copying hangs before the stick is gone."""
MOUNTS_S = 10.0


class Stage(Protocol):
    place: Place

    @property
    def standing(self) -> Mapping[str, Any]: ...

    @property
    def number(self) -> int: ...


def put_in(stage: Stage) -> None:
    """Where no program can mount in user space, nothing is put in, and the visitor finds none."""
    folder = stage.place.sticks / LABEL
    folder.mkdir(exist_ok=True)
    if shutil.which("fuse2fs") is None or not os.access("/dev/fuse", os.W_OK):
        return
    image = stage.place.folder / "stick.img"
    with TemporaryDirectory() as content:
        Path(content, f"{STICK_PACK}.kioskpack").write_bytes(packed(stage.place.key, stage.number + 2))
        with image.open("wb") as out:
            out.truncate(MEGABYTES * 1_000_000)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-d", content, str(image)], check=True, timeout=60)
    stage.place.programs.append(_mounted(image, folder))


def _mounted(image: Path, folder: Path) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    program = subprocess.Popen(["fuse2fs", "-f", "-o", "ro", str(image), str(folder)], stdout=quiet, stderr=quiet)
    deadline = time.monotonic() + MOUNTS_S
    while not folder.is_mount() and program.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return program


def pulled_out(stage: Stage) -> None:
    """It hangs from when its pack was seen, so that the copy can't be over in a blink; then it is gone."""
    programs = stage.place.programs
    if not programs or programs[-1].poll() is not None:
        return
    moment = stage.standing.get("moment")
    if moment == "PackShelf":
        programs[-1].send_signal(signal.SIGSTOP)
    elif moment == "Bringing":
        time.sleep(HANGS_S)
        taken_out(stage)


def taken_out(stage: Stage) -> None:
    while stage.place.programs:
        program = stage.place.programs.pop()
        program.kill()
        program.wait()
    subprocess.run(["umount", "-l", str(stage.place.sticks / LABEL)], check=False, capture_output=True)
