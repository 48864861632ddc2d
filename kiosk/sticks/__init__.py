"""Removable drives: which are there now, and what on them is meant for a kiosk.

`drives` asks the operating system, `watcher` is told by the kernel when a mount comes or goes (poll on /proc/self/mountinfo) and
posts SourcesChanged within a second. Drop folders that something else fills (Syncthing, rsync) are watched the same way. This room
never mounts, never writes, and never opens what it finds: it tells where packs lie.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.events import Event

if TYPE_CHECKING:
    from kiosk.sticks.watcher import Watcher


def open_watcher(mount_folder: Path, drop_folders: Sequence[Path], post: Callable[[Event], object]) -> Watcher:
    """Posts SourcesChanged at once, and whenever a stick comes or goes or a watched folder changes."""
    from kiosk.sticks.watcher import Watcher

    return Watcher(mount_folder, tuple(drop_folders), post)
