"""pyttsx3 with espeak-ng, held at arm's length: it speaks in a process of its own, which is killed when it hangs.

One sentence at a time goes out, and comes back as a file in a folder that nobody else may read; the file is gone as soon as its
sound is in memory.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import wave
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

import numpy as np

from kiosk.errors import SpeechError, SpeechMissingError
from kiosk.model import Clip, SpokenWord
from kiosk.speech.spoken import speakable

PROGRAM = Path(__file__).with_name("espeak_process.py")
RATE = 22_050
PATIENCE_S = 15.0
"""Rendering takes some milliseconds; a busy machine may take a thousand times longer, not more."""
CHARACTERS_PER_S = 100
"""So much slower than this it never is, however long the text."""
TAIL_S = 0.1
"""Silence left at the end of a sentence; espeak-ng leaves half a second."""
SHORTEST_LETTER_S = 0.005
LONGEST_WORD = 40
"""Letters. Of longer ones espeak-ng may swallow some."""


class EspeakVoice:
    """A Voice. A process that hangs or crashes is replaced by a new one, once a sentence."""

    def __init__(self, voice: str, words_per_minute: int, *, command: Sequence[str] | None = None) -> None:
        """Raises SpeechMissingError where espeak-ng isn't installed or has no such voice."""
        self.name = f"pyttsx3:{voice}@{words_per_minute}"
        self._voice = voice
        self._shortest_letter_s = SHORTEST_LETTER_S * 150 / words_per_minute
        program = command or (sys.executable, "-P", str(PROGRAM))
        self._command = [*program, voice, str(words_per_minute)]
        self._process: subprocess.Popen[str] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="kiosk-voice-")
        try:
            self._start()
        except SpeechError:
            self.close()
            raise

    def render(self, text: str) -> Clip:
        """Empty where nothing in the text can be spoken."""
        spoken = speakable(text)
        if not spoken:
            return Clip(b"", RATE)
        for _ in range(2):
            clip = self._render(spoken)
            if clip is not None and self._is_whole(spoken, clip):
                return clip
            self._kill()
        raise SpeechError(f"The voice {self.name} failed twice at a sentence of {len(text)} characters.")

    def close(self) -> None:
        self._kill()
        self._folder.cleanup()

    # ---- one sentence

    def _render(self, text: str) -> Clip | None:
        file = Path(self._folder.name) / "sentence.wav"
        try:
            answer = self._asked({"text": text, "file": str(file)}, PATIENCE_S + len(text) / CHARACTERS_PER_S)
            if answer is None or "words" not in answer:
                return None
            pcm, rate = without_tail(*sound_of(file))
        except (OSError, EOFError, wave.Error):
            return None
        finally:
            file.unlink(missing_ok=True)
        end_ms = min(float(answer["end_ms"]), len(pcm) / 2 / rate * 1000)
        return Clip(pcm, rate, timed(text, answer["words"], end_ms))

    def _is_whole(self, text: str, clip: Clip) -> bool:
        """pyttsx3 was seen to skip words: a sentence that is far too short is not believed."""
        letters = sum(min(len(word), LONGEST_WORD) for word in re.findall("[A-Za-z0-9]+", text))
        return clip.duration_s >= letters * self._shortest_letter_s

    # ---- the process

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        answer = self._answer(self._process, PATIENCE_S) or {"refused": "it ended at once"}
        if "missing" in answer:
            raise SpeechMissingError("There is no espeak-ng to speak with. Install it: sudo apt install espeak-ng")
        if "refused" in answer:
            raise SpeechMissingError(
                f"The voice {self._voice!r} can't be used: {answer['refused']}. "
                "`espeak-ng --voices=en` lists those there are; [voice] name in kiosk.toml chooses one."
            )
        return self._process

    def _asked(self, task: dict[str, str], patience_s: float) -> dict[str, Any] | None:
        process = self._process or self._start()
        assert process.stdin is not None
        process.stdin.write(json.dumps(task) + "\n")
        process.stdin.flush()
        return self._answer(process, patience_s)

    def _answer(self, process: subprocess.Popen[str], patience_s: float) -> dict[str, Any] | None:
        """None: it hung, and was killed, or it died."""
        assert process.stdout is not None
        watchdog = Timer(patience_s, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            answer: dict[str, Any] = json.loads(process.stdout.readline() or "null")
            return answer
        except ValueError:
            return None
        finally:
            watchdog.cancel()

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # of words it never read
                if pipe:
                    pipe.close()


def sound_of(file: Path) -> tuple[bytes, int]:
    """Samples and their rate."""
    with wave.open(str(file), "rb") as sound:
        return sound.readframes(sound.getnframes()), sound.getframerate()


def without_tail(pcm: bytes, rate: int) -> tuple[bytes, int]:
    loud = np.flatnonzero(np.abs(np.frombuffer(pcm, dtype="<i2").astype("i4")) > 64)
    end = int(loud[-1]) + round(TAIL_S * rate) if len(loud) else 0
    return pcm[: 2 * end], rate


def timed(text: str, heard: Sequence[tuple[int, int]], end_ms: float) -> tuple[SpokenWord, ...]:
    """Each word of the text with its time. `heard`: (character, ms) of what the engine calls words: it may cut "4,000" in
    two, and say nothing of others, which then share the time between their neighbours."""
    words = [match for match in re.finditer(r"\S+", text) if any(letter.isalnum() for letter in match[0])]
    starts = [min((ms for at, ms in heard if word.start() <= at < word.end()), default=None) for word in words]
    known = [(i, float(ms)) for i, ms in enumerate(starts) if ms is not None]
    points = [(-1, 0.0), *known, (len(words), end_ms)] if not known or known[0][0] else [*known, (len(words), end_ms)]
    at, ms = zip(*points, strict=True)
    times = np.minimum(np.maximum.accumulate(np.interp(range(len(words) + 1), at, ms)), end_ms)
    return tuple(SpokenWord(w[0], float(times[i]), float(times[i + 1])) for i, w in enumerate(words))
