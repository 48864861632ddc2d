"""A voice held at arm's length: an engine that speaks in a process of its own, which is killed when it hangs.

One sentence at a time goes out, and its sound comes back on a `Tape`, which is wiped at once. A program of this kind first answers
{"ready": true}, {"refused": reason} or {"missing": reason}. Then each line it is given is {"text", "file"}, and each answer is
{"words": [[character, ms], ...], "end_ms"} once the file is whole, or {"failed": reason}. It ends when nobody is there any more.
"""

from __future__ import annotations

import json
import re
import subprocess
import wave
from collections.abc import Sequence
from contextlib import suppress
from threading import Timer
from typing import Any

import numpy as np

from kiosk.errors import SpeechError, SpeechMissingError
from kiosk.model import Clip, SpokenWord
from kiosk.speech.spoken import speakable
from kiosk.speech.tape import Tape

RATE = 22_050
"""Hertz of a clip without any sound."""
HEAD_S, TAIL_S = 0.02, 0.1
"""Silence left around a sentence: espeak-ng leaves half a second after it, Piper a tenth before it."""
QUIET = 64
"""Of 32,768: what is louder is sound."""
SHORTEST_LETTER_S = 0.005
LONGEST_WORD = 40
"""Letters. Of longer ones an engine may swallow some."""


class ProcessVoice:
    """A Voice. A process that hangs or crashes is replaced by a new one, once a sentence."""

    STARTS_S = 15.0
    """A cold machine may take so long to load the engine."""
    PATIENCE_S = 6.0
    """For a sentence, which takes a hundredth of this: a visitor waits no longer for a voice that hangs."""
    CHARACTERS_PER_S = 100.0
    """So much slower than this it never is, however long the text."""

    def __init__(self, name: str, command: Sequence[str], pace: float) -> None:
        """`command`: the program; `pace`: times the usual speed. Raises SpeechMissingError where it has no such voice."""
        self.name = name
        self._command = list(command)
        self._shortest_letter_s = SHORTEST_LETTER_S / pace
        self._process: subprocess.Popen[str] | None = None
        self._tape = Tape()
        try:
            self._start()
        except SpeechError:
            self.close()
            raise

    def missing(self, reason: str) -> str:
        """What to do where the engine isn't installed."""
        raise NotImplementedError

    def refused(self, reason: str) -> str:
        """What to do where it has no such voice."""
        raise NotImplementedError

    def render(self, text: str) -> Clip:
        """Empty where nothing in the text can be spoken."""
        spoken = speakable(text)
        if not spoken:
            return Clip(b"", RATE)
        for _ in range(2):
            clip, hung = self._render(spoken)
            if clip is not None and self._is_whole(spoken, clip):
                return clip
            self._kill()
            if hung:
                break
        raise SpeechError(f"The voice {self.name} failed at a sentence of {len(text)} characters.")

    def close(self) -> None:
        self._kill()
        self._tape.close()

    # ---- one sentence

    def _render(self, text: str) -> tuple[Clip | None, bool]:
        """And whether it hung: then nobody waits a second time."""
        patience_s = self.PATIENCE_S + len(text) / self.CHARACTERS_PER_S
        try:
            answer, hung = self._asked({"text": text, "file": self._tape.path}, patience_s)
            if answer is None or "words" not in answer:
                return None, hung
            pcm, rate = self._tape.sound()
        except (OSError, EOFError, wave.Error):
            return None, False
        finally:
            self._tape.wipe()
        end_ms = min(float(answer["end_ms"]), len(pcm) / 2 / rate * 1000)
        return trimmed(Clip(pcm, rate, timed(text, answer["words"], end_ms))), False

    def _is_whole(self, text: str, clip: Clip) -> bool:
        """Engines were seen to skip words: a sentence that is far too short is not believed."""
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
            pass_fds=self._tape.numbers,
        )
        answer, _ = self._answer(self._process, self.STARTS_S)
        if answer is None:
            answer = {"refused": "it ended at once"}
        if "missing" in answer:
            raise SpeechMissingError(self.missing(answer["missing"]))
        if "refused" in answer:
            raise SpeechMissingError(self.refused(answer["refused"]))
        return self._process

    def _asked(self, task: dict[str, str], patience_s: float) -> tuple[dict[str, Any] | None, bool]:
        process = self._process or self._start()
        assert process.stdin is not None
        process.stdin.write(json.dumps(task) + "\n")
        process.stdin.flush()
        return self._answer(process, patience_s)

    def _answer(self, process: subprocess.Popen[str], patience_s: float) -> tuple[dict[str, Any] | None, bool]:
        """None: it died, or it hung, was killed, and the second value is True."""
        assert process.stdout is not None
        hung = False

        def give_up() -> None:
            nonlocal hung
            hung = True
            process.kill()

        watchdog = Timer(patience_s, give_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            answer: dict[str, Any] | None = json.loads(process.stdout.readline() or "null")
            return answer, hung
        except ValueError:
            return None, hung
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


def trimmed(clip: Clip) -> Clip:
    """Without the silence around it, but for a moment."""
    loud = np.flatnonzero(np.abs(np.frombuffer(clip.pcm, dtype="<i2").astype("i4")) > QUIET)
    if not len(loud):
        return Clip(b"", clip.rate)
    start = max(0, int(loud[0]) - round(HEAD_S * clip.rate))
    end = int(loud[-1]) + round(TAIL_S * clip.rate)
    samples = clip.pcm[2 * start : 2 * end]
    samples += bytes(2 * (end - start) - len(samples))
    off_ms, last_ms = start / clip.rate * 1000, len(samples) / 2 / clip.rate * 1000

    def moved(ms: float) -> float:
        return min(max(0.0, ms - off_ms), last_ms)

    return Clip(samples, clip.rate, tuple(SpokenWord(w.text, moved(w.start_ms), moved(w.end_ms)) for w in clip.words))


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
