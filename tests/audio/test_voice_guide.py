"""A visit by ear: only keys are pressed, and what the loudspeaker gives is all that is known of the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from kiosk.hearing import Recogniser
from tests.audio.test_whole_loop import SETTINGS, words_in
from tests.audio.virtual_sound import RATE, Recording, Tape, VirtualSound
from tests.stage import ROOT, Stage, kiosk_on, screen

pytestmark = [pytest.mark.display, pytest.mark.sound, pytest.mark.models, pytest.mark.slow]

SILENT_S = 0.5
"""After a key, the recorder's own delay included."""
BETWEEN_KEYS_S = 0.4
"""Of somebody who types: the same letter sooner would be a trembling hand's."""
NEVER_SO_LONG_S = 0.75
"""Two sentences in a row are never so far apart."""


class Ear:
    """Presses a key and hears what comes of it."""

    def __init__(self, stage: Stage, sound: VirtualSound, recogniser: Recogniser) -> None:
        self._stage = stage
        self._sound = sound
        self._recogniser = recogniser

    def after(self, *keys: str, for_s: float, meanwhile: Callable[[Tape], object] = lambda tape: None) -> Recording:
        """So many seconds of sound after these keys."""
        with self._sound.recording() as tape:
            self._stage.press(*keys)
            tape.wait_for_sound()
            meanwhile(tape)
            until(tape, tape.seconds + for_s, self._stage)
            return tape.stop()

    def words_after(self, *keys: str, for_s: float) -> str:
        return words_in(self.after(*keys, for_s=for_s), self._recogniser)


def until(tape: Tape, seconds: float, stage: Stage) -> None:
    while tape.seconds < seconds:
        stage.rest(0.05)


def test_a_visit_by_ear_alone(sound: VirtualSound, whisper: Recogniser, tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    arguments = ("--config", str(settings))
    with (
        screen(1080, 1920) as display,
        kiosk_on(display, tmp_path, arguments=arguments, environment=sound.environment) as stage,
    ):
        stage.wait_for("Touch to start")  # it has started; from here on nobody looks
        ear = Ear(stage, sound, whisper)
        begins_and_is_silenced(ear, stage, whisper)
        types_a_question(ear, stage)
        asks_a_question(ear, sound, stage, whisper)


def begins_and_is_silenced(ear: Ear, stage: Stage, whisper: Recogniser) -> None:
    pressed: list[float] = []

    def press_any_key(tape: Tape) -> None:
        until(tape, tape.seconds + 6.0, stage)
        stage.press("w")
        pressed.append(tape.seconds)

    heard = ear.after("F2", for_s=1.5, meanwhile=press_any_key)
    before = Recording(heard.samples[: int(pressed[0] * RATE)])
    assert "voice guide" in words_in(before, whisper)
    assert heard.last_sound_s < pressed[0] + SILENT_S


def types_a_question(ear: Ear, stage: Stage) -> None:
    """From the first thing backwards: three ways that stand above it, then the last of all, which is the keyboard."""
    for _ in range(4):
        stage.press("Left")
        stage.rest(2 * BETWEEN_KEYS_S)
    assert "letter" in ear.words_after("Return", for_s=5.5)
    for letter in ("p", "r", "e", "v", "e", "n", "t", "space", "i"):
        stage.press(letter)
        stage.rest(BETWEEN_KEYS_S)
    assert ear.after("t", for_s=0.7).heard_s > 0.1
    typed = ear.words_after("F3", for_s=3.5)
    assert "typed" in typed
    assert "prevent" in typed
    assert "prevent" in ear.words_after("Return", for_s=4.0)


def asks_a_question(ear: Ear, sound: VirtualSound, stage: Stage, whisper: Recogniser) -> None:
    prompted: list[Recording] = []

    def ask(tape: Tape) -> None:
        tape.wait_for_silence(NEVER_SO_LONG_S)
        prompted.append(tape.so_far())
        stage.rest(1.0)
        sound.say(ROOT / "assets" / "demo" / "question.flac")
        heard_s = prompted[0].seconds
        while tape.so_far().last_sound_s < heard_s:
            stage.rest(0.1)

    stage.press("Home")
    stage.rest(1.0)
    whole = ear.after("space", for_s=6.0, meanwhile=ask)
    assert "after the sound" in words_in(prompted[0], whisper)
    assert has_the_tone(prompted[0]), "nobody could know when to speak"
    answer = Recording(whole.samples[len(prompted[0].samples) :])
    assert "what can i do to pre" in words_in(answer, whisper), "a recogniser may hear preserve for prevent"


def has_the_tone(recording: Recording) -> bool:
    """The sound after which to speak is found in it, at whatever volume."""
    samples, rate = soundfile.read(ROOT / "assets" / "sounds" / "ready.wav", dtype="float32")
    tone = soxr.resample(samples, rate, RATE)
    size = len(recording.samples) + len(tone)
    spectra = np.fft.rfft(recording.samples, size) * np.conj(np.fft.rfft(tone, size))
    likeness = np.fft.irfft(spectra, size)[: len(recording.samples)]
    at = int(likeness.argmax())
    there = np.linalg.norm(recording.samples[at : at + len(tone)]) * np.linalg.norm(tone)
    return bool(likeness[at] > 0.8 * there > 0)
