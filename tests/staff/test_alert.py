"""The clinic's own alert is run with the urgent group and nothing else, and the kiosk learns whether it worked."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from queue import Queue

import pytest

from kiosk.events import AlertSent, Answered, Event
from kiosk.model import Answer, AnswerKind, UrgentGroup, Way
from kiosk.staff import open_alert
from kiosk.staff.alert import PATIENCE_S, Alert
from tests.fakes import Visitor, asks

PATIENT_S = 60
"""Seconds a test waits at most for news that must come."""

NOTES = """
import json, os, sys
noted = {"words": sys.argv[2:], "input": sys.stdin.read(), "surroundings": dict(os.environ)}
json.dump(noted, open(sys.argv[1] + ".draft", "w"))
os.replace(sys.argv[1] + ".draft", sys.argv[1])
print("to nobody")
"""


def python(script: str, *words: object) -> tuple[str, ...]:
    return (sys.executable, "-c", script, *map(str, words))


def told(
    command: tuple[str, ...], group: UrgentGroup | None = UrgentGroup.CHEST, patience_s: float = PATIENT_S
) -> bool:
    """What the kiosk learns of an alert by this command."""
    news: Queue[Event] = Queue()
    Alert(command, news.put, patience_s).alert(7, group)
    event = news.get(timeout=PATIENT_S)
    assert isinstance(event, AlertSent)
    assert event.ticket == 7
    assert news.empty()
    return event.succeeded


@pytest.mark.parametrize("group", [*UrgentGroup, None])
def test_the_command_gets_its_own_words_and_at_last_the_group(tmp_path: Path, group: UrgentGroup | None) -> None:
    assert told(python(NOTES, tmp_path / "noted", "--pager", "desk 2; $HOME *"), group)
    noted = json.loads((tmp_path / "noted").read_text())
    assert noted["words"] == ["--pager", "desk 2; $HOME *", group.value if group else "help"]
    assert noted["input"] == ""


def test_what_the_command_prints_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert told(python("import sys; print('out'); print('err', file=sys.stderr)"))
    assert capfd.readouterr() == ("", "")


BAD = {
    "ends with an error": (python("raise SystemExit(3)"), "ended with 3"),
    "is killed": (python("import os; os.kill(os.getpid(), 9)"), "ended with -9"),
    "is not there": (("/nowhere/alert", "--pager"), "No such file"),
    "is not a program": ((str(Path(__file__).parent),), "Permission denied"),
    "can not be a name": (("a\0b",), "null byte"),
}


@pytest.mark.parametrize(("command", "reason"), BAD.values(), ids=BAD.keys())
def test_an_alert_that_failed_is_known_to_have_failed(
    caplog: pytest.LogCaptureFixture, command: tuple[str, ...], reason: str
) -> None:
    assert not told(command)
    (line,) = caplog.messages
    assert line.startswith("The clinic's alert failed: ")
    assert reason in line


HANGS = "import sys, time\nwhile True: open(sys.argv[1], 'a').write('.'); time.sleep(0.02)"
HANGS_BELOW = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {HANGS!r}, sys.argv[1]])"


@pytest.mark.parametrize("script", [HANGS, HANGS_BELOW], ids=["itself", "what it has started"])
def test_an_alert_that_hangs_is_given_up_and_ended(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, script: str
) -> None:
    mark = tmp_path / "lives"
    assert not told(python(script, mark), patience_s=1.0)
    assert "timed out after 1 s" in caplog.text
    assert "help" not in caplog.text, "nor which alarm it was: that tells what somebody said at this minute"
    before = mark.stat().st_size if mark.exists() else 0
    time.sleep(0.2)
    assert (mark.stat().st_size if mark.exists() else 0) == before, "it writes no more"
    assert PATIENCE_S <= 30, "somebody stands before the screen and waits to hear whether staff know"


def test_asking_for_an_alert_keeps_nobody_waiting(tmp_path: Path) -> None:
    news: Queue[Event] = Queue()
    waits = "import sys, time, pathlib\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.02)"
    Alert(python(waits, tmp_path / "go"), news.put, PATIENT_S).alert(1, None)
    assert news.empty()
    (tmp_path / "go").touch()
    assert news.get(timeout=PATIENT_S) == AlertSent(1, True)


def test_a_clinic_without_a_command_has_no_alert() -> None:
    assert open_alert((), lambda event: None) is None
    assert isinstance(open_alert(("true",), lambda event: None), Alert)


def test_not_a_word_of_the_visitor_reaches_the_command(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    news: Queue[Event] = Queue()
    visitor = Visitor(alerted=True)
    asks(visitor, "my quixotic zebra can't breathe", Way.TYPED)
    assert visitor.mind.ticket is not None
    visitor.news(Answered(visitor.mind.ticket, Answer(AnswerKind.URGENT, urgent_group=UrgentGroup.BREATHING)))
    (call,) = visitor.bell.calls
    Alert(python(NOTES, tmp_path / "noted"), news.put, PATIENT_S).alert(*call)
    assert news.get(timeout=PATIENT_S) == AlertSent(call[0], True)
    noted = (tmp_path / "noted").read_text()
    assert json.loads(noted)["words"] == ["breathing"]
    assert not any(word in noted + caplog.text for word in ("quixotic", "zebra", "breathe"))
