"""A keeper with a small program in the kiosk's place: real processes, real signals, real sockets."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from kiosk.keeper.keeper import Keeper, Patience
from kiosk.keeper.policy import PAUSES_S, Rest, Why
from kiosk.keeper.reports import Reports

ROOT = Path(__file__).resolve().parents[2]
QUICK = len(PAUSES_S)
LONG_S = 30.0

PROGRAM = f"""
import os, signal, sys, time
sys.path.insert(0, {str(ROOT)!r})
from kiosk.last_places import VARIABLE, open_places, tell as places
from kiosk.notify import tell
life = int(open(sys.argv[1]).read() or 0) if os.path.exists(sys.argv[1]) else 0
open(sys.argv[1], "w").write(str(life + 1))
pipe = open_places(os.environ[VARIABLE])
def ready(): tell(READY="1", X_KIOSK_BUSY="1")
def live(seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        tell(WATCHDOG="1"); time.sleep(0.05)
"""


class Scene:
    """A keeper on a thread, what it keeps, and what it wrote down."""

    def __init__(self, folder: Path) -> None:
        self.lives = folder / "lives"
        self.reports = Reports(folder / "crashes")
        self.rests: list[Rest] = []
        self._folder = folder
        self._safe = "raise SystemExit(0)"
        self._keeper: Keeper | None = None
        self._thread: Thread | None = None
        self.outcome: bool | None = None

    def keep(self, each_life: str, *, safe: str = "raise SystemExit(0)", silent_s: float = 0.6) -> None:
        """`each_life`: what the program does; it knows which of its `life` it is."""

        def safe_command(rest: Rest) -> list[str]:
            self.rests.append(rest)
            return [sys.executable, "-c", safe]

        self._keeper = keeper = Keeper(
            [sys.executable, "-c", PROGRAM + each_life, str(self.lives)],
            safe_command,
            self.reports,
            patience=Patience(starts_s=LONG_S, silent_s=silent_s),
            boot="this one",
            version="test",
        )

        def run() -> None:
            self.outcome = keeper.run()

        self._thread = Thread(target=run)
        self._thread.start()

    def until(self, what: Callable[[], object]) -> None:
        deadline = time.monotonic() + LONG_S
        while not what():
            assert time.monotonic() < deadline, (self.life, self.reports.all())
            time.sleep(0.02)

    @property
    def life(self) -> int:
        return int(self.lives.read_text() or 0) if self.lives.exists() else 0

    @property
    def whys(self) -> list[Why]:
        return [report.why for report in self.reports.all()]

    def over(self) -> bool:
        """By itself. Whether it was asked to, or ended as it should."""
        assert self._thread is not None
        self._thread.join(LONG_S)
        assert self.outcome is not None, "it goes on"
        return self.outcome

    def end(self) -> None:
        if self._keeper is not None:
            self._keeper.end()
        if self._thread is not None:
            self._thread.join(LONG_S)
            assert not self._thread.is_alive()


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    scene = Scene(tmp_path)
    yield scene
    scene.end()


def test_a_kiosk_that_ends_as_it_should_is_not_started_again(scene: Scene) -> None:
    scene.keep("ready()")
    assert scene.over()
    assert scene.life == 1
    assert scene.whys == []


def test_a_kiosk_that_breaks_is_there_again(scene: Scene) -> None:
    scene.keep("ready(); live(0.2)\nif life == 0: os._exit(1)\nlive()")
    scene.until(lambda: scene.life == 2)
    assert scene.whys == [Why.BROKE]


def test_a_killed_one_too(scene: Scene) -> None:
    scene.keep("ready()\nif life == 0: os.kill(os.getpid(), signal.SIGKILL)\nlive()")
    scene.until(lambda: scene.life == 2)
    assert scene.whys == [Why.KILLED]


def test_a_frozen_one_is_ended_and_tells_where_it_hung(scene: Scene) -> None:
    scene.keep(
        "def the_picture_never_comes(): time.sleep(99)\nready()\nif life == 0: the_picture_never_comes()\nlive()"
    )
    scene.until(lambda: scene.life == 2)
    (report,) = scene.reports.all()
    assert report.why is Why.FROZEN
    assert report.was_busy is True
    assert any("the_picture_never_comes" in place for place in report.places)


def test_one_that_no_longer_hears_any_signal_is_ended_all_the_same(scene: Scene) -> None:
    scene.keep("ready()\nif life == 0: os.kill(os.getpid(), signal.SIGSTOP)\nlive()")
    scene.until(lambda: scene.life == 2)
    assert scene.whys == [Why.FROZEN]


def test_what_a_frozen_one_has_started_ends_with_it(scene: Scene, tmp_path: Path) -> None:
    began = tmp_path / "began"
    scene.keep(
        "import subprocess\nready()\nif life == 0:\n"
        "    child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'])\n"
        f"    open({str(began)!r}, 'w').write(str(child.pid)); time.sleep(99)\nlive()"
    )
    scene.until(lambda: scene.life == 2)
    scene.until(lambda: not Path("/proc", began.read_text()).exists() or _is_zombie(began.read_text()))


def _is_zombie(pid: str) -> bool:
    return Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_one_that_says_why_it_must_start_anew_is_believed(scene: Scene) -> None:
    scene.keep(
        "ready()\nif life == 0: tell(X_KIOSK_MB='1612'); tell(X_KIOSK_WHY='memory'); time.sleep(0.3); os._exit(75)\nlive()"
    )
    scene.until(lambda: scene.life == 2)
    assert [(report.why, report.memory_mb) for report in scene.reports.all()] == [(Why.MEMORY, 1612.0)]


def test_one_that_hangs_at_the_end_it_has_asked_for_is_believed_too(scene: Scene) -> None:
    scene.keep("ready()\nif life == 0: tell(X_KIOSK_WHY='stuck'); time.sleep(99)\nlive()")
    scene.until(lambda: scene.life == 2)
    assert scene.whys == [Why.STUCK]


def test_where_nothing_can_be_started_the_keeper_goes_on_trying(tmp_path: Path) -> None:
    """A full disk, too many processes: it may be over in a moment."""
    program = tmp_path / "kiosk"
    keeper = Keeper(
        [str(program)],
        lambda rest: [str(program)],
        Reports(tmp_path / "crashes"),
        patience=Patience(starts_s=LONG_S, silent_s=LONG_S),
        boot="this one",
        version="test",
    )
    outcome: list[bool] = []
    thread = Thread(target=lambda: outcome.append(keeper.run()))
    thread.start()
    time.sleep(0.3)
    program.write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\n")
    program.chmod(0o755)
    thread.join(LONG_S)
    assert outcome == [True], "it ran, and ended as it should"


def test_an_error_that_nobody_caught_leaves_its_kind_and_places_and_not_its_words(scene: Scene) -> None:
    scene.keep(
        "ready()\ndef ask(words):\n    raise ValueError(words)\n"
        "if life == 0:\n    try: ask('my secret quixotic zebra')\n"
        "    except ValueError as error: places(pipe, type(error), error.__traceback__); os._exit(1)\nlive()"
    )
    scene.until(lambda: scene.life == 2)
    (report,) = scene.reports.all()
    assert report.places[0] == "ValueError"
    assert any("in ask" in place for place in report.places)
    assert not any("zebra" in place for place in report.places)


def test_a_kiosk_that_is_started_after_a_crash_is_told_why(scene: Scene, tmp_path: Path) -> None:
    """It counts it for staff."""
    told = tmp_path / "told"
    scene.keep(
        f"ready()\nopen({str(told)!r}, 'a').write(os.environ.get('KIOSK_AFTER_CRASH', 'fresh') + ' ')\n"
        "if life == 0: os._exit(1)\nlive()"
    )
    scene.until(lambda: told.exists() and told.read_text() == "fresh broke ")


def test_repeated_crashes_lead_to_the_safe_screen_and_staff_can_try_again_from_there(scene: Scene) -> None:
    scene.keep(f"if life < {QUICK + 1}: os._exit(1)\nready(); live()")
    scene.until(lambda: scene.life == QUICK + 2)
    assert [rest.crashes for rest in scene.rests] == [QUICK + 1]


def test_a_keeper_that_is_asked_to_end_takes_the_kiosk_along(scene: Scene) -> None:
    scene.keep("ready(); live()")
    scene.until(lambda: scene.life == 1)
    scene.end()
    assert scene.outcome is True
    assert scene.whys == []


def test_a_keeper_that_is_asked_to_end_during_the_safe_screen_does(scene: Scene) -> None:
    scene.keep("os._exit(1)", safe="import time; time.sleep(99)")
    scene.until(lambda: scene.rests)
    scene.end()
    assert scene.outcome is True


def test_whoever_keeps_the_keeper_is_told_when_there_is_a_picture_and_that_it_lives(
    scene: Scene, tmp_path: Path
) -> None:
    place = str(tmp_path / "systemd")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(place)
        ear.settimeout(LONG_S)
        keep_in = {**os.environ, "NOTIFY_SOCKET": place}
        process = os.spawnve(
            os.P_NOWAIT,
            sys.executable,
            [sys.executable, "-c", _keeper_program(tmp_path)],
            {**keep_in, "PYTHONPATH": str(ROOT)},
        )
        try:
            letters = [ear.recv(100)]
            while not letters[-1].startswith(b"READY=1"):
                letters.append(ear.recv(100))
            assert letters[-1] == b"READY=1\nSTATUS=The kiosk is up (start 1)"
            assert set(letters[:-1]) <= {b"WATCHDOG=1\nEXTEND_TIMEOUT_USEC=30000000"}, "a start may take its time"
            assert ear.recv(100) == b"WATCHDOG=1"
        finally:
            os.kill(process, signal.SIGTERM)
            assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def _keeper_program(folder: Path) -> str:
    kiosk = PROGRAM + "ready(); live()"
    return (
        "import signal, sys\nfrom pathlib import Path\n"
        "from kiosk.keeper.keeper import Keeper, Patience\nfrom kiosk.keeper.reports import Reports\n"
        f"keeper = Keeper([sys.executable, '-c', {kiosk!r}, {str(folder / 'lives')!r}], lambda rest: ['false'],"
        f" Reports(Path({str(folder)!r})), patience=Patience(30, 5), boot='b', version='v')\n"
        "signal.signal(signal.SIGTERM, lambda *_: keeper.end())\n"
        "sys.exit(0 if keeper.run() else 1)"
    )
