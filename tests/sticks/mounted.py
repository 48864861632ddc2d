"""Real file systems in files, mounted for a test: as near to a stick as a machine without one comes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def image(file: Path, megabytes: int, content: Path) -> Path:
    """An ext4 with what lies in the folder `content`."""
    with file.open("wb") as out:
        out.truncate(megabytes * 1_000_000)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", "-d", content, file], check=True, timeout=60)
    return file


@contextmanager
def mounted(file: Path, at: Path, *options: str) -> Iterator[Path]:
    """Skips where this user or machine may not mount at all."""
    at.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        pytest.skip("only root can mount")
    done = subprocess.run(
        ["mount", "-o", ",".join(("loop", *options)), file, at], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"this machine mounts nothing: {done.stderr.strip()[:100]}")
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", at], check=False, capture_output=True)


@contextmanager
def by_a_program(file: Path, at: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Mounted by a program in user space (fuse2fs), which may die."""
    at.mkdir(parents=True, exist_ok=True)
    if shutil.which("fuse2fs") is None or not os.access("/dev/fuse", os.W_OK):
        pytest.skip("no file system in user space here (fuse2fs, /dev/fuse)")
    program = subprocess.Popen(
        ["fuse2fs", "-f", "-o", "ro", file, at], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            if at.is_mount():
                break
            try:
                program.wait(0.1)
                pytest.skip("this machine mounts nothing in user space")
            except subprocess.TimeoutExpired:
                continue
        yield program
    finally:
        program.kill()
        program.wait()
        subprocess.run(["umount", "-l", at], check=False, capture_output=True)
