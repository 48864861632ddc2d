"""The rule and the units that mount sticks: what they say is what happens."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.settings import Sticks
from kiosk.sticks.drives import EXPORT_LABELS, mounts_of, read_mountinfo
from tests.packs import good, lying
from tests.sticks.mounted import image

UNITS = Path(__file__).resolve().parents[2] / "assets" / "systemd"
RULES = (UNITS / "90-kiosk-sticks.rules").read_text()
NAMES = ("kiosk-stick", "kiosk-export-stick")


def option(name: str, key: str) -> str:
    [found] = re.findall(rf"^{key}=(.*)$", (UNITS / f"{name}@.service").read_text(), re.MULTILINE)
    assert isinstance(found, str)
    return found


def asked(name: str) -> dict[str, str]:
    """Of systemd, when the stick is plugged in."""
    words = [word for word in shlex.split(option(name, "ExecStart")) if word.startswith("--") and "=" in word]
    return dict(word.removeprefix("--").split("=", 1) for word in words)


@pytest.mark.parametrize("name", NAMES)
def test_systemd_has_nothing_to_say_against_the_units(tmp_path: Path, name: str) -> None:
    unit = Path(shutil.copy(UNITS / f"{name}@.service", tmp_path / f"{name}@sdb1.service"))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_rule_starts_the_units_that_there_are() -> None:
    assert set(re.findall(r'SYSTEMD_WANTS\}\+="([a-z-]+)@%k\.service"', RULES)) == set(NAMES)
    assert f'ENV{{ID_FS_LABEL}}=="{"|".join(EXPORT_LABELS)}"' in RULES


def test_a_stick_that_can_be_bought_can_have_the_label_for_exports() -> None:
    """FAT and exFAT hold eleven letters."""
    assert any(len(label) <= 11 for label in EXPORT_LABELS)


def test_every_line_of_the_rule_is_one_that_udev_knows() -> None:
    """There is no udevd here to ask."""
    match = r'(?:ACTION|SUBSYSTEM|ENV\{ID_[A-Z_]+\})[=!]="[\w|-]+"'
    deed = r'(?:GOTO|LABEL)="kiosk_sticks_end"|TAG\+="systemd"|ENV\{[A-Z_]+\}(?:=|\+=)"[\w@%.-]+"'
    lines = [line for line in RULES.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(rf"(?:{match}|{deed})(?:, (?:{match}|{deed}))*", line) for line in lines)
    assert lines[-1] == 'LABEL="kiosk_sticks_end"'
    assert {'ENV{ID_BUS}!="usb", GOTO="kiosk_sticks_end"', 'ACTION=="remove", GOTO="kiosk_sticks_end"'} <= set(lines)


def test_a_stick_is_read_and_never_run_and_only_the_one_for_exports_is_written() -> None:
    plain, export = (asked(name) for name in NAMES)
    assert {"ro", "nosuid", "nodev", "noexec"} <= set(plain["options"].split(","))
    assert {"rw", "sync", "nosuid", "nodev", "noexec"} <= set(export["options"].split(","))
    for words in (plain, export):
        assert words["type"] == "vfat,exfat", "whatever udev took it for"


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_asks_systemd_to_mount_and_may_do_nothing_itself(name: str) -> None:
    assert shlex.split(option(name, "ExecStart"))[0] == "/usr/bin/systemd-mount"
    assert option(name, "CapabilityBoundingSet") == ""
    assert (option(name, "DevicePolicy"), option(name, "ProtectSystem")) == ("closed", "strict")


@pytest.mark.parametrize("name", NAMES)
def test_a_stick_that_is_pulled_out_is_waited_for_by_nobody(name: str) -> None:
    assert asked(name)["property"] == "LazyUnmount=yes"
    assert "--collect" in shlex.split(option(name, "ExecStart")), "one that failed is in nobody's way next time"


def test_sticks_are_mounted_where_the_kiosk_looks_for_them() -> None:
    for name in NAMES:
        for key in ("ExecStart", "ExecStop", "ExecStopPost"):
            assert option(name, key).endswith(f" {Sticks().mount_folder}/%I")
        assert option(name, "BindsTo") == option(name, "After") == "dev-%i.device"


# ---- what the unit does, done


@contextmanager
def plugged_in(file: Path) -> Iterator[str]:
    """The kernel's name of a device with this file's content."""
    done = subprocess.run(["losetup", "-f", "--show", file], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"there are no loop devices for this user: {done.stderr.strip()[:100]}")
    device = done.stdout.strip()
    try:
        yield device.removeprefix("/dev/")
    finally:
        subprocess.run(["losetup", "-d", device], check=False)


def mounts(name: str, device: str, at: Path) -> None:
    """As systemd does when the unit asks for it, but ext4: there is no FAT here."""
    at.mkdir(parents=True)
    options = asked(name)["options"].replace(",uid=kiosk,gid=kiosk,umask=0077", "")
    subprocess.run(["mount", "-t", "ext4", "-o", options, f"/dev/{device}", at], check=True, timeout=60)


@pytest.mark.parametrize(
    ("name", "promised"),
    [
        ("kiosk-stick", {"ro", "nosuid", "nodev", "noexec"}),
        ("kiosk-export-stick", {"rw", "sync", "nosuid", "nodev", "noexec"}),
    ],
)
def test_what_the_unit_asks_for_is_mounted_as_it_promises(tmp_path: Path, name: str, promised: set[str]) -> None:
    lying(tmp_path / "content", "riverside.kioskpack", good())
    with plugged_in(image(tmp_path / "stick.img", 8, tmp_path / "content")) as device:
        at = tmp_path / "media" / device
        try:
            mounts(name, device, at)
        except subprocess.CalledProcessError:
            pytest.skip("this machine mounts nothing")
        assert (at / "riverside.kioskpack").is_file()
        [line] = [line for line in read_mountinfo().splitlines() if f" {at} " in line]
        before, _, after = line.partition(" - ")
        assert promised <= {*before.split(" ")[5].split(","), *after.split(" ")[2].split(",")}
        [mount] = mounts_of(line)
        assert mount.writable is ("rw" in promised)
        subprocess.run(["umount", at], check=True, timeout=60)
