"""`script/install-kiosk`: the steps of an installation, an update, the way back, and the removal."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from installer import files, system
from installer.files import Display
from installer.place import DATA, PROGRAM, SETTINGS, Place
from installer.release import Means, Release, back
from installer.step import InstallError, Step, carry_out

CHECKOUT = Path(__file__).resolve().parents[1]
PARTS = ("packages", "python", "models")


def main(arguments: list[str] | None = None) -> int:
    """0 done, 1 a fault, 2 wrong use, 3 refused, 4 something is missing: as everywhere in this program."""
    given = options().parse_args(arguments)
    os.umask(0o022)
    place = Place(given.root.absolute())
    if os.geteuid() != 0 and not given.dry_run and place.is_this_machine:
        print(
            "Only root can install the kiosk: sudo script/install-kiosk. `--dry-run` tells everybody what it would do.",
            file=sys.stderr,
        )
        return 2
    try:
        steps = list(_removal(given, place) if given.uninstall else planned(given, place))
        carry_out(steps, print, dry_run=given.dry_run)
    except InstallError as error:
        print(error, file=sys.stderr)
        return 3
    print(_closing(given))
    return 0


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="install-kiosk", description="Installs the health kiosk, updates it, takes it off again."
    )
    parser.add_argument("--dry-run", action="store_true", help="tell every step, change nothing; needs no root")
    parser.add_argument(
        "--root", type=Path, default=Path("/"), metavar="DIR", help="into this folder instead of this machine"
    )
    parser.add_argument(
        "--display", type=Display, choices=list(Display), default=Display.CAGE, help="what draws (default: cage)"
    )
    parser.add_argument(
        "--no-start",
        action="store_true",
        help="the kiosk begins with the machine's next start: time to set it up before",
    )
    parser.add_argument("--back", action="store_true", help="the release before the last update runs again")
    parser.add_argument("--uninstall", action="store_true", help="take the program off; data and settings stay")
    parser.add_argument("--purge", action="store_true", help="with --uninstall: data, settings and the user go too")
    parser.add_argument(
        "--without", action="append", choices=PARTS, default=[], help="leave a part out (for images built elsewhere)"
    )
    parser.add_argument(
        "--bundle", type=Path, metavar="DIR", help="take everything from this bundle, nothing from a network"
    )
    return parser


def planned(given: argparse.Namespace, place: Place) -> Iterator[Step]:
    if given.back:
        yield back(place)
        yield from _start(given, place)
        return
    bundle: Path | None = given.bundle
    if "packages" not in given.without and place.is_this_machine:
        names = tuple(system.wanted_packages(CHECKOUT, given.display))
        yield from system.Packages(names, bundle / "debs" if bundle else None).steps()
    means = Means(
        bundle / "wheels" if bundle else None,
        bundle / "models" if bundle else None,
        "python" not in given.without,
        "models" not in given.without,
    )
    release = Release(CHECKOUT, place, means)
    yield from release.steps()
    yield from files.steps(CHECKOUT, place, given.display)
    yield from system.account(place)
    yield from system.boot(place)
    yield release.sweeping()
    yield from _start(given, place)


def _start(given: argparse.Namespace, place: Place) -> Iterator[Step]:
    """It takes the screen, and ends whoever is logged in there."""
    if not given.no_start:
        yield from system.started(place)


def _removal(given: argparse.Namespace, place: Place) -> Iterator[Step]:
    yield from system.stopped(place)
    yield from system.unboot(place)
    yield from files.removal(place)
    program = place.at(PROGRAM)
    yield Step(f"remove {PROGRAM}", lambda: shutil.rmtree(program), lambda: not program.exists())
    if given.purge:
        yield from system.purge(place)
    yield from system.forgotten(place)


def _closing(given: argparse.Namespace) -> str:
    if given.dry_run:
        return "Nothing was changed."
    if given.uninstall:
        return (
            "Removed, with all its data."
            if given.purge
            else f"Removed. Data and settings are still in {DATA} and /etc/health-kiosk."
        )
    if given.no_start:
        return f"Installed, not started. Set the clock and {SETTINGS}/kiosk.toml, then: sudo reboot"
    return "Installed. Restart the machine once, then look: sudo kiosk doctor"


if __name__ == "__main__":
    raise SystemExit(main())
