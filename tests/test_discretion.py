"""A fault tells its kind and its place, and keeps the words that the program held when it broke."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.discretion import Reticent, told
from kiosk.speech.tape import Tape

ROOT = Path(__file__).resolve().parents[1]
SECRET = "quixotic zebra"
BEGINS = "import os, sys, threading, gc\nfrom kiosk import discretion\ndiscretion.keep()\nwords = 'my quixotic zebra'\n"


def said_by(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BEGINS + program], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )


FAULTS = {
    "on the main thread": "raise KeyError(words)",
    "of another fault": "try:\n    {}[words]\nexcept KeyError as error:\n    raise ValueError(words) from error",
    "on another thread": "t = threading.Thread(target=lambda: {}[words]); t.start(); t.join()",
    "where nobody can be told": "class Held:\n    def __del__(self): raise ValueError(words)\nHeld()",
    "in an assertion": "assert words == '', words",
    "in a line of the log": "import logging\nlogging.basicConfig()\nlogging.getLogger().error('%d', words)",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_does_not_tell_the_words_it_held(fault: str) -> None:
    done = said_by(fault)
    assert SECRET not in done.stdout + done.stderr


def test_a_fault_tells_its_kind_and_its_place() -> None:
    assert "KeyError at " in said_by("{}[words]").stderr
    assert "KeyError at " in said_by(FAULTS["on another thread"]).stderr


def test_what_a_library_prints_by_itself_reaches_nobody_but_the_kiosk_can_still_speak() -> None:
    """As a Rust library does that stumbles over a text, before Python hears of it."""
    done = said_by(
        "os.write(2, words.encode()); os.write(1, words.encode()); print('done'); print('!', file=sys.stderr)"
    )
    assert (done.stdout, done.stderr) == ("done\n", "!\n")


def test_a_rust_library_that_panics_tells_nobody() -> None:
    """Its panic may name the text that it stumbled over, and is printed before Python hears of it."""
    panics = (
        "from tokenizers import Regex, normalizers\n"
        "normalizers.Replace(Regex('(a+)+$'), '').normalize_str('a' * 50 + 'b')"
    )
    done = said_by(panics)
    assert "panicked" not in done.stderr
    assert done.stderr.startswith("The kiosk ended: PanicException at ")


def test_no_core_is_dumped_of_the_kiosk_nor_of_what_it_starts() -> None:
    asks = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
    done = said_by(
        f"import subprocess\n{asks}\nsys.stdout.flush()\n"
        f"print(subprocess.run([sys.executable, '-c', '''{asks}'''], capture_output=True, text=True).stdout)"
    )
    assert done.stdout.split() == ["(0,", "0)"] * 2


def test_nobody_may_look_into_the_memory_of_the_kiosk() -> None:
    assert said_by("import ctypes; print(ctypes.CDLL(None).prctl(3))").stdout == "0\n"


@pytest.mark.parametrize("program", [
    "kiosk/hearing/microphone_process.py",
    "kiosk/speech/loudspeaker_process.py",
    "kiosk/speech/espeak_process.py",
    "kiosk/speech/piper_process.py",
])  # fmt: skip
def test_every_program_that_sees_words_or_sound_asks_for_no_dumps_first_of_all(program: str) -> None:
    """As the promise doesn't outlive the start of a program."""
    lines = (ROOT / program).read_text(encoding="utf-8").split("\ndef main(")[1].splitlines()[1:]
    assert lines[0].strip() in ("undumped()", "keep_no_dumps()")


@given(
    st.text(min_size=4).filter(
        lambda words: words not in "ValueError at tests/test_discretion.py:0123456789, KeyError; by"
    )
)
def test_no_words_get_through(words: str) -> None:
    try:
        try:
            raise KeyError(words)
        except KeyError as error:
            raise ValueError(words) from error
    except ValueError as error:
        line = told(error)
        record = logging.LogRecord(
            "kiosk", logging.ERROR, __file__, 1, "It broke", (), (ValueError, error, error.__traceback__)
        )
    assert line.startswith("ValueError at ")
    assert "; by KeyError at " in line
    assert words not in line
    assert words not in Reticent("%(message)s").format(record)


def test_a_fault_that_refers_to_itself_is_told_once() -> None:
    error = ValueError(SECRET)
    error.__cause__ = error
    assert told(error) == "ValueError"


def test_the_sound_of_a_sentence_has_no_name_in_any_folder() -> None:
    tape = Tape()
    before = str(Path(tape.path).readlink())
    assert before.startswith("/memfd:")
    Path(tape.path).write_bytes(b"sound")
    tape.wipe()
    assert Path(tape.path).read_bytes() == b""
    tape.close()
    tape.close()
