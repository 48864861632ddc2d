"""Which file of the checkout goes where, and which stay the clinic's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path

from installer.place import DATA, SETTINGS, Place
from installer.step import Step

UNITS = "/etc/systemd/system"


@unique
class Display(StrEnum):
    CAGE = "cage"
    X11 = "x11"


@dataclass(frozen=True, slots=True)
class Installed:
    source: str
    """Below assets/systemd, or a path from the checkout's top."""
    target: str
    mode: int = 0o644


ALWAYS = (
    Installed("health-kiosk.service", f"{UNITS}/health-kiosk.service"),
    Installed("health-kiosk-again.service", f"{UNITS}/health-kiosk-again.service"),
    Installed("health-kiosk-sound.service", f"{UNITS}/health-kiosk-sound.service"),
    Installed("kiosk-stick@.service", f"{UNITS}/kiosk-stick@.service"),
    Installed("kiosk-export-stick@.service", f"{UNITS}/kiosk-export-stick@.service"),
    Installed("90-kiosk-sticks.rules", "/etc/udev/rules.d/90-kiosk-sticks.rules"),
    Installed("sysusers.conf", "/etc/sysusers.d/health-kiosk.conf"),
    Installed("tmpfiles.conf", "/etc/tmpfiles.d/health-kiosk.conf"),
    Installed("journald.conf", "/etc/systemd/journald.conf.d/health-kiosk.conf"),
    Installed("logind.conf", "/etc/systemd/logind.conf.d/health-kiosk.conf"),
    Installed("sysctl.conf", "/etc/sysctl.d/60-health-kiosk.conf"),
    Installed("grub.cfg", "/etc/default/grub.d/health-kiosk.cfg"),
    Installed("kiosk", "/usr/local/bin/kiosk", 0o755),
)
ONLY_X11 = (Installed("xorg.conf", "/etc/X11/xorg.conf.d/90-health-kiosk.conf"),)
OWN = (
    Installed("../kiosk.toml", f"{SETTINGS}/kiosk.toml"),
    Installed("environment", f"{SETTINGS}/environment"),
)
"""Laid once; from then on the clinic's."""
LINKS = {
    f"{DATA}/kiosk.toml": f"{SETTINGS}/kiosk.toml",
    f"{UNITS}/ctrl-alt-del.target": "/dev/null",
}
"""The kiosk looks for its settings in its home; a keyboard must not restart the machine."""
ENABLED = ("health-kiosk.service", "health-kiosk-display.service", "health-kiosk-sound.service")
WANTED = f"{UNITS}/multi-user.target.wants"


def laid(display: Display) -> tuple[Installed, ...]:
    """Every file that is ours and goes when the kiosk goes."""
    unit = Installed(f"health-kiosk-display.{display}.service", f"{UNITS}/health-kiosk-display.service")
    return (*ALWAYS, unit, *(ONLY_X11 if display is Display.X11 else ()))


def steps(checkout: Path, place: Place, display: Display) -> Iterator[Step]:
    folder = checkout / "assets" / "systemd"
    for file in laid(display):
        yield _lay(folder / file.source, place.at(file.target), file)
    if display is not Display.X11:
        yield from (_clear(place.at(file.target), file.target) for file in ONLY_X11)
    for file in OWN:
        yield _lay(folder / file.source, place.at(file.target), file, once=True)
    for link, target in (*LINKS.items(), *((f"{WANTED}/{unit}", f"{UNITS}/{unit}") for unit in ENABLED)):
        yield _link(place.at(link), link, target)


def removal(place: Place) -> Iterator[Step]:
    ours = {file.target for display in Display for file in laid(display)}
    for target in sorted({*ours, *LINKS, *(f"{WANTED}/{unit}" for unit in ENABLED)} - {f"{DATA}/kiosk.toml"}):
        yield _clear(place.at(target), target)


def _lay(source: Path, target: Path, file: Installed, *, once: bool = False) -> Step:
    def do() -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.new")
        beside.write_bytes(source.read_bytes())
        beside.chmod(file.mode)
        beside.replace(target)

    def is_done() -> bool:
        if once and target.exists():
            return True
        return (
            target.is_file()
            and target.read_bytes() == source.read_bytes()
            and target.stat().st_mode & 0o777 == file.mode
        )

    return Step(f"lay {file.target}{' (yours from then on)' if once else ''}", do, is_done)


def _link(link: Path, name: str, target: str) -> Step:
    def do() -> None:
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(target)

    return Step(f"link {name} -> {target}", do, lambda: link.is_symlink() and str(link.readlink()) == target)


def _clear(target: Path, name: str) -> Step:
    return Step(f"remove {name}", target.unlink, lambda: not target.exists() and not target.is_symlink())
