"""Two Syncthing daemons on this machine alone: what the office puts into a folder comes to the kiosk's."""

from __future__ import annotations

import re
import socket
import subprocess
import time
import xml.etree.ElementTree as Tree
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONG_S = 90.0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _generated(home: Path) -> str:
    """The daemon's own name."""
    done = subprocess.run(
        ["syncthing", "generate", f"--home={home}", "--no-default-folder", "--skip-port-probing"],
        check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    found = re.search(r"[A-Z0-9]{7}(?:-[A-Z0-9]{7}){7}", done.stdout + done.stderr)
    assert found, done
    return found[0]


def _settle(home: Path, folder: Path, own: tuple[str, int], other: tuple[str, int]) -> None:
    """One folder, one partner, no discovery, no relays, nothing outside this machine."""
    file = home / "config.xml"
    tree = Tree.parse(file)
    root = tree.getroot()
    for each in (*root.findall("folder"), *root.findall("device")):
        root.remove(each)
    shared = Tree.SubElement(
        root, "folder", id="packs", label="packs", path=str(folder), type="sendreceive", rescanIntervalS="1",
        fsWatcherEnabled="true", fsWatcherDelayS="1", ignorePerms="false", autoNormalize="true",
    )  # fmt: skip
    for id, address in ((own[0], "dynamic"), (other[0], f"tcp://127.0.0.1:{other[1]}")):
        Tree.SubElement(shared, "device", id=id)
        device = Tree.SubElement(root, "device", id=id, name=id[:7])
        Tree.SubElement(device, "address").text = address
    options = root.find("options")
    gui = root.find("gui")
    assert options is not None
    assert gui is not None
    wanted = {
        "listenAddress": f"tcp://127.0.0.1:{own[1]}",
        "globalAnnounceEnabled": "false",
        "localAnnounceEnabled": "false",
        "relaysEnabled": "false",
        "natEnabled": "false",
        "reconnectionIntervalS": "1",
        "startBrowser": "false",
        "urAccepted": "-1",
        "crashReportingEnabled": "false",
        "autoUpgradeIntervalH": "0",
    }
    for name, text in wanted.items():
        for each in options.findall(name):
            options.remove(each)
        Tree.SubElement(options, name).text = text
    gui.set("enabled", "false")
    tree.write(file)


@contextmanager
def synced(folder: Path, office: Path, kiosk: Path) -> Iterator[None]:
    """The folders `office` and `kiosk` become one. Daemons' own files lie below `folder`."""
    homes = [folder / name for name in ("office-daemon", "kiosk-daemon")]
    named = [(_generated(home), _free_port()) for home in homes]
    for at, place in enumerate((office, kiosk)):
        place.mkdir(parents=True, exist_ok=True)
        (place / ".stfolder").mkdir(exist_ok=True)
        _settle(homes[at], place, named[at], named[1 - at])
    daemons = [
        subprocess.Popen(
            ["syncthing", "serve", f"--home={home}", "--no-browser", "--no-restart", "--no-upgrade"],
            stdout=(home / "log").open("wb"), stderr=subprocess.STDOUT,
        )
        for home in homes
    ]  # fmt: skip
    try:
        yield
    finally:
        for daemon in daemons:
            daemon.terminate()
        for daemon in daemons:
            daemon.wait(30)


def wait_until(what: str, holds: object, limit_s: float = LONG_S) -> None:
    """`holds`: asked some times a second."""
    deadline = time.monotonic() + limit_s
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.1)
