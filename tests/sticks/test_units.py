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
    plain, export = (shlex.split(option(name, "ExecStart")) for name in ("kiosk-stick", "kiosk-export-stick"))
    assert {"ro", "nosuid", "nodev", "noexec"} <= set(plain[plain.index("-o") + 1].split(","))
    assert {"rw", "sync", "nosuid", "nodev", "noexec"} <= set(export[export.index("-o") + 1].split(","))
    for words in (plain, export):
        assert words[words.index("-t") + 1] == "vfat,exfat", "whatever udev took it for"


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


def does(name: str, key: str, device: str, media: Path) -> None:
    """A line of the unit, with other folders, and for ext4: there is no FAT here."""
    command = option(name, key).lstrip("-").replace("%I", device).replace("/media/kiosk", str(media))
    command = command.replace(",uid=kiosk,gid=kiosk,umask=0077", "").replace("vfat,exfat", "ext4")
    subprocess.run(shlex.split(command), check=True, timeout=60)


@pytest.mark.parametrize(
    ("name", "promised"),
    [
        ("kiosk-stick", {"ro", "nosuid", "nodev", "noexec"}),
        ("kiosk-export-stick", {"rw", "sync", "nosuid", "nodev", "noexec"}),
    ],
)
def test_the_unit_mounts_as_it_promises_and_leaves_nothing_behind(
    tmp_path: Path, name: str, promised: set[str]
) -> None:
    lying(tmp_path / "content", "riverside.kioskpack", good())
    media = tmp_path / "media"
    with plugged_in(image(tmp_path / "stick.img", 8, tmp_path / "content")) as device:
        try:
            does(name, "ExecStart", device, media)
        except subprocess.CalledProcessError:
            pytest.skip("this machine mounts nothing")
        at = media / device
        assert (at / "riverside.kioskpack").is_file()
        [line] = [line for line in read_mountinfo().splitlines() if f" {at} " in line]
        before, _, after = line.partition(" - ")
        assert promised <= {*before.split(" ")[5].split(","), *after.split(" ")[2].split(",")}
        [mount] = mounts_of(line)
        assert mount.writable is ("rw" in promised)
        does(name, "ExecStop", device, media)
        does(name, "ExecStopPost", device, media)
        assert not at.exists()
