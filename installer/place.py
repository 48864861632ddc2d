"""Where things go on the kiosk's machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROGRAM = "/opt/health-kiosk"
"""One folder a release, `current` and `previous` that point to two of them."""
DATA = "/var/lib/health-kiosk"
"""KIOSK_HOME: library, clips, trust, PIN, counts."""
SETTINGS = "/etc/health-kiosk"
SOUND = "/var/lib/health-kiosk-sound"
CACHE = "/var/cache/health-kiosk"
USER = "kiosk"


@dataclass(frozen=True, slots=True)
class Place:
    root: Path
    """`/`, or the folder that stands for it: an image, a chroot, a trial."""

    def at(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    @property
    def is_this_machine(self) -> bool:
        return self.root == Path("/")

    @property
    def is_running_systemd(self) -> bool:
        return self.is_this_machine and Path("/run/systemd/system").is_dir()
