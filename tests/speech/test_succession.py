"""Voices that stand in for each other: a visitor notices a pause at most."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kiosk import sound_parts
from kiosk.context import ROOT, Context
from kiosk.errors import SpeechError, SpeechMissingError
from kiosk.model import Clip
from kiosk.settings import Settings
from kiosk.settings import Voice as VoiceSettings
from kiosk.speech import Voice, open_voice, open_voices
from kiosk.speech.espeak import EspeakVoice
from kiosk.speech.piper import PiperVoice, speaks
from kiosk.speech.process_voice import ProcessVoice
from kiosk.speech.silence import SilentVoice
from kiosk.speech.succession import REST_S, Succession


class Hoarse(SilentVoice):
    """Speaks on its good days."""

    name = "hoarse"

    def __init__(self) -> None:
        super().__init__(150)
        self.is_well = True
        self.closed = False

    def render(self, text: str) -> Clip:
        if not self.is_well:
            raise SpeechError("Not a tone.")
        return super().render(text)

    def close(self) -> None:
        self.closed = True


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def absent() -> Voice:
    raise SpeechMissingError("It isn't installed.")


def stand_in() -> Voice:
    return SilentVoice(150)


def test_a_voice_that_fails_is_stood_in_for_at_the_very_sentence_and_tried_again_later() -> None:
    hoarse, clock = Hoarse(), Clock()
    voice = Succession([lambda: hoarse, stand_in], clock=clock)
    assert not voice.render("One.").stood_in
    hoarse.is_well = False
    assert voice.render("Two.").stood_in
    hoarse.is_well = True
    assert voice.render("Three.").stood_in, "it rests"
    clock.now += REST_S
    assert not voice.render("Four.").stood_in


def test_a_voice_that_keeps_failing_rests_longer_and_longer() -> None:
    hoarse, clock = Hoarse(), Clock()
    hoarse.is_well = False
    voice = Succession([lambda: hoarse, stand_in], clock=clock)
    for _ in range(2):
        assert voice.render("One.").stood_in
        clock.now += REST_S
    hoarse.is_well = True
    assert voice.render("Two.").stood_in
    clock.now += REST_S
    assert not voice.render("Three.").stood_in


def test_it_has_the_name_of_the_first_that_can_be_opened_and_that_one_stands_in_for_nobody() -> None:
    voice = Succession([absent, Hoarse, stand_in])
    assert voice.name == "hoarse"
    assert not voice.render("One.").stood_in


def test_all_that_were_opened_are_closed() -> None:
    hoarse = Hoarse()
    Succession([lambda: hoarse, stand_in]).close()
    assert hoarse.closed


def test_without_any_voice_it_says_so() -> None:
    with pytest.raises(SpeechError):
        Succession([absent])


def test_a_real_voice_that_hangs_is_killed_and_the_next_real_one_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProcessVoice, "PATIENCE_S", 0.5)
    hangs = (sys.executable, "-c", "import time\nprint('{\"ready\": true}', flush=True)\ntime.sleep(600)")
    voice = Succession([lambda: EspeakVoice("en-us", 150, command=hangs), lambda: open_voice("pyttsx3", "en-us", 150)])
    clip = voice.render("Wash your hands.")
    assert any(clip.pcm)
    assert clip.stood_in
    voice.close()


def test_a_kiosk_without_piper_speaks_with_the_usual_voice(tmp_path: Path) -> None:
    voice = open_voices("piper", "en-us", 150, tmp_path / "gone.onnx")
    assert voice.name.startswith("pyttsx3:")
    voice.close()


def test_a_piper_voice_that_is_not_there_names_the_line_that_brings_it(tmp_path: Path) -> None:
    with pytest.raises(SpeechMissingError, match="models install piper-joe") as refusal:
        open_voice("piper", "en-us", 150, tmp_path / "gone.onnx")
    assert refusal.value.exit_code == 4


def test_without_the_extra_the_line_that_installs_it_is_named() -> None:
    model = sound_parts.piper_voice(Context(Settings(), ROOT / "nowhere"))
    program = (sys.executable, "-c", 'print(\'{"missing": "No module named piper"}\')')
    with pytest.raises(SpeechMissingError, match=r'pip install "\.\[piper\]"'):
        PiperVoice(model, 150, command=program)


def test_a_damaged_piper_voice_is_no_voice(tmp_path: Path) -> None:
    (tmp_path / "v.onnx").write_bytes(b"scratched")
    (tmp_path / "v.onnx.json").write_text("{}", encoding="utf-8")
    assert not speaks(tmp_path)
    assert not speaks(tmp_path / "empty")


def test_the_clinics_own_piper_voice_comes_before_the_installed_one(tmp_path: Path) -> None:
    own = VoiceSettings(piper_voice=str(tmp_path / "own.onnx"))
    assert sound_parts.piper_voice(Context(Settings(voice=own), tmp_path)) == tmp_path / "own.onnx"
