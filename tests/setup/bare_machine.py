"""A Debian that nobody has touched, in a folder; and a way to be in it with no network at all."""

from __future__ import annotations

import subprocess
from pathlib import Path

from installer.debs import sources_of

RELEASE = "bookworm"
INSIDE = """set -eu
mkdir -p {root}/srv/bundle
mount --bind -o ro {bundle} {root}/srv/bundle
mount -t proc proc {root}/proc
mount --rbind /dev {root}/dev
mount -t tmpfs tmpfs {root}/tmp
exec chroot {root} /bin/bash -c "$1"
"""
"""In namespaces of its own: mounts, processes and a network that has no way out end with it."""


def debootstrap(root: Path) -> None:
    """As Debian's own installer leaves it without any task. Fails, with the reason, where the registry can't be reached."""
    mirror = sources_of(RELEASE).split()[2]
    words: list[str | Path] = [
        "unshare",
        "--mount",
        "debootstrap",
        RELEASE,
        root,
        mirror,
    ]  # what it mounts goes with it
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=1800)
    assert done.returncode == 0, f"no bare Debian can be made here: {done.stdout[-600:]} {done.stderr[-300:]}"


LETTERS = "export LC_ALL=C.UTF-8"


class BareMachine:
    def __init__(self, root: Path, bundle: Path) -> None:
        self.root = root
        self._bundle = bundle

    def does(self, script: str, timeout_s: float = 3600) -> subprocess.CompletedProcess[str]:
        """In the folder, as root, without a network."""
        there = INSIDE.format(root=self.root, bundle=self._bundle)
        return subprocess.run(
            ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", there, "bash", f"{LETTERS}\n{script}"],
            capture_output=True, text=True, check=False, timeout=timeout_s,
        )  # fmt: skip
