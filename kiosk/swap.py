"""Whether the memory of this machine may be written to a disk that whoever takes it along can read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.model import Level, Part

SWAPS, BLOCKS = Path("/proc/swaps"), Path("/sys/dev/block")
IN_MEMORY = "zram"
REMEDY = "Visitors' words may get onto that disk. Turn it off: sudo swapoff -a, and take it out of /etc/fstab (zram may stay)."
BLANK = re.compile(r"\\([0-7]{3})")


def part(swaps: Path = SWAPS) -> Part:
    """The line of `doctor`."""
    try:
        table = swaps.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Part("swap", Level.GOOD, "this system has none")
    readable = tuple(readable_swaps(table, is_encrypted))
    if readable:
        return Part("swap", Level.LESS, f"memory is swapped to {', '.join(readable)}, which is not encrypted", REMEDY)
    return Part("swap", Level.GOOD, "nothing of the memory gets onto a disk that others could read")


def readable_swaps(table: str, is_encrypted: Callable[[str], bool]) -> Iterator[str]:
    """Of `/proc/swaps`: each device or file that lies neither in memory nor on an encrypted disk. Blanks in names are `\\040`."""
    for line in table.splitlines()[1:]:
        name = line.split()[0] if line.split() else ""
        if name and not Path(name).name.startswith(IN_MEMORY) and not is_encrypted(name):
            yield name


def is_encrypted(place: str, blocks: Path = BLOCKS) -> bool:
    """A device that dm-crypt has made, or a file on one. Where that can't be seen: no."""
    try:
        status = Path(BLANK.sub(lambda found: chr(int(found[1], 8)), place)).stat()
    except (OSError, ValueError):
        return False
    device = status.st_rdev or status.st_dev
    return is_crypt(blocks / f"{os.major(device)}:{os.minor(device)}")


def is_crypt(block: Path) -> bool:
    """Or stands upon nothing but such: LVM on LUKS."""
    try:
        if (block / "dm" / "uuid").read_text(encoding="ascii").startswith("CRYPT-"):
            return True
    except (OSError, ValueError):
        return False
    below = sorted((block / "slaves").glob("*"))
    return bool(below) and all(is_crypt(each) for each in below)
