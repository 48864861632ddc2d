"""Installs the kiosk into folders, and tells what lies there."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def installs(root: Path, *words: str, checkout: Path = ROOT, code: int = 0) -> subprocess.CompletedProcess[str]:
    """`script/install-kiosk --root`, without what takes minutes: test_bundle does that. `code`: how it is to end."""
    parts = ("--without", "packages", "--without", "python", "--without", "models")
    done = subprocess.run(
        ["bash", checkout / "script" / "install-kiosk", "--root", root, *parts, *words],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done


def tree(root: Path) -> dict[str, str]:
    """Every path below -> what it is: mode, owner, content or target."""
    return {str(path.relative_to(root)): _what(path) for path in sorted(root.rglob("*"))}


def _what(path: Path) -> str:
    told = path.lstat()
    if path.is_symlink():
        return f"-> {path.readlink()}"
    content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
    return f"{told.st_mode:o} {told.st_uid}:{told.st_gid} {content}"
