"""The real kiosk, kept: killed, frozen and broken, it is there again; and what stands there meanwhile."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kiosk.keeper.policy import Why
from kiosk.keeper.reports import Reports

ROOT = Path(__file__).resolve().parents[2]
LONG_S = 150.0
SETTINGS = "[watch]\nfrozen_s = 5\n"

pytestmark = [pytest.mark.display]


class Kept:
    """`main.py keep`, and what it tells whoever keeps it."""

    def __init__(self, home: Path, settings: str = SETTINGS) -> None:
        home.mkdir(exist_ok=True)
        (home / "kiosk.toml").write_text(settings)
        self.reports = Reports(home / "crashes")
        self._ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        place = str(home / "systemd")
        self._ear.bind(place)
        command = [sys.executable, "main.py", "--home", str(home), "keep", "--size", "540x960", "--offscreen"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "NOTIFY_SOCKET": place}, stderr=subprocess.PIPE
        )

    def until(self, told: str) -> None:
        deadline = time.monotonic() + LONG_S
        while (left := deadline - time.monotonic()) > 0:
            self._ear.settimeout(left)
            if told in self._ear.recv(1000).decode():
                return
        raise AssertionError(f"never told: {told}; {self.reports.all()}")

    @property
    def kiosk(self) -> psutil.Process:
        (child,) = psutil.Process(self.process.pid).children()
        return child

    def close(self) -> int:
        self.process.terminate()
        code = self.process.wait(LONG_S)
        self._ear.close()
        if self.process.stderr:
            self.process.stderr.close()
        return code


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path / "home")
    yield kept
    kept.close()


@pytest.mark.models
def test_a_kiosk_that_is_killed_or_frozen_is_there_again(kept: Kept) -> None:
    kept.until("is up (start 1)")
    kept.kiosk.kill()
    kept.until("is up (start 2)")
    frozen = kept.kiosk
    frozen.suspend()
    kept.until("is up (start 3)")
    assert not frozen.is_running()
    assert [report.why for report in kept.reports.all()] == [Why.KILLED, Why.FROZEN]
    assert kept.close() == 0


def test_a_kiosk_whose_settings_are_wrong_shows_a_safe_screen_and_ends_when_asked(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "home", SETTINGS + "[screen]\nsize = 3\n")
    kept.until("a safe screen stands there")
    assert {report.why for report in kept.reports.all()} == {Why.REFUSED}
    assert "safe" in kept.kiosk.cmdline()
    kept.process.send_signal(signal.SIGTERM)
    assert kept.process.wait(LONG_S) == 0
    kept.close()


def test_a_keeper_that_is_killed_takes_its_kiosk_along(kept: Kept) -> None:
    """The next keeper starts one of its own: two would fight for the microphone."""
    kept.until("is up (start 1)")
    kiosk = kept.kiosk
    kept.process.kill()
    kiosk.wait(LONG_S)
