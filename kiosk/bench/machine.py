"""What the figures were taken on, in one line."""

from __future__ import annotations

import platform
from pathlib import Path

import psutil


def machine() -> str:
    """`AMD EPYC, 2 cores, 8 GB, Linux 6.1`."""
    cores, memory = psutil.cpu_count() or 1, psutil.virtual_memory().total / 1e9
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return f"{_processor()}, {cores} core{'s' * (cores > 1)}, {memory:.0f} GB, {system}"


def _processor() -> str:
    """A Raspberry Pi says which one it is elsewhere than others."""
    for file, mark in ((Path("/proc/device-tree/model"), ""), (Path("/proc/cpuinfo"), "model name")):
        try:
            lines = file.read_text(errors="replace").strip("\0\n").splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith(mark):
                return line.partition(":")[2].strip() if mark else line
    return platform.machine()
