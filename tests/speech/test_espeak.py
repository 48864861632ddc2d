"""A voice that hangs, dies, mumbles or isn't there: pyttsx3 has done each of these, so small programs do them here on purpose."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from kiosk.errors import SpeechError, SpeechMissingError
from kiosk.speech import open_voice
from kiosk.speech.espeak import PROGRAM, EspeakVoice
from kiosk.speech.process_voice import ProcessVoice, timed

READY = 'import sys, json, time, wave\nprint(json.dumps({"ready": True}), flush=True)\n'
SPEAK = """
for line in sys.stdin:
    task = json.loads(line)
    with wave.open(task["file"], "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(b"\\x00\\x40" * SAMPLES)
    print(json.dumps({"words": [], "end_ms": 1000}), flush=True)
"""


def voice(program: str) -> EspeakVoice:
    return EspeakVoice("en-us", 150, command=(sys.executable, "-c", program))


def test_a_wrong_name_is_refused_and_the_way_to_list_them_named() -> None:
    with pytest.raises(SpeechMissingError, match=r"'klingon-us'.*espeak-ng --voices"):
        open_voice("pyttsx3", "klingon-us", 150)


@pytest.mark.parametrize("name", ["en-us", "gmw/en-US", "English (America)", "EN-GB", "en"])
def test_a_voice_is_known_by_each_of_its_names(name: str) -> None:
    speaking = open_voice("pyttsx3", name, 150)
    assert any(speaking.render("Yes.").pcm)
    speaking.close()


def test_without_espeak_ng_the_line_that_installs_it_is_named() -> None:
    with pytest.raises(SpeechMissingError, match="sudo apt install espeak-ng") as refusal:
        voice('print(\'{"missing": "no library"}\')')
    assert refusal.value.exit_code == 4


def test_a_program_that_ends_at_once_is_no_voice() -> None:
    with pytest.raises(SpeechMissingError):
        voice("")


def test_faster_is_shorter() -> None:
    clips = []
    for words_per_minute in (100, 250):
        speaking = open_voice("pyttsx3", "en-us", words_per_minute)
        clips.append(speaking.render("Wash your hands often with soap and warm water."))
        speaking.close()
    assert clips[0].duration_s > 1.5 * clips[1].duration_s


def test_the_speed_that_was_set_is_the_speed_of_every_process() -> None:
    """pyttsx3 sometimes cancels its own setting of the speed."""
    durations = []
    for _ in range(8):
        speaking = open_voice("pyttsx3", "en-us", 150)
        durations += [speaking.render("Wash your hands often.").duration_s for _ in range(3)]
        speaking.close()
    assert max(durations) == pytest.approx(min(durations), rel=0.05)


def test_a_voice_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProcessVoice, "PATIENCE_S", 1.0)
    speaking = voice(READY + "time.sleep(600)")
    with pytest.raises(SpeechError, match="failed at a sentence"):
        speaking.render("Hello.")
    speaking.close()


def test_a_voice_that_dies_is_replaced(tmp_path: Path) -> None:
    """The first one dies at its first sentence, the next one speaks."""
    mark = tmp_path / "died"
    dies_once = f"import pathlib\nif not pathlib.Path({str(mark)!r}).exists():\n pathlib.Path({str(mark)!r}).touch(); sys.exit(1)\n"
    speaking = voice(READY + dies_once + SPEAK.replace("SAMPLES", "22050"))
    assert speaking.render("Hello.").duration_s == pytest.approx(1.0, abs=0.2)
    speaking.close()


def test_a_sentence_with_most_of_it_missing_is_not_believed() -> None:
    speaking = voice(READY + SPEAK.replace("SAMPLES", "200"))
    with pytest.raises(SpeechError):
        speaking.render("Wash your hands often with soap and warm water.")
    speaking.close()


@pytest.mark.parametrize("answer", ["nonsense", "{}", '{"failed": "no"}', '{"words": [], "end_ms": 3}'])
def test_an_answer_without_a_sound_is_not_believed(answer: str) -> None:
    speaking = voice(READY + f"for line in sys.stdin: print({answer!r}, flush=True)")
    with pytest.raises(SpeechError):
        speaking.render("Hello.")
    speaking.close()


def test_nothing_that_was_said_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    speaking = open_voice("pyttsx3", "en-us", 150)
    speaking.render("Wash your hands.")
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    speaking.close()
    assert list(tmp_path.iterdir()) == []


def test_words_without_a_time_of_their_own_share_that_of_their_neighbours() -> None:
    words = timed("one two three 4,000", [(0, 0), (8, 600), (14, 900), (16, 950)], 1500)
    assert [word.text for word in words] == ["one", "two", "three", "4,000"]
    assert [word.start_ms for word in words] == [0, 300, 600, 900]
    assert words[-1].end_ms == 1500


def test_a_program_whose_kiosk_is_gone_and_its_folder_too_ends(tmp_path: Path) -> None:
    script = (
        "import json, subprocess, sys, time\n"
        "program = subprocess.Popen([sys.executable, '-P', sys.argv[1], 'en-us', '140'], stdin=-1, stdout=-1, text=True)\n"
        "program.stdout.readline()\n"
        "print(json.dumps({'text': 'is it cancer', 'file': sys.argv[2]}), file=program.stdin, flush=True)\n"
        "print(program.pid, flush=True)\n"
        "time.sleep(100)\n"
    )
    kiosk = subprocess.Popen(
        [sys.executable, "-c", script, str(PROGRAM), str(tmp_path / "gone" / "sentence.wav")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert kiosk.stdout is not None
    with kiosk.stdout:
        voice = psutil.Process(int(kiosk.stdout.readline()))
        kiosk.kill()
        kiosk.wait()
    voice.wait(20)
