"""`doctor` on machines that lack things: it says which, what to do, and never falls ill itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, Ended, command

OF_THE_CONTRACT = {"display", "touch", "microphone", "speaker", "voice", "recogniser", "content", "disk", "clock"}
PARTS = [
    "display", "touch", "blanking", "microphone", "speaker", "headphones", "voice", "recogniser", "loopback", "self-test",
    "matcher",
    "languages", "content", "keys", "models", "files", "clips", "disk", "memory", "heat", "clock", "clock-battery", "sticks", "pin",
    "counts", "alert", "service", "crashes", "swap",
]  # fmt: skip


@pytest.fixture(scope="module")
def healthy(home: Path, no_sound_devices: Path) -> Ended:
    """All models; no display, microphone or loudspeaker."""
    return command("--home", home, "--config", no_sound_devices, "doctor", "--json")


def test_every_part_of_the_contract_is_looked_at(healthy: Ended) -> None:
    parts = json.loads(healthy.out)
    assert [part["name"] for part in parts] == PARTS
    assert set(PARTS) >= OF_THE_CONTRACT
    for part in parts:
        assert set(part) == {"name", "level", "detail", "remedy", "cause"}
        assert part["level"] in {"good", "less", "missing"}
        assert part["detail"]
        assert bool(part["remedy"]) is (part["level"] != "good"), (
            "what does not work comes with what to do, and only that"
        )
        assert "fault of the kiosk" not in part["detail"]


def test_each_part_is_as_it_is_on_this_machine(healthy: Ended) -> None:
    parts = {part["name"]: part for part in json.loads(healthy.out)}
    levels = {name: part["level"] for name, part in parts.items()}
    assert (levels["display"], levels["microphone"], levels["speaker"]) == ("missing", "less", "less")
    assert (levels["voice"], levels["recogniser"], levels["matcher"], levels["disk"]) == ("good",) * 4
    assert "not yet approved" in parts["content"]["detail"]
    assert "[hearing] microphone" in parts["microphone"]["remedy"]
    assert healthy.code == 4, "without a display there is no kiosk"


def test_without_models_it_names_the_commands_that_install_them(
    bare_checkout: Path, tmp_path: Path, no_sound_devices: Path
) -> None:
    """The display is another machine's, whose word is taken: all that is missing now is what a kiosk can do without."""
    elsewhere = {"DISPLAY": "elsewhere:0"}
    words = ("--home", tmp_path, "--config", no_sound_devices, "doctor")
    done = command(*words, checkout=bare_checkout, environment=elsewhere)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    marks = {line.split()[1]: line[0] for line in lines if line[0] != " "}
    assert list(marks) == PARTS
    assert (marks["recogniser"], marks["matcher"], marks["display"]) == ("~", "✓", "✓")
    assert any("main.py models install whisper-base" in line for line in lines)


CHATTER = """
import os, subprocess, sys
from argparse import Namespace
from kiosk.cli import doctor
with doctor.alone_on_stdout() as say:
    os.write(1, b"ALSA lib pcm.c: unknown PCM")
    print("a library")
    subprocess.run(["echo", "a program"])
    say("[]")
print("afterwards")
"""


def test_what_libraries_and_programs_print_is_not_among_the_json() -> None:
    done = subprocess.run([sys.executable, "-c", CHATTER], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "afterwards"]
    for chatter in ("ALSA lib", "a library", "a program"):
        assert chatter in done.stderr


def test_without_devices_it_is_quick_and_what_makes_a_sound_can_be_left_out(home: Path, no_sound_devices: Path) -> None:
    """By the processor's time, as another test may run beside this one."""
    before = os.times()
    done = command("--home", home, "--config", no_sound_devices, "doctor", "--json", "--quiet")
    after = os.times()
    found = [part["name"] for part in json.loads(done.out)]
    assert found == [name for name in PARTS if name not in ("loopback", "self-test")]
    worked_s = after.children_user + after.children_system - before.children_user - before.children_system
    assert worked_s < 30
