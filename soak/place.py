"""Where a soak happens: a small disk of its own for the kiosk's home, a folder for what is temporary, a key, spoken questions."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.content import keys
from kiosk.content.keyring import Keyring
from kiosk.context import ROOT
from kiosk.staff.pin import Pin
from soak.visitor import PIN

DISK = 160_000_000
"""Bytes: a small one is filled soon."""
SPOKEN = (
    "is it cancer",
    "what can i do so i do not get sick",
    "how is it treated",
    "what causes it",
    "where is the bathroom",
)
SETTINGS = """\
[screen]
fullscreen = false
[touch]
double_strike_s = 0.0  # a simulated finger doesn't tremble
[sticks]
mount_folder = "{sticks}"
drop_folders = ["{drop}"]
"""


@dataclass(frozen=True)
class Place:
    folder: Path
    is_disk: bool
    """The home is a file system of its own, and can be filled without harm to anybody else's."""
    programs: list[subprocess.Popen[bytes]] = field(default_factory=list)
    """That mount sticks now."""

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    @property
    def drop(self) -> Path:
        return self.folder / "CLINIC"

    @property
    def sticks(self) -> Path:
        return self.folder / "sticks"

    @property
    def key(self) -> Path:
        return self.folder / "office"

    @property
    def spoken(self) -> list[Path]:
        return sorted((self.folder / "spoken").glob("*"))

    def environment(self) -> dict[str, str]:
        """Of the kiosk's process."""
        return {**os.environ, "TMPDIR": str(self.temporary), "PATH": f"{self.folder}/bin:{os.environ['PATH']}"}

    def close(self) -> None:
        for program in self.programs:
            program.kill()
            program.wait()
        for stick in self.sticks.glob("*"):
            subprocess.run(["umount", "-l", stick], check=False, capture_output=True)
        if self.is_disk:
            subprocess.run(["umount", "-l", self.home], check=False, capture_output=True)
            (self.folder / "disk.img").unlink(missing_ok=True)


def made(folder: Path) -> Place:
    """`folder` is new, or was left by an earlier soak."""
    if folder.exists():
        subprocess.run(["umount", "-l", folder / "home"], check=False, capture_output=True)
        shutil.rmtree(folder)
    for name in ("home", "tmp", "CLINIC", "sticks", "spoken"):
        (folder / name).mkdir(parents=True)
    place = Place(folder, _mounted(folder))
    place.home.joinpath("kiosk.toml").write_text(SETTINGS.format(sticks=place.sticks, drop=place.drop))
    private, _, public = keys.write_pair(folder, place.key.name)
    private.replace(place.key)
    Keyring(place.home / "trust").add(public)
    Pin(place.home / "staff", time.monotonic).choose(PIN)
    _speak(folder / "spoken")
    return place


def _mounted(folder: Path) -> bool:
    """An ext4 in a file, where this user may mount."""
    image = folder / "disk.img"
    with image.open("wb") as out:
        out.truncate(DISK)
    home = folder / "home"
    commands: tuple[list[str], ...] = (
        ["mkfs.ext4", "-q", "-F", "-m", "0", str(image)],
        ["mount", "-o", "loop", str(image), str(home)],
    )
    try:
        for command in commands:
            subprocess.run(command, check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        image.unlink(missing_ok=True)
        return False
    shutil.rmtree(home / "lost+found", ignore_errors=True)
    return True


def _speak(folder: Path) -> None:
    """The demonstration's recorded question, and synthetic ones where espeak-ng is."""
    shutil.copy(ROOT / "assets" / "demo" / "question.flac", folder)
    for number, text in enumerate(SPOKEN):
        command = ["espeak-ng", "-v", "en-us", "-s", "140", "-w", str(folder / f"{number}.wav"), text]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=30)
        except (OSError, subprocess.SubprocessError):
            return
