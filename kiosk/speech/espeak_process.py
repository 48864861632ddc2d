"""A program of its own that speaks into files: pyttsx3 with espeak-ng, where a hang or a crash takes nothing else along.

    python espeak_process.py VOICE WORDS_PER_MINUTE

It first answers {"ready": true}, {"refused": reason}, or {"missing": reason} where espeak-ng isn't installed. Then each line it
is given is {"text", "file"}, and each answer is {"words": [[character, ms], ...], "end_ms"} once the file is whole, or
{"failed": reason}. It ends when nobody is there any more.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pyttsx3

try:
    from pyttsx3.drivers import _espeak
except (OSError, RuntimeError) as error:  # it loads the system's library as it is imported
    _espeak, MISSING = None, str(error)

PATIENCE_S = 300.0
"""The one who gave the text loses patience earlier; this only ends an orphan."""
ORPHAN_S = 1.0
"""Between two looks whether that one is still there."""


PITCH = 40
"""Of 100, usually 50. Lower is better understood: read back by Whisper .111 instead of .118 of the words of one article were lost,
and .104 with a gap and ten words a minute less."""
WORD_GAP, GAP = 7, 1
"""espeak-ng's number for the silence between two words, and its value, hundredths of a second."""


class Mouth:
    """pyttsx3 says what was spoken, but not when; so this listens in on what espeak-ng tells its driver.

    Each of its loops begins with a stop that cancels whatever espeak-ng is still at: the speed just set, or the next sentence's
    first words. So espeak-ng is told the speed directly, and is waited for before each loop.
    """

    def __init__(self, voice: str, words_per_minute: int) -> None:
        self._engine = pyttsx3.init("espeak")
        self._driver = self._engine.proxy._driver
        self._words: list[tuple[int, int]] = []
        self._end_ms = 0
        self._finished = Event()
        self._completed = False
        self._engine.connect("finished-utterance", self._has_finished)
        _espeak.SetSynthCallback(self._overhear)
        _espeak.SetVoiceByName(known(voice).encode())
        _espeak.SetParameter(_espeak.RATE, words_per_minute, 0)
        _espeak.SetParameter(_espeak.PITCH, PITCH, 0)
        _espeak.SetParameter(WORD_GAP, GAP, 0)
        _espeak.Synchronize()
        if _espeak.dll.espeak_GetParameter(_espeak.RATE, 1) != words_per_minute:
            raise RuntimeError(f"it does not speak {words_per_minute} words a minute")

    def speak(self, text: str, file: str) -> dict[str, Any]:
        self._words.clear()
        self._end_ms = 0
        self._finished.clear()
        _espeak.Synchronize()
        self._engine.save_to_file(text, file)
        self._engine.runAndWait()  # the first time it returns before anything is written
        if not self._finished.wait(PATIENCE_S):
            os._exit(1)
        if not self._completed:
            return {"failed": "it was cancelled"}
        return {"words": self._words, "end_ms": self._end_ms}

    def _has_finished(self, name: str | None, completed: bool) -> None:
        self._completed = completed
        self._finished.set()

    def _overhear(self, wave: Any, count: int, events: Any) -> int:
        i = 0
        while (event := events[i]).type != _espeak.EVENT_LIST_TERMINATED:
            if event.type == _espeak.EVENT_WORD:
                self._words.append((event.text_position - 1, event.audio_position))
            elif event.type == _espeak.EVENT_END:
                self._end_ms = max(self._end_ms, event.audio_position)
            i += 1
        return int(self._driver._onSynth(wave, count, events))


def known(name: str) -> str:
    """espeak-ng's own name for this voice. It takes any name without a murmur, so a wrong one is refused here."""
    wanted = name.casefold()
    for voice in _espeak.ListVoices():
        identifier = voice.identifier.decode(errors="replace")
        names = (identifier, identifier.rpartition("/")[2], voice.languages[1:].decode(errors="replace"))
        if wanted in (name.casefold() for name in (*names, voice.name.decode(errors="replace"))):
            return str(identifier)
    raise LookupError(f"espeak-ng has no voice {name!r}")


def end_as_orphan(parent: int) -> None:
    """Where its folder has gone with whoever started it, pyttsx3 was seen to turn in its loop for ever, deaf to the end of its
    orders: a kiosk that was killed in the middle of a sentence left one behind each time."""
    while os.getppid() == parent:
        time.sleep(ORPHAN_S)
    os._exit(1)


def asked() -> Iterator[dict[str, str]]:
    for line in sys.stdin:
        yield json.loads(line)


def keep_no_dumps() -> None:
    """It is run by its path, and must find the kiosk's own code."""
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    from kiosk.discretion import undumped

    undumped()


def main(voice: str, words_per_minute: str) -> None:
    keep_no_dumps()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # pyttsx3 prints a line for every file

    def answer(what: dict[str, Any]) -> None:
        print(json.dumps(what), file=answers, flush=True)

    if _espeak is None:
        answer({"missing": MISSING})
        return
    try:
        mouth = Mouth(voice, int(words_per_minute))
    except Exception as error:
        answer({"refused": str(error)})
        return
    Thread(target=end_as_orphan, args=(os.getppid(),), daemon=True).start()
    answer({"ready": True})
    for task in asked():
        try:
            answer(mouth.speak(task["text"], task["file"]))
        except Exception as error:
            answer({"failed": repr(error)})


if __name__ == "__main__":
    main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # espeak-ng's threads don't survive an orderly end
