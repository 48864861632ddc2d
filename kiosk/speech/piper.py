"""Piper: a voice that sounds more like a person. Its program is GPL, so it is an extra, runs in a process of its own, and nothing
of it is ever imported here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.command import COMMAND
from kiosk.errors import SpeechError, SpeechMissingError
from kiosk.speech.process_voice import ProcessVoice

PROGRAM = Path(__file__).with_name("piper_process.py")
USUAL_PACE = 190
"""At which the voice `joe` speaks as fast as espeak-ng does at so many words a minute as kiosk.toml names."""
INSTALL = f'.venv/bin/pip install ".[piper]" && {COMMAND} models install piper-joe'


class PiperVoice(ProcessVoice):
    STARTS_S = 30.0
    PATIENCE_S = 10.0
    CHARACTERS_PER_S = 15.0

    def __init__(self, model: Path | None, words_per_minute: int, *, command: Sequence[str] | None = None) -> None:
        """`model`: the voice's .onnx file, its .onnx.json beside it. Raises SpeechMissingError where Piper or the voice isn't
        installed."""
        if model is None or not model.is_file() or not model.with_name(f"{model.name}.json").is_file():
            raise SpeechMissingError(f"There is no Piper voice{f' {model}' if model else ''}. Install one: {INSTALL}")
        self._model = model
        program = command or (sys.executable, "-P", str(PROGRAM))
        pace = words_per_minute / USUAL_PACE
        super().__init__(f"piper:{model.stem}@{words_per_minute}", (*program, str(model), f"{1 / pace:.3f}"), pace)

    def missing(self, reason: str) -> str:
        return f"Piper isn't installed ({reason}). Install it: {INSTALL}"

    def refused(self, reason: str) -> str:
        return f"The Piper voice {self._model} can't be used: {reason}. Install one again: {INSTALL}"


def speaks(folder: Path) -> bool:
    """Whether the voice in there says a word. Raises SpeechMissingError where Piper itself isn't installed."""
    model = voice_in(folder)
    if model is None:
        return False
    try:
        voice = PiperVoice(model, USUAL_PACE)
    except SpeechMissingError as error:
        if "isn't installed" in str(error):
            raise
        return False
    try:
        return bool(voice.render("Hello.").pcm)
    except SpeechError:
        return False
    finally:
        voice.close()


def voice_in(folder: Path) -> Path | None:
    """The voice of an installed model."""
    return next(iter(sorted(folder.glob("*.onnx"))), None)
