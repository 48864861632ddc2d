"""Which mounts are sticks: decided from what the kernel and `lsblk` say, never from a name alone.

A mount counts when it lies below the folder that our own rule mounts sticks in (assets/systemd: USB alone, read-only), or when
`lsblk` calls its device removable, hot-pluggable or USB. The disk that the system lives on never counts, whatever bus it is on.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXPORT_LABELS = ("KIOSK-EXPORT", "KIOSKEXPORT")
"""FAT and exFAT hold eleven letters: the second is the first as far as they can."""
LONGEST_LABEL = 40
"""Letters."""
PATIENCE_S = 5.0
COLUMNS = "NAME,PATH,MAJ:MIN,LABEL,UUID,FSTYPE,RM,HOTPLUG,TRAN,TYPE"
_SYSTEM = {"/", "/boot", "/boot/efi", "/boot/firmware", "/usr", "/var", "/home", "/srv", "/opt", "/tmp", "[SWAP]"}
_ESCAPE = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of /proc/self/mountinfo."""

    device: str
    """`8:17`."""
    folder: str
    kind: str
    """`vfat`."""
    source: str
    """`/dev/sdb1`."""
    writable: bool


@dataclass(frozen=True, slots=True)
class Disk:
    """A block device, as `lsblk` tells of it."""

    path: str
    number: str
    """`8:17`."""
    label: str
    removable: bool
    """It, or what it is a part of, can be taken out."""
    family: str
    """The whole disk that it is a part of."""


@dataclass(frozen=True, slots=True)
class Drive:
    """A stick that is mounted."""

    folder: Path
    label: str
    writable: bool

    @property
    def is_for_export(self) -> bool:
        return self.label in EXPORT_LABELS and self.writable


def drives(mountinfo: str, lsblk: str, mount_folder: Path) -> tuple[Drive, ...]:
    """In the order in which they were mounted."""
    disks = {disk.number: disk for disk in disks_of(lsblk)}
    mounts = list(mounts_of(mountinfo))
    system = {disk.family for mount in mounts if mount.folder in _SYSTEM and (disk := disks.get(mount.device))}
    found: dict[str, Drive] = {}
    for mount in mounts:
        folder, disk = Path(mount.folder), disks.get(mount.device)
        if mount.folder in _SYSTEM or (disk is not None and disk.family in system):
            continue
        if mount_folder in folder.parents or (disk is not None and disk.removable):
            label = presentable(disk.label if disk else "") or presentable(folder.name)
            found[mount.folder] = Drive(folder, label, mount.writable)
    return tuple(found.values())


def presentable(label: str) -> str:
    """As staff may see it: anybody can name a stick, also with signs that turn the line around or fill the screen."""
    seen = " ".join("".join(letter if letter.isprintable() else " " for letter in label).split())
    return seen if len(seen) <= LONGEST_LABEL else f"{seen[: LONGEST_LABEL - 1]}…"


def mounts_of(mountinfo: str) -> Iterator[Mount]:
    """Lines that aren't such lines are passed over."""
    for line in mountinfo.splitlines():
        before, dash, after = line.partition(" - ")
        fields, rest = before.split(" "), after.split(" ")
        if not dash or len(fields) < 6 or len(rest) < 3:
            continue
        yield Mount(fields[2], unescaped(fields[4]), rest[0], unescaped(rest[1]), "rw" in fields[5].split(","))


def unescaped(text: str) -> str:
    """The kernel writes blanks, tabs, line ends and backslashes as `\\040`."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 8) & 0xFF), text)


def disks_of(lsblk: str) -> Iterator[Disk]:
    """Of `lsblk -J`; nothing where that is no such answer."""
    try:
        tree = json.loads(lsblk)
        devices = tree["blockdevices"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    if isinstance(devices, list):
        for device in devices:
            yield from _disks(device, None, False)


def _disks(device: Any, family: str | None, removable: bool) -> Iterator[Disk]:
    if not isinstance(device, Mapping):
        return
    path = str(device.get("path") or device.get("name") or "")
    own = _yes(device.get("rm")) or _yes(device.get("hotplug")) or device.get("tran") == "usb"
    removable = removable or (own and device.get("type") not in ("loop", "rom", "crypt", "lvm"))
    number, label = str(device.get("maj:min") or "").strip(), str(device.get("label") or "")
    yield Disk(path, number, label, removable, family or path)
    for child in device.get("children") or ():
        yield from _disks(child, family or path, removable)


def _yes(value: object) -> bool:
    return value in (True, 1, "1")


# ---- asking the system


def read_mountinfo() -> str:
    """Raises OSError."""
    return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")


def ask_lsblk() -> str:
    """Empty where it can't be asked: what lies below our own folder counts all the same."""
    try:
        done = subprocess.run(
            ["lsblk", "-J", "-o", COLUMNS],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
