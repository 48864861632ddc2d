"""What can't be done: one line that says what, where and what to do, nothing else, and the exit code of the contract."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
import wave
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from kiosk.cli.main import main
from tests.cli.command import ROOT, command, surroundings, words_of

DEMO = ROOT / "assets" / "demo" / "question.flac"

# ---- settings: the cheapest command is enough, as each reads them first

WRONG_SETTINGS = {
    "an unknown setting": (b"[visit]\nidle = 3\n", r"there is no setting `idle` in \[visit\]"),
    "an unknown table": (b"[volume]\nloud = 3\n", r"there is no setting `volume`"),
    "a text where a number belongs": (b"[visit]\nidle_s = 'soon'\n", r"\[visit\] idle_s: Expected `float`"),
    "a number where a table belongs": (b"visit = 3\n", r"\[visit\]: Expected"),
    "too hasty a warning": (b"[visit]\nwarning_s = 5\n", r"\[visit\] warning_s: .*20"),
    "no number": (b"[matching]\nanswer_at = nan\n", r"\[matching\] answer_at"),
    "a language without texts": (b"[screen]\nlanguage = 'xx'\n", r"\[screen\] language: there is no 'xx'.*: .*en"),
    "a language from elsewhere": (b"[screen]\nlanguage = '../messages/en'\n", r"\[screen\] language"),
    "no TOML": (b"idle_s: 60\n", r"not valid TOML"),
    "no text": (b"\xff\xfe\x00", r"not valid TOML"),
    "brackets without end": (b"a = " + b"[" * 5000, r"not valid TOML"),
}


@pytest.mark.parametrize(("settings", "says"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS.keys())
def test_wrong_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: bytes, says: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(settings)
    for named in ([], ["--config", str(file)]):  # the home's own kiosk.toml is read where none is named
        assert main(["--home", str(tmp_path), *named, "library", "list"]) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert str(file) in said.err
        assert re.search(says, said.err), said.err


@pytest.mark.parametrize("name", ["nowhere.toml", ".", "x" * 300])
def test_settings_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["--home", str(tmp_path), "--config", str(tmp_path / name), "library", "list"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert str(tmp_path / name) in said.err


# ---- wrong use

WRONG_USE = {
    "an unknown command": (["sing"], "'sing' (choose from 'run', 'keep'"),
    "an unknown option": (["library", "list", "--loud"], "--loud"),
    "no action": (["library"], "ACTION"),
    "an unknown action": (["models", "buy"], "'buy' (choose from 'list'"),
    "ask: nothing": (["ask"], "--audio FILE"),
    "ask: two things": (["ask", "why", "--audio", "why.wav"], "ask one thing"),
    "ask: a batch without a place for answers": (["ask", "--batch", "in.jsonl"], "go together"),
    "ask: answers without a batch": (["ask", "why", "--out", "out.jsonl"], "go together"),
    "read: no place for the sound": (["read", "prevention"], "--out"),
    "read: not a sound's name": (["read", "prevention", "--out", "prevention.mp3"], "'prevention.mp3'"),
    "read: an unknown section": (["read", "nonsense", "--out", "x.wav"], "'nonsense'. There are: leukopenia/intro"),
    "read: an unknown article": (["read", "measles/intro", "--out", "x.wav"], "'measles/intro'. There are: leuk"),
    "run: a size that is none": (["run", "--size", "large"], "'large' is not a size like 1080x1920"),
    "run: pictures without a visitor": (["run", "--shots", "pictures"], "add --demo"),
    "models: an unknown model": (["models", "install", "nonsense"], "'nonsense'. There are: whisper-base"),
    "models: one file for two": (["models", "install", "--from", "x.zip", "vosk-ko", "whisper-base"], "name it"),
    "models: no such archive": (["models", "install", "--from", "/nowhere/x.zip", "vosk-ko"], "no /nowhere/x.zip"),
    "bench: an unknown figure": (["bench", "nonsense"], "'nonsense'. There are: start."),
}


@pytest.mark.parametrize(("words", "says"), WRONG_USE.values(), ids=WRONG_USE.keys())
def test_wrong_use(home: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str) -> None:
    assert main(["--home", str(home), *words]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert says in said.err


def test_wrong_use_said_by_the_real_thing(home: Path) -> None:
    assert "'sing'" in command("--home", home, "sing").complaint(2)


# ---- sound


def _header_alone(file: Path) -> None:
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 16_000, 0, "NONE", "none"))


SOUNDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda file: None, "There is no sound file"),
    "a folder": (lambda file: file.mkdir(), "There is no sound file"),
    "empty": (lambda file: file.touch(), "is empty"),
    "a header alone": (_header_alone, "holds no sound"),
    "corrupt": (lambda file: file.write_bytes(b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00" + bytes(range(256))), "damaged"),
    "a text": (lambda file: file.write_text("Wash your hands."), "not a sound file"),
}


@pytest.mark.parametrize(("make", "says"), SOUNDS.values(), ids=SOUNDS.keys())
def test_sound_that_can_not_be_read(
    home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], make: Callable[[Path], object], says: str
) -> None:
    """`capfd`: libraries in C write past Python."""
    file = tmp_path / "question.wav"
    make(file)
    assert main(["--home", str(home), "ask", "--audio", str(file)]) == 3
    said = capfd.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert str(file) in said.err
    assert says in said.err


def test_corrupt_sound_refused_by_the_real_thing(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "question.wav"
    file.write_bytes(DEMO.read_bytes()[:-30_000][40:])
    assert str(file) in command("--home", home, "ask", "--json", "--audio", file).complaint(3)


# ---- batches: nothing is written unless everything was answered


def _batch(folder: Path, *lines: dict[str, object]) -> Path:
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def test_a_batch_that_can_not_be_read(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in (tmp_path / "nowhere.jsonl", tmp_path):
        assert main(["--home", str(home), "ask", "--batch", str(file), "--out", str(tmp_path / "out.jsonl")]) == 3
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert str(file) in said.err


def test_a_malformed_line_is_named_by_its_number(home: Path, tmp_path: Path) -> None:
    file = _batch(tmp_path, {"id": "a", "q": "why"}, {"id": "b"})
    said = command("--home", home, "ask", "--batch", file, "--out", tmp_path / "out.jsonl").complaint(3)
    assert "line 2" in said
    assert not (tmp_path / "out.jsonl").exists()


def test_an_article_that_is_not_installed(home: Path, tmp_path: Path) -> None:
    file = _batch(tmp_path, {"id": "a", "q": "why"}, {"id": "b", "q": "why", "article": "measles"})
    said = command("--home", home, "ask", "--batch", file, "--out", tmp_path / "out.jsonl").complaint(3)
    assert "'measles'" in said
    assert "leukopenia" in said
    assert not (tmp_path / "out.jsonl").exists()


def test_a_recording_that_is_missing_leaves_the_answers_of_before(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("those of yesterday")
    file = _batch(tmp_path, {"id": "a", "q": "why"}, {"id": "b", "audio": "b.wav"})
    assert "b.wav" in command("--home", home, "ask", "--batch", file, "--out", out).complaint(3)
    assert out.read_text() == "those of yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"], "no draft is left"


@pytest.mark.parametrize("out", ["no/such/folder/out.jsonl", "."])
def test_answers_that_can_not_be_written(home: Path, tmp_path: Path, out: str) -> None:
    file = _batch(tmp_path, {"id": "a", "q": "why"})
    said = command("--home", home, "ask", "--batch", file, "--out", tmp_path / out).complaint(2)
    assert str(tmp_path) in said


# ---- parts that are missing


def test_without_any_model_words_are_still_answered(bare_checkout: Path, tmp_path: Path) -> None:
    done = command("--home", tmp_path, "ask", "--json", "is leukopenia a kind of cancer", checkout=bare_checkout)
    assert (done.code, done.err) == (0, "")
    entry = json.loads(done.out)
    assert (entry["kind"], entry["section"]) == ("answer", "kind-of-cancer")
    assert entry["engine"]["matcher"] == "kiosk-minilm-2"


def test_without_any_model_sound_is_not_heard(bare_checkout: Path, tmp_path: Path) -> None:
    said = command("--home", tmp_path, "ask", "--audio", DEMO, checkout=bare_checkout).complaint(4)
    assert "main.py models install whisper-base" in said


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ('engine = "vosk"', "main.py models install vosk-small-en-us-0.15"),
        ('engine = "vosk"\nvosk_model = "/nowhere"', "/nowhere"),
        ('engine = "none"', "[hearing] engine"),
    ],
)
def test_a_recogniser_that_can_not_be_had(bare_checkout: Path, tmp_path: Path, setting: str, says: str) -> None:
    (tmp_path / "kiosk.toml").write_text(f"[hearing]\n{setting}\n")
    assert says in command("--home", tmp_path, "ask", "--audio", DEMO, checkout=bare_checkout).complaint(4)


def test_a_kiosk_set_to_be_silent_writes_no_sound(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text('[voice]\nengine = "silent"\n')
    out = tmp_path / "prevention.wav"
    assert "[voice] engine" in command("--home", tmp_path, "read", "prevention", "--out", out).complaint(4)
    assert not out.exists()


NO_DISPLAY = {
    "none": {},
    "an X server that is gone": {"DISPLAY": ":7399"},
    "an X server on another machine that does not answer": {"DISPLAY": "127.0.0.1:7399"},
    "a Wayland that is gone": {"WAYLAND_DISPLAY": "wayland-7399"},
    "one that shows nothing": {"SDL_VIDEODRIVER": "dummy"},
}


@pytest.mark.parametrize("display", NO_DISPLAY.values(), ids=NO_DISPLAY.keys())
def test_without_a_display_there_is_no_kiosk_that_nobody_sees(tmp_path: Path, display: dict[str, str]) -> None:
    said = command("--home", tmp_path, "run", environment=display).complaint(4)
    assert "script/run --demo" in said


def test_no_command_is_run(tmp_path: Path) -> None:
    assert "no display" in command("--home", tmp_path).complaint(4)


def test_a_home_that_can_not_be_written_to_still_answers(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = command("--home", tmp_path / "file" / "home", "ask", "--json", "is leukopenia a kind of cancer")
    assert (done.code, json.loads(done.out)["section"]) == (0, "kind-of-cancer")
    assert done.err == "", "all that is slow to make came with the content"


# ---- ended from outside


@pytest.mark.parametrize("buffered", [{}, {"PYTHONUNBUFFERED": "1"}], ids=["at the end", "at once"])
@pytest.mark.parametrize("words", [["library", "list"], ["ask", "--help"]], ids=" ".join)
def test_a_reader_who_has_had_enough_is_no_fault(home: Path, words: list[str], buffered: dict[str, str]) -> None:
    """As with `| head -0`: the pipe's other end is closed before anything is written."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = subprocess.run(
            words_of("--home", home, *words),
            env=surroundings(**buffered),
            stdout=write_end,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(write_end)
    assert done.stderr == b""
    assert done.returncode in (0, 141), "141 is what shells call it; argparse keeps quiet about its own"


@pytest.mark.parametrize(
    ("shell", "code", "complaints"),
    [('exec "$@" library list >/dev/full', 1, 1), ('exec "$@" library list >&-', 0, 0), ('exec "$@" sing 2>&-', 2, 0)],
    ids=["a full disk", "no stdout", "no stderr"],
)
def test_what_can_not_be_said_is_not_said_elsewhere(home: Path, shell: str, code: int, complaints: int) -> None:
    words = ["sh", "-c", shell, "sh", *words_of("--home", home)]
    done = subprocess.run(words, env=surroundings(), capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", complaints), done.stderr


def _minds_ctrl_c() -> None:
    """Whatever started the tests in the background has them, and their children, ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _write_end(pipe: Path, reader: subprocess.Popen[bytes]) -> int:
    """Opened once the reader has opened its own."""
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert reader.poll() is None, "the command ended before it read anything"
            time.sleep(0.02)


def _falls_asleep(process: subprocess.Popen[bytes]) -> None:
    """It reads by now, and nothing comes: a signal between opening and reading may hit where Python hears none."""
    asleep = 0
    while asleep < 5:
        asleep = asleep + 1 if psutil.Process(process.pid).status() == psutil.STATUS_SLEEPING else 0
        time.sleep(0.02)


def test_ctrl_c_ends_without_a_traceback(home: Path, tmp_path: Path) -> None:
    """The batch comes through a pipe that nobody fills: the command waits until it is interrupted."""
    pipe = tmp_path / "in.jsonl"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        words_of("--home", home, "ask", "--batch", pipe, "--out", tmp_path / "out.jsonl"),
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_minds_ctrl_c,
    )
    try:
        end = _write_end(pipe, process)
        _falls_asleep(process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        os.close(end)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out, err) == (130, b"", b"")
    assert not (tmp_path / "out.jsonl").exists()


# ---- --debug


def test_debug_shows_where(home: Path) -> None:
    done = command("--debug", "--home", home, "ask", "--audio", "nowhere.wav")
    assert (done.code, done.out) == (3, "")
    assert "Traceback" in done.err
    assert done.err.splitlines()[-1] == "There is no sound file nowhere.wav."
