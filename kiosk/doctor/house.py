"""What the clinic has set up around the kiosk: sticks, the PIN, the counts, the alert, and who starts it."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import closing
from pathlib import Path
from threading import Event as Flag

from kiosk import swap
from kiosk.command import COMMAND
from kiosk.doctor.finding import Check, Finding, Scene, good, less
from kiosk.doctor.place import why_not_written
from kiosk.events import Event, SourcesChanged
from kiosk.keeper import open_reports
from kiosk.keeper.reports import this_boot
from kiosk.model import Level
from kiosk.staff.pin import Pin
from kiosk.sticks import open_watcher

RULES = ("etc/udev/rules.d", "usr/lib/udev/rules.d", "lib/udev/rules.d")
RULE = "90-kiosk-sticks.rules"
WATCH_S = 10.0
"""A watcher that has told nothing by then tells nothing."""
UNITS = ("health-kiosk.service", "kiosk.service")
"""As script/install-kiosk calls it, and as others might."""
SET_UP = "see docs/sticks.md"
OFTEN = 3
"""Crashes: once or twice a kiosk heals itself of."""


def sticks(scene: Scene) -> Finding:
    settings = scene.context.settings.sticks
    folder, folders = Path(settings.mount_folder), [Path(each) for each in settings.drop_folders]
    if unread := next((each for each in folders if not os.access(each, os.R_OK | os.X_OK)), None):
        return less("no_drop", f"{unread}: the watched folder can't be read", "make it, or mend [sticks] drop_folders")
    if not any((scene.machine.root / place / RULE).is_file() for place in RULES):
        return less(
            "no_rule", f"no udev rule {RULE}: sticks that are put in are not mounted", f"put it in place: {SET_UP}"
        )
    if folder.exists() and not os.access(folder, os.R_OK | os.X_OK):
        return less("no_folder", f"{folder} can't be read", f"make it readable for the kiosk's user; {SET_UP}")
    if (found := _watched(folder, folders)) is None:
        return less("no_watch", "nobody notices when a stick is put in", f"restart the kiosk; {SET_UP}")
    there = f"{found} in now" if found else "none in now"
    return good(f"noticed below {folder}, {there}")


def _watched(folder: Path, folders: list[Path]) -> int | None:
    """So many sticks and watched folders are there; None: nobody tells."""
    told, found = Flag(), [0]

    def noticed(news: Event) -> None:
        if isinstance(news, SourcesChanged):
            found[0] = len(news.sources)
            told.set()

    with closing(open_watcher(folder, folders, noticed)):
        return found[0] if told.wait(WATCH_S) else None


def pin(scene: Scene) -> Finding:
    folder = scene.context.home / "staff"
    remedy = f"{COMMAND} staff set-pin"
    found = Pin(folder, time.monotonic)
    if fault := found.fault:
        return less("damaged", fault, remedy)
    return good("is set") if found.is_set else less("none", "no PIN: the screens for staff stay closed", remedy)


def counts(scene: Scene) -> Finding:
    folder = scene.context.home / "counts"
    if fault := why_not_written(folder):
        return less("unwritable", f"{folder} {fault}", "make it writable for the kiosk's user")
    return good(f"kept in {folder}")


def alert(scene: Scene) -> Finding:
    command = scene.context.settings.urgent.alert_command
    if not command:
        return good("none is set: the urgent screen says that it calls nobody")
    if not command[0] or shutil.which(command[0]) is None:
        detail = f"{command[0]!r} is not there, or may not be run"
        return less("none", detail, "mend [urgent] alert_command in kiosk.toml, or make it executable")
    return good(f"{command[0]} can be run")


def service(scene: Scene) -> Finding:
    """Started by itself after a power cut, and started again when it hangs."""
    machine = scene.machine
    watched = " and watched" if machine.environment.get("WATCHDOG_USEC") else ""
    if machine.environment.get("NOTIFY_SOCKET") or machine.environment.get("INVOCATION_ID"):
        return good(f"started{watched} by systemd")
    if not (machine.root / "run/systemd/system").is_dir():
        return good("no systemd here: somebody else starts it")
    told = {unit: (machine.run(("systemctl", "is-enabled", unit)) or "").strip() for unit in UNITS}
    if enabled := [unit for unit, state in told.items() if state == "enabled"]:
        return good(f"{enabled[0]} starts it")
    if there := [unit for unit, state in told.items() if state not in ("", "not-found")]:
        return less("not_enabled", f"{there[0]} is {told[there[0]]}", f"sudo systemctl enable --now {there[0]}")
    return less("none", "no service: after a power cut nobody starts it", "sudo script/install-kiosk")


def crashes(scene: Scene) -> Finding:
    """Since the machine was started."""
    boot = this_boot(scene.machine.root / "proc/sys/kernel/random/boot_id")
    found = open_reports(scene.context.home).of_boot(boot)
    if not found:
        return good("none since this machine was started")
    told = f"{len(found)} since this machine was started, the last: {found[-1].why}"
    if len(found) < OFTEN:
        return good(told)
    return less("often", told, f"write down what support needs: {COMMAND} counts export DIR")


def swapped(scene: Scene) -> Finding:
    part = swap.part(scene.machine.root / "proc/swaps")
    return good(part.detail) if part.level is Level.GOOD else less("readable", part.detail, part.remedy)


CHECKS = (
    Check("sticks", sticks, ("no_folder", "no_rule", "no_watch", "no_drop")),
    Check("pin", pin, ("none", "damaged")),
    Check("counts", counts, ("unwritable",)),
    Check("alert", alert, ("none",)),
    Check("service", service, ("none", "not_enabled")),
    Check("crashes", crashes, ("often",)),
    Check("swap", swapped, ("readable",)),
)
