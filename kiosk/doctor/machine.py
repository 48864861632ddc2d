"""The machine below: disk, memory, heat, and its clock."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

import psutil

from kiosk import parts
from kiosk.clock import BUILT
from kiosk.doctor.finding import Check, Finding, Scene, good, less, missing
from kiosk.doctor.place import nearest, why_not_written

PLENTY = 500_000_000
"""Bytes of free disk below which a clip cache and a content update get tight."""
FEW_FILES = 5_000
"""Free inodes, likewise: a clip is a file."""
TIGHT = 300_000_000
"""Bytes of memory left: with less the system begins to end programs."""
HOT_C = 85.0
"""Near here processors slow down; none of them is so warm in a room where people wait."""
SLOWED = {
    0x1: "too little current",
    0x2: "the processor is held back",
    0x4: "the processor is slowed down",
    0x8: "too hot",
}
"""Bits of a Raspberry Pi's get_throttled that tell of now."""


def disk(scene: Scene) -> Finding:
    home = scene.context.home
    place = nearest(home)
    figures = os.statvfs(place)
    free = figures.f_bavail * figures.f_frsize
    if figures.f_flag & os.ST_RDONLY:
        remedy = "restart; if it stays so, the disk is failing: have it replaced"
        return missing("read_only", f"{place} is mounted read-only", remedy)
    if free < 10_000:  # writing would tell the same, less plainly
        return missing("full", f"the disk of {place} is full", "make room on the disk")
    if fault := why_not_written(home):
        return missing("unwritable", f"{home} {fault}", "make it writable for the kiosk's user, or set KIOSK_HOME")
    detail = f"{free / 1e9:.1f} GB free at {place}"
    if free < PLENTY:
        return less("tight", detail, "make room on the disk")
    if figures.f_files and figures.f_favail < FEW_FILES:
        what = f"{detail}, but room for only {figures.f_favail} more files"
        return less("many_files", what, "remove old files from the disk")
    return good(detail)


def memory(scene: Scene) -> Finding:
    now = psutil.virtual_memory()
    return enough(now.available, now.total, psutil.swap_memory().used)


def enough(available: int, total: int, swapped: int) -> Finding:
    """All in bytes."""
    detail = f"{available / 1e9:.1f} of {total / 1e9:.1f} GB free, {swapped / 1e9:.1f} GB swapped out"
    return good(detail) if available >= TIGHT else less("tight", detail, "end other programs, or restart")


def heat(scene: Scene) -> Finding:
    found = _degrees(scene)
    detail = f"{max(found):.0f} °C" if found else "no thermometer that can be read"
    cool = "give the machine air: nothing on or against it, dust out of its fan"
    if slowed := _slowed(scene):
        return less("slowed", f"{detail}; {slowed}", f"{cool}; a Raspberry Pi needs its own power supply")
    if found and max(found) >= HOT_C:
        return less("hot", detail, cool)
    return good(detail)


def _degrees(scene: Scene) -> list[float]:
    """Of every thermometer that gives a number that can be one."""
    folder = scene.machine.root / "sys/class/thermal"
    told = [scene.machine.read(f"sys/class/thermal/{zone.name}/temp") for zone in sorted(folder.glob("thermal_zone*"))]
    numbers = [int(each) / 1000 for each in told if re.fullmatch(r"-?\d{1,7}", each)]
    return [each for each in numbers if -40 < each < 150]


def _slowed(scene: Scene) -> str:
    told = scene.machine.read("sys/devices/platform/soc/soc:firmware/get_throttled")
    bits = int(told, 16) if re.fullmatch(r"(0x)?[0-9a-fA-F]{1,8}", told) else 0
    return ", ".join(what for bit, what in SLOWED.items() if bits & bit)


def clock(scene: Scene) -> Finding:
    now, known = datetime.now(UTC), parts.library(scene.context).newest
    shown = now.astimezone().strftime("%Y-%m-%d %H:%M")
    days = parts.days(scene.context)
    today = days.today(now, known)
    if not days.is_wrong(now, known):
        return good(shown)
    remedy = "set the date: sudo date -s 'YYYY-MM-DD HH:MM'"
    if now.date() < BUILT:
        return less("early", f"{shown}: before this kiosk was built", remedy)
    if now.date() < today:
        detail = f"{shown}: behind {today}, the latest day that it has seen"
        return less("behind", detail, f"{remedy}; if the clock is right, delete {days.file}")
    return less("ahead", f"{shown}: far ahead of {today}, the latest day that it has seen", remedy)


def clock_battery(scene: Scene) -> Finding:
    """Without one the clock stands still while the power is off; the kiosk then goes by the latest day it has seen."""
    days = parts.days(scene.context)
    kept = "" if days.file.is_file() else f"; {days.file} is not there yet"
    if clocks := sorted((scene.machine.root / "sys/class/rtc").glob("rtc*")):
        return good(f"{scene.machine.read(f'sys/class/rtc/{clocks[0].name}/name') or clocks[0].name}{kept}")
    detail = f"no clock that runs on while the power is off{kept}"
    return less("none", detail, "look at the date after each power cut, or add a clock module with a battery")


CHECKS = (
    Check("disk", disk, ("read_only", "full", "unwritable", "tight", "many_files"), is_needed=True),
    Check("memory", memory, ("tight",)),
    Check("heat", heat, ("hot", "slowed")),
    Check("clock", clock, ("early", "behind", "ahead")),
    Check("clock-battery", clock_battery, ("none",)),
)
