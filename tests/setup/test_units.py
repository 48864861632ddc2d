"""The units that make a machine a kiosk: what systemd says of them, and what they promise visitors."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from installer.files import ALWAYS, ENABLED, Display, laid
from installer.place import CACHE, DATA, PROGRAM, SOUND
from tests.setup.trees import ROOT

UNITS = ROOT / "assets" / "systemd"
NAMES = (
    "health-kiosk",
    "health-kiosk-again",
    "health-kiosk-sound",
    "health-kiosk-display.cage",
    "health-kiosk-display.x11",
)
STICKS = ("kiosk-stick@", "kiosk-export-stick@")
HIGHEST = 2.0
"""How exposed each may be, by systemd's own reckoning: 0 to 10."""


def text(name: str) -> str:
    return (UNITS / f"{name}.service").read_text("utf-8")


def values(name: str, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", text(name), re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_systemd_has_nothing_to_say_against_a_unit(tmp_path: Path, name: str) -> None:
    """Programs that only a kiosk's machine has are stood in for; that they are there after an installation, test_bundle sees."""
    stood_in = re.sub(r"/usr/bin/(?:cage|Xorg|pulseaudio)", "/usr/bin/true", text(name))
    stood_in = stood_in.replace(f"{PROGRAM}/current/.venv/bin/python", sys.executable)
    (tmp_path / "seatd.service").write_text("[Service]\nExecStart=/usr/bin/true\n")
    unit = tmp_path / f"{name.partition('.')[0]}.service"
    unit.write_text(stood_in)
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_misspelt_line_would_be_seen(tmp_path: Path) -> None:
    unit = tmp_path / "wrong.service"
    unit.write_text("[Service]\nExecStart=/usr/bin/true\nWatchdogSecs=30\n")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False, timeout=60)
    assert "WatchdogSecs" in done.stderr


@pytest.mark.parametrize("name", [*NAMES, *STICKS])
def test_a_unit_is_no_more_exposed_than_it_must_be(name: str) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", UNITS / f"{name}.service"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    [exposure] = re.findall(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert float(exposure) <= HIGHEST


@pytest.mark.parametrize("name", [*NAMES, *STICKS])
def test_no_unit_reaches_a_network_or_leaves_what_it_knew_on_the_disk(name: str) -> None:
    assert values(name, "IPAddressDeny") == ["any"]
    [families] = values(name, "RestrictAddressFamilies")
    assert set(families.split()) <= {"AF_UNIX", "AF_NETLINK"}
    if name in {"health-kiosk", "health-kiosk-sound", "health-kiosk-display.cage", "health-kiosk-display.x11"}:
        assert (values(name, "MemorySwapMax"), values(name, "LimitCORE")) == (["0"], ["0"])


def test_the_kiosk_is_watched_and_never_given_up() -> None:
    told = {
        key: values("health-kiosk", key)[0]
        for key in ("Type", "NotifyAccess", "WatchdogSec", "Restart", "RestartSec", "OnFailure")
    }
    assert told == {
        "Type": "notify", "NotifyAccess": "all", "WatchdogSec": "30", "Restart": "always", "RestartSec": "2",
        "OnFailure": "health-kiosk-again.service",
    }  # fmt: skip
    assert values("health-kiosk-again", "StartLimitIntervalSec") == ["0"]
    assert values("health-kiosk-again", "ExecStart") == ["/usr/bin/systemctl --no-block start health-kiosk.service"]
    for other in ("health-kiosk-sound", "health-kiosk-display.cage", "health-kiosk-display.x11"):
        assert (values(other, "Restart"), values(other, "StartLimitIntervalSec")) == (["always"], ["0"])


def test_what_the_kiosk_writes_lies_in_its_own_folders() -> None:
    assert values("health-kiosk", "ProtectSystem") == ["strict"]
    assert values("health-kiosk", "ReadWritePaths") == []
    assert f"KIOSK_HOME={DATA}" in text("health-kiosk")
    assert f"XDG_CACHE_HOME={CACHE}" in text("health-kiosk")
    assert (values("health-kiosk", "StateDirectory"), values("health-kiosk", "CacheDirectory")) == (
        ["health-kiosk"],
        ["health-kiosk"],
    )
    assert (DATA, CACHE, SOUND) == ("/var/lib/health-kiosk", "/var/cache/health-kiosk", "/var/lib/health-kiosk-sound")


def test_kiosk_and_sound_server_mean_the_same_socket() -> None:
    assert "PULSE_SERVER=unix:/run/health-kiosk-sound/native" in text("health-kiosk")
    assert "socket=/run/health-kiosk-sound/native" in (UNITS / "sound.pa").read_text("utf-8")
    assert values("health-kiosk-sound", "RuntimeDirectory") == ["health-kiosk-sound"]


def test_every_file_of_assets_systemd_has_its_place_on_the_machine() -> None:
    laid_files = {file.source for display in Display for file in laid(display)}
    there = {path.name for path in UNITS.iterdir()}
    assert there - laid_files == {"environment", "sound.pa"}, "laid once, and read where it lies"
    assert {unit for unit in ENABLED if "display" not in unit} <= {file.source for file in ALWAYS}
