"""Disks that fill or fail, heat, clocks: each as it really is, or as the kernel tells it."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import parts
from kiosk.context import Context
from kiosk.doctor.finding import Machine
from kiosk.doctor.machine import enough
from kiosk.model import Level
from kiosk.settings import Settings
from tests.doctor.machines import look, machine, told
from tests.sticks.mounted import image, mounted


def test_a_disk_with_room_is_well(tmp_path: Path) -> None:
    assert look("disk", tmp_path).level is Level.GOOD


def test_a_home_that_is_not_there_yet_may_come(tmp_path: Path) -> None:
    assert look("disk", tmp_path / "home").level is Level.GOOD
    assert not (tmp_path / "home").exists(), "looking makes nothing"


def test_a_home_that_can_not_be_written_to_is_found(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    home = tmp_path / "file" / "home"
    disk, content = look("disk", home), look("content", home)
    assert (disk.level, disk.cause, str(tmp_path / "file") in disk.detail) == (Level.MISSING, "unwritable", True)
    assert (content.level, "can't be installed" in told(content)) == (Level.MISSING, True)


def fill(folder: Path) -> None:
    with suppress(OSError), (folder / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(b"\1" * 1024)


@pytest.mark.mounts
@pytest.mark.parametrize(("full", "cause"), [(False, "tight"), (True, "full")])
def test_a_small_disk_is_tight_and_a_full_one_is_told(tmp_path: Path, full: bool, cause: str) -> None:
    (tmp_path / "empty").mkdir()
    with mounted(image(tmp_path / "disk.img", 8, tmp_path / "empty"), tmp_path / "home") as home:
        if full:
            fill(home)
        part = look("disk", home)
    assert (part.cause, "make room" in part.remedy) == (cause, True)


@pytest.mark.mounts
def test_a_disk_that_takes_no_more_changes_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with mounted(image(tmp_path / "disk.img", 8, tmp_path / "empty"), tmp_path / "home", "ro") as home:
        disk, clips, counts = look("disk", home), look("clips", home), look("counts", home)
    assert (disk.level, disk.cause) == (Level.MISSING, "read_only")
    assert (clips.cause, counts.cause) == ("unwritable", "unwritable")


@pytest.mark.mounts
def test_a_disk_with_room_for_few_more_files_is_told(tmp_path: Path) -> None:
    file = tmp_path / "disk.img"
    with file.open("wb") as out:
        out.truncate(900_000_000)  # sparse
    subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", "-N", "1000", file], check=True, timeout=60)
    with mounted(file, tmp_path / "home") as home:
        part = look("disk", home)
    assert part.cause == "many_files", part.detail


def test_memory_that_runs_short_is_told(tmp_path: Path) -> None:
    assert look("memory", tmp_path).detail.endswith("swapped out")
    assert enough(2_000_000_000, 4_000_000_000, 0).level is Level.GOOD
    assert enough(100_000_000, 4_000_000_000, 900_000_000).cause == "tight"


THERMOMETER = "sys/class/thermal/thermal_zone0/temp"


@pytest.mark.parametrize(("millidegrees", "cause"), [("48000", ""), ("85000", "hot"), ("97123\n", "hot")])
def test_heat_is_told(tmp_path: Path, millidegrees: str, cause: str) -> None:
    assert look("heat", tmp_path, on=machine(tmp_path, {THERMOMETER: millidegrees})).cause == cause


@pytest.mark.parametrize("nonsense", ["", "hot", "-274000", "9" * 30, "²", "\0"])
def test_a_thermometer_that_tells_nonsense_is_none(tmp_path: Path, nonsense: str) -> None:
    part = look("heat", tmp_path, on=machine(tmp_path, {THERMOMETER: nonsense}))
    assert (part.level, "no thermometer" in part.detail) == (Level.GOOD, True)


@pytest.mark.parametrize(("bits", "cause"), [("0", ""), ("50005", "slowed"), ("0x4", "slowed"), ("50000", "")])
def test_a_raspberry_pi_that_is_slowed_down_now_is_told(tmp_path: Path, bits: str, cause: str) -> None:
    """The upper bits tell of long ago."""
    on = machine(tmp_path, {"sys/devices/platform/soc/soc:firmware/get_throttled": bits})
    assert look("heat", tmp_path, on=on).cause == cause


def test_a_clock_with_a_battery_is_named(tmp_path: Path) -> None:
    on = machine(tmp_path, {"sys/class/rtc/rtc0/name": "rtc_cmos rtc_cmos"})
    assert look("clock-battery", tmp_path, on=on).detail.startswith("rtc_cmos")
    part = look("clock-battery", tmp_path)
    assert (part.level, part.cause) == (Level.LESS, "none")


@pytest.mark.parametrize(
    ("seen", "cause"), [("2099-01-01", "behind"), ("2026-11-02", ""), ("rubbish", ""), ("1970-01-01", "")]
)
def test_a_clock_behind_what_was_seen_is_told_and_how_to_mend_it(tmp_path: Path, seen: str, cause: str) -> None:
    days = parts.days(Context(Settings(), tmp_path))
    days.file.write_text(f"{seen}\n", encoding="ascii")
    part = look("clock", tmp_path)
    assert part.cause == cause
    assert not cause or ("behind 2099-01-01" in part.detail and f"delete {days.file}" in part.remedy)


@pytest.mark.parametrize(
    ("told_by_x", "cause"),
    [
        ("Screen Saver:\n  timeout:  0    cycle:  600\nDPMS (Energy Star):\n  DPMS is Disabled", ""),
        ("Screen Saver:\n  timeout:  600    cycle:  600\nDPMS (Energy Star):\n  DPMS is Disabled", "goes_dark"),
        ("  timeout:  0\n  Standby: 600    Suspend: 600    Off: 600\n  DPMS is Enabled", "goes_dark"),
        ("  timeout:  0\n  Standby: 0    Suspend: 0    Off: 0\n  DPMS is Enabled", ""),
        ("Server does not have the DPMS Extension\n", ""),
    ],
)
def test_a_screen_that_goes_dark_is_told(tmp_path: Path, told_by_x: str, cause: str) -> None:
    on = machine(tmp_path, told={"q": told_by_x}, environment={"DISPLAY": ":0"})
    assert look("blanking", tmp_path, on=on).cause == cause


PANEL = 'I: Bus=0003\nN: Name="Elo TouchSystems"\nB: PROP=2\n\nI: Bus=0011\nN: Name="AT keyboard"\nB: PROP=0\n'


def test_a_touch_panel_is_told_from_a_keyboard(tmp_path: Path) -> None:
    listed = "proc/bus/input/devices"
    assert look("touch", tmp_path, on=machine(tmp_path, {listed: PANEL})).detail == "Elo TouchSystems"
    assert look("touch", tmp_path, on=machine(tmp_path, {listed: PANEL.replace("PROP=2", "PROP=0")})).cause == "none"


@given(st.text())
def test_whatever_the_kernel_tells_the_doctor_stays_well(text: str) -> None:
    on = Machine(Path("/nowhere"), {"DISPLAY": ":0"}, lambda command: text)
    for name in ("blanking", "service"):
        assert look(name, Path("/nowhere"), on=on).cause not in ("fault", "broken")
