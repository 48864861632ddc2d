"""How the process deals with memory and cores, whatever the parts do. To be called before there are threads and numbers."""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import suppress

ARENA_MAX, MMAP_THRESHOLD, TRIM_THRESHOLD = -8, -3, -1
"""Their numbers in glibc's malloc.h."""
LARGE = 1 << 20
"""Bytes: what is larger is mapped by itself, and the machine has it back as soon as it isn't needed."""
ARENAS = 2
"""Each thread may else have a heap of its own, with its own holes."""


def be_thrifty() -> None:
    """Where there is no glibc, nothing happens. What its makers found cheapest in time costs a kiosk a hundred megabytes."""
    with suppress(OSError, AttributeError):
        glibc = ctypes.CDLL(None)
        for what, value in ((ARENA_MAX, ARENAS), (MMAP_THRESHOLD, LARGE), (TRIM_THRESHOLD, LARGE)):
            glibc.mallopt(what, value)


def give_back() -> None:
    """What was needed to open a part or serve a visitor, and lies in the holes of a heap. Takes some milliseconds."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def tidy_up() -> None:
    """For when nobody is here. What holds itself in a circle, as widgets do, is let go of first: by itself Python looks for such
    only once there is a quarter more of everything. Among the million objects of a kiosk that takes a quarter of a second."""
    gc.collect()
    give_back()


def one_core_a_sum() -> None:
    """Sums as small as a kiosk's are slower on two cores that others want too: one waits for the other. To be called before
    numpy is first imported."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
