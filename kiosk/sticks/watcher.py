"""Notices within a second that a stick was put in or taken out, and that a watched folder has something new.

The kernel wakes whoever polls /proc/self/mountinfo; watched folders are looked at once a second, and a file counts when it was the
same at two looks. A stick that answers nothing is asked on a thread that may be left behind: the watcher goes on.
"""

from __future__ import annotations

import logging
import os
import select
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

from kiosk.events import Event, SourcesChanged
from kiosk.packs import Source, SourceKind
from kiosk.shift import Shift, Trouble
from kiosk.sticks.drives import Drive, ask_lsblk, drives, read_mountinfo
from kiosk.sticks.listing import Found, listed

log = logging.getLogger(__name__)

LOOK_S = 1.0
"""Between two looks at watched folders, and at sticks."""
HANGING_S = 8.0
"""A stick that takes longer to list what is on it counts as unreadable."""

Seen = tuple[tuple[Found, ...], tuple[Found, ...]]


class Watcher:
    """One thread. `post` gets SourcesChanged when something has changed."""

    def __init__(
        self,
        mount_folder: Path,
        drop_folders: tuple[Path, ...],
        post: Callable[[Event], object],
        *,
        mountinfo: Callable[[], str] = read_mountinfo,
        lsblk: Callable[[], str] = ask_lsblk,
        look_s: float = LOOK_S,
        hanging_s: float = HANGING_S,
    ) -> None:
        self._mount_folder = mount_folder
        self._drop_folders = drop_folders
        self._post = post
        self._mountinfo = mountinfo
        self._lsblk = lsblk
        self._look_s = look_s
        self._hanging_s = hanging_s
        self._told: tuple[Source, ...] | None = None
        self._stamps: tuple[tuple[Path, int, int, int], ...] = ()
        self._before: dict[Path, Seen] = {}
        self._hung: dict[Path, Thread] = {}
        self._wake, self._waker = os.pipe()
        self._closing = False
        self._shift = Shift("sticks", lambda _: self._work())

    def trouble(self) -> Trouble | None:
        return self._shift.trouble()

    def close(self) -> None:
        """End the thread; closing twice does no harm."""
        self._shift.leave()
        if not self._closing:
            self._closing = True
            with suppress(OSError):  # the thread ended by itself
                os.write(self._waker, b"x")
        self._shift.close(10)

    def _work(self) -> None:
        with suppress(OSError):
            self._watch()
        for end in (self._wake, self._waker):
            os.close(end)

    def _watch(self) -> None:
        poller = select.poll()
        poller.register(self._wake, select.POLLIN)
        mounts = self._opened()
        if mounts is not None:
            poller.register(mounts, select.POLLPRI | select.POLLERR)
        try:
            while not self._closing:
                began = time.monotonic()
                try:
                    self._look()
                except Exception:  # the barrier of this thread
                    log.exception("Sticks could not be looked at")
                took = time.monotonic() - began  # a slow stick is asked less often
                poller.poll(max(self._look_s, took) * 1000)
        finally:
            if mounts is not None:
                os.close(mounts)

    def _opened(self) -> int | None:
        """Without it mounts are noticed at the next look instead of at once."""
        try:
            return os.open("/proc/self/mountinfo", os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            log.warning("Mounts can't be watched, and are looked at every second: %s", error.strerror or error)
            return None

    def _look(self) -> None:
        try:
            mountinfo = self._mountinfo()
        except OSError as error:
            log.error("Sticks can't be noticed: %s", error.strerror or error)
            mountinfo = ""
        found = drives(mountinfo, self._asked(mountinfo), self._mount_folder)
        self._forget_all_but({drive.folder for drive in found} | set(self._drop_folders))
        named = [self._stick(drive) for drive in found] + [self._folder(folder) for folder in self._drop_folders]
        sources, stamps = tuple(source for source, _ in named), tuple(stamp for _, all_ in named for stamp in all_)
        if (sources, stamps) != (self._told, self._stamps):
            self._told, self._stamps = sources, stamps
            self._post(SourcesChanged(sources))

    _lsblk_of: tuple[str, str] = ("", "")

    def _asked(self, mountinfo: str) -> str:
        """`lsblk` only when the mounts have changed."""
        if self._lsblk_of[0] != mountinfo:
            self._lsblk_of = (mountinfo, self._lsblk())
        return self._lsblk_of[1]

    def _stick(self, drive: Drive) -> tuple[Source, tuple[tuple[Path, int, int, int], ...]]:
        kind = SourceKind.EXPORT if drive.is_for_export else SourceKind.STICK
        seen, fault = self._listed(drive.folder)
        return _source(drive.label, drive.folder, kind, seen, fault), _stamps(seen)

    def _folder(self, folder: Path) -> tuple[Source, tuple[tuple[Path, int, int, int], ...]]:
        """Only what was the same at two looks: something else may be writing still."""
        seen, fault = self._listed(folder)
        before = self._before.get(folder, ((), ()))
        self._before[folder] = seen
        packs, keys = seen
        steady = (tuple(each for each in packs if each in before[0]), tuple(each for each in keys if each in before[1]))
        return _source(folder.name, folder, SourceKind.FOLDER, steady, fault), _stamps(steady)

    def _listed(self, folder: Path) -> tuple[Seen, str]:
        """On a thread of its own: a dying stick may never answer."""
        if (hung := self._hung.get(folder)) is not None and hung.is_alive():
            return ((), ()), "it does not answer"
        answer: list[Seen] = []
        fault: list[str] = []

        def ask() -> None:
            try:
                answer.append(listed(folder))
            except OSError as error:
                fault.append(error.strerror or type(error).__name__)

        asking = Thread(target=ask, name="stick listing", daemon=True)
        asking.start()
        asking.join(self._hanging_s)
        if asking.is_alive():
            self._hung[folder] = asking
            return ((), ()), "it does not answer"
        return (answer[0], "") if answer else (((), ()), fault[0] if fault else "it can't be read")

    def _forget_all_but(self, there: set[Path]) -> None:
        for folder in [folder for folder in self._before if folder not in there]:
            del self._before[folder]


def _source(name: str, folder: Path, kind: SourceKind, seen: Seen, fault: str) -> Source:
    shown = "".join(letter for letter in name if letter.isprintable())[:40] or "?"
    packs, keys = seen
    return Source(shown, folder, kind, tuple(each.path for each in packs), tuple(each.path for each in keys), fault)


def _stamps(seen: Seen) -> tuple[tuple[Path, int, int, int], ...]:
    return tuple((each.path, each.size, each.changed_ns, each.inode) for all_ in seen for each in all_)
