"""What Debian's own commands do for us: packages, the user, folders, units, the boot loader."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from installer.files import ENABLED, Display
from installer.place import CACHE, DATA, PROGRAM, SETTINGS, SOUND, USER, Place
from installer.step import Step, command

GROUPS = ("video", "render", "input", "audio")
WORDS = ("quiet", "loglevel=3", "vt.global_cursor_default=0", "consoleblank=0")
"""On the kernel's command line: nothing to read while it starts, and a console that never goes dark over the kiosk."""
PI_WORDS = (*WORDS, "cgroup_enable=memory")
"""A Raspberry Pi counts no memory unless it is told to, and the limits of our units would be none."""
PI_LINES = ("/boot/firmware/cmdline.txt", "/boot/cmdline.txt")
KEPT = f"{PROGRAM}/boot-words"
"""Which words we added to the Pi's line, so that no other is taken away."""


def wanted_packages(checkout: Path, display: Display) -> list[str]:
    lines = (checkout / "script" / "packages").read_text("utf-8").splitlines()
    kinds = {"run", "box", str(display)}
    return [name for line in lines if line and line.split()[0] in kinds for name in line.split()[1:]]


@dataclass(frozen=True, slots=True)
class Packages:
    names: tuple[str, ...]
    debs: Path | None
    """Folder with a Packages index; None: what apt knows."""

    def steps(self) -> Iterator[Step]:
        source = self.debs or "apt"
        lacking = self.lacking()
        if not lacking:
            yield Step("install system packages", lambda: None, lambda: True)
            return
        yield Step(f"install from {source}: {' '.join(lacking)}", self.install)

    def lacking(self) -> list[str]:
        if shutil.which("dpkg-query") is None:
            return list(self.names)
        asked = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *self.names],
            capture_output=True,
            text=True,
            check=False,
        )
        there = {line.split()[0] for line in asked.stdout.splitlines() if line.endswith(" installed")}
        return [name for name in self.names if name not in there]

    def install(self) -> None:
        with self._apt() as apt:
            command([*apt, "update", "-qq"])
            command(
                [
                    "env",
                    "DEBIAN_FRONTEND=noninteractive",
                    *apt,
                    "install",
                    "-y",
                    "-qq",
                    "--no-install-recommends",
                    *self.lacking(),
                ]
            )

    @contextmanager
    def _apt(self) -> Iterator[list[str]]:
        """From a folder apt gets a list of its own, and forgets it: the machine's own sources stay as they are."""
        if self.debs is None:
            yield ["apt-get"]
            return
        with TemporaryDirectory(prefix="kiosk-apt-") as scratch:
            source = Path(scratch) / "sources.list"
            source.write_text(f"deb [trusted=yes] file:{quote(str(self.debs.absolute()))} ./\n", "utf-8")
            (Path(scratch) / "lists" / "partial").mkdir(parents=True)
            options = {
                "Dir::Etc::sourcelist": source,
                "Dir::Etc::sourceparts": "/dev/null",
                "Dir::State::lists": f"{scratch}/lists",
                "Dir::Cache::pkgcache": "",
                "Dir::Cache::srcpkgcache": "",
                "APT::Sandbox::User": "root",  # a stick may be for root's eyes only
            }
            yield ["apt-get", *(word for key, value in options.items() for word in ("-o", f"{key}={value}"))]


def account(place: Place) -> Iterator[Step]:
    yield Step(
        f"make the user {USER} (groups {', '.join(GROUPS)})", lambda: _sysusers(place), lambda: has_account(place)
    )
    yield Step(
        f"make {DATA}, {SOUND}, {CACHE}",
        lambda: _tmpfiles(place),
        lambda: all(_is_private(place.at(folder)) for folder in (DATA, SOUND, CACHE)),
    )


def has_account(place: Place) -> bool:
    groups = [line.split(":") for line in _lines(place, "/etc/group")]
    belongs = {entry[0] for entry in groups if len(entry) > 3 and USER in entry[3].split(",")}
    return any(line.startswith(f"{USER}:") for line in _lines(place, "/etc/passwd")) and set(GROUPS) <= belongs


def _is_private(folder: Path) -> bool:
    return folder.is_dir() and folder.stat().st_mode & 0o777 == 0o700


def _lines(place: Place, path: str) -> list[str]:
    file = place.at(path)
    return file.read_text("utf-8", "replace").splitlines() if file.is_file() else []


def _sysusers(place: Place) -> None:
    command(["systemd-sysusers", f"--root={place.root}", place.at("/etc/sysusers.d/health-kiosk.conf")])


def _tmpfiles(place: Place) -> None:
    command(["systemd-tmpfiles", f"--root={place.root}", "--create", place.at("/etc/tmpfiles.d/health-kiosk.conf")])


def purge(place: Place) -> Iterator[Step]:
    for folder in (DATA, SOUND, CACHE, SETTINGS):
        path = place.at(folder)
        yield Step(f"remove {folder}", lambda path=path: shutil.rmtree(path), lambda path=path: not path.exists())  # type: ignore[misc]
    prefix: list[str | Path] = [] if place.is_this_machine else ["--prefix", place.root]
    yield Step(f"remove the user {USER}", lambda: _no_more(place, prefix), lambda: not _has_user(place))


def _has_user(place: Place) -> bool:
    return any(line.startswith(f"{USER}:") for line in _lines(place, "/etc/passwd"))


def _no_more(place: Place, prefix: list[str | Path]) -> None:
    command(["userdel", *prefix, USER])
    if any(
        line.startswith(f"{USER}:") for line in _lines(place, "/etc/group")
    ):  # userdel leaves it where login.defs says so
        command(["groupdel", *prefix, USER])


def boot(place: Place) -> Iterator[Step]:
    """A Pi has its line in a file; what GRUB starts has a file of ours in /etc/default/grub.d."""
    for name in PI_LINES:
        path = place.at(name)
        if path.is_file() and not path.is_symlink():
            yield Step(
                f"add to the kernel's command line in {name}: {' '.join(PI_WORDS)}",
                lambda path=path: _add_words(place, path),  # type: ignore[misc]
                lambda path=path: set(PI_WORDS) <= set(path.read_text("utf-8").split()),  # type: ignore[misc]
            )
            return
    if place.is_this_machine and shutil.which("update-grub"):
        yield Step("write GRUB's menu anew (update-grub)", _grub, lambda: _is_in_grub(place))


def _is_in_grub(place: Place) -> bool:
    menu = place.at("/boot/grub/grub.cfg")
    return menu.is_file() and "consoleblank=0" in menu.read_text("utf-8", "replace")


def _grub() -> None:
    command(["update-grub"])


def _add_words(place: Place, path: Path) -> None:
    line = path.read_text("utf-8").strip()
    coming = [word for word in PI_WORDS if word not in line.split()]
    kept = place.at(KEPT)
    ours = kept.read_text("utf-8").split() if kept.is_file() else []
    kept.write_text(" ".join(dict.fromkeys((*ours, *coming))) + "\n", "utf-8")
    path.write_text(f"{line} {' '.join(coming)}\n", "utf-8")


def unboot(place: Place) -> Iterator[Step]:
    for name in PI_LINES:
        path, kept = place.at(name), place.at(KEPT)
        if path.is_file() and not path.is_symlink() and kept.is_file():
            yield Step(f"take our words off {name}", lambda path=path: _take_words(place, path))  # type: ignore[misc]
    if place.is_this_machine and shutil.which("update-grub"):
        yield Step("write GRUB's menu anew (update-grub)", _grub, lambda: not _is_in_grub(place))


def _take_words(place: Place, path: Path) -> None:
    ours = set(place.at(KEPT).read_text("utf-8").split())
    line = " ".join(word for word in re.split(r"\s+", path.read_text("utf-8").strip()) if word not in ours)
    path.write_text(line + "\n", "utf-8")
    place.at(KEPT).unlink()


def started(place: Place) -> Iterator[Step]:
    """Where systemd runs: it reads the units, and the kiosk starts, or starts anew."""
    if not place.is_running_systemd:
        return
    yield Step("let systemd and udev read their files", _reload)
    yield Step("start the kiosk, or start it anew", _restart)


def _reload() -> None:
    command(["systemctl", "daemon-reload"])
    command(["systemctl", "try-restart", "systemd-journald.service"])
    command(["systemctl", "try-reload-or-restart", "systemd-logind.service"])
    if shutil.which("udevadm"):
        command(["udevadm", "control", "--reload"])
    command(["systemctl", "restart", "systemd-sysctl.service"])


def _restart() -> None:
    if failed := [unit for unit in ENABLED if _is_failed(unit)]:
        command(["systemctl", "reset-failed", *failed])
    command(["systemctl", "--no-block", "restart", *reversed(ENABLED)])


def _is_failed(unit: str) -> bool:
    return subprocess.run(["systemctl", "is-failed", "--quiet", unit], check=False).returncode == 0


def stopped(place: Place) -> Iterator[Step]:
    if place.is_running_systemd:
        yield Step("stop the kiosk", _stop)


def _stop() -> None:
    command(["systemctl", "stop", "health-kiosk-again.service", *ENABLED])


def forgotten(place: Place) -> Iterator[Step]:
    if place.is_running_systemd:
        yield Step("let systemd and udev read their files", _reload)
