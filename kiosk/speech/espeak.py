"""pyttsx3 with espeak-ng."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.speech.process_voice import ProcessVoice

PROGRAM = Path(__file__).with_name("espeak_process.py")
USUAL_PACE = 150
"""Words a minute."""


class EspeakVoice(ProcessVoice):
    def __init__(self, voice: str, words_per_minute: int, *, command: Sequence[str] | None = None) -> None:
        """Raises SpeechMissingError where espeak-ng isn't installed or has no such voice."""
        self._voice = voice
        program = command or (sys.executable, "-P", str(PROGRAM))
        name = f"pyttsx3:{voice}@{words_per_minute}"
        super().__init__(name, (*program, voice, str(words_per_minute)), words_per_minute / USUAL_PACE)

    def missing(self, reason: str) -> str:
        return "There is no espeak-ng to speak with. Install it: sudo apt install espeak-ng"

    def refused(self, reason: str) -> str:
        return (
            f"The voice {self._voice!r} can't be used: {reason}. "
            "`espeak-ng --voices=en` lists those there are; [voice] name in kiosk.toml chooses one."
        )
