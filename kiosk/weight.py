"""How large a process and all that it has started are."""

from __future__ import annotations

import psutil


def megabytes(pid: int) -> float | None:
    """What is theirs alone and their share of the rest (PSS), where the kernel tells it, else resident. None: it has ended."""
    try:
        kiosk = psutil.Process(pid)
        return round(sum(_of(each) for each in (kiosk, *kiosk.children(recursive=True))) / 1e6, 1)
    except psutil.Error:
        return None


def _of(process: psutil.Process) -> float:
    try:
        memory = process.memory_full_info()
        return float(getattr(memory, "pss", memory.rss))
    except psutil.NoSuchProcess:
        return 0.0
    except psutil.Error:  # not ours to look into
        return float(process.memory_info().rss)
