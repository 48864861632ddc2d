"""`main.py` as people start it: a process of its own, with no screen unless it is given one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "KIOSK_HOME", "PYTHONUNBUFFERED")

NO_SOUND_DEVICES = """
[voice]
speaker = "a loudspeaker that nobody has"
[hearing]
microphone = "a microphone that nobody has"
"""


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    def complaint(self, code: int) -> str:
        """The one line on stderr of a command that ended with this exit code and said nothing else."""
        assert (self.code, self.out) == (code, ""), self
        assert self.err.count("\n") == 1, self
        assert "Traceback" not in self.err, self
        assert "fault of the kiosk" not in self.err, self
        return self.err.rstrip("\n")


def surroundings(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _NOT_OURS} | more


def words_of(*words: object, checkout: Path = ROOT) -> list[str]:
    return [sys.executable, str(checkout / "main.py"), *map(str, words)]


def command(
    *words: object, checkout: Path = ROOT, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> Ended:
    done = subprocess.run(
        words_of(*words, checkout=checkout),
        cwd=folder or checkout,
        env=surroundings(**(environment or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def checkout_without_models(folder: Path) -> Path:
    """As after `git clone`: all that is in git, and no weights."""
    shutil.copy(ROOT / "main.py", folder)
    shutil.copytree(ROOT / "kiosk", folder / "kiosk", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "assets").symlink_to(ROOT / "assets")
    (folder / "models").mkdir()
    shutil.copy(ROOT / "models" / "manifest.toml", folder / "models")
    return folder
