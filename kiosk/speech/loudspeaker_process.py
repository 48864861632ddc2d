"""A program of its own that plays: PortAudio, where a hang or a crash takes nothing else along, and where no frame that is being
drawn holds up the sound.

    python -m kiosk.speech.loudspeaker_process

It waits for one line, the device's name as JSON, and answers with one: {"opened": its full name, "rate": hertz} or {"missing": what
to do}. Each further line asks for something: {"play": id, "bytes": n, "marks": [frame, ...]}, followed by n bytes of 16-bit mono
samples; {"halt": id}; {"volume": gain}. What it tells, a line each: {"mark": [id, number]} as the listener hears that frame,
{"over": id}, {"halted": id, "frames": heard}, {"alive": true} some times a second, {"lost": reason}, after which it ends.
"""

from __future__ import annotations

import json
import os
import sys
import time
from threading import Lock, Thread
from typing import IO, Any

import numpy as np

from kiosk.discretion import undumped
from kiosk.errors import SpeechMissingError

TURN_S = 0.01
ALIVE_S = 0.3


class Player:
    """Does what is asked, and tells what is heard. Its two threads share what is playing under a lock."""

    def __init__(self, card: Any, answers: int) -> None:
        self._card = card
        self._answers = answers
        self._lock = Lock()
        self._id = 0
        self._playing: Any = None
        self._marks: list[int] = []
        self._told = 0

    def obey(self, asked: dict[str, Any], more: IO[bytes]) -> None:
        match asked:
            case {"play": int(id), "bytes": int(size), "marks": list(marks)}:
                samples = np.frombuffer(more.read(size), "<i2")
                with self._lock:
                    self._id, self._marks, self._told = id, marks, 0
                    self._playing = self._card.play(samples)
            case {"halt": int(id)}:
                self._halt(id)
            case {"volume": float(gain) | int(gain)}:
                self._card.set_volume(gain)

    def watch(self) -> None:
        """Until the card is lost."""
        alive_at = 0.0
        while not self._card.is_deaf():
            time.sleep(TURN_S)
            with self._lock:
                self._tell_news()
            if time.monotonic() >= alive_at:
                alive_at = time.monotonic() + ALIVE_S
                self.tell(alive=True)
        self.tell(lost="it takes no more sound")

    def tell(self, **what: Any) -> None:
        os.write(self._answers, json.dumps(what).encode() + b"\n")

    def _halt(self, id: int) -> None:
        with self._lock:
            if self._playing is not None and id == self._id:
                self._card.halt()
                frames, self._playing = self._playing.heard(self._card.rate), None
                self.tell(halted=id, frames=frames)

    def _tell_news(self) -> None:
        playing = self._playing
        if playing is None:
            return
        over, heard = playing.is_over(), playing.heard(self._card.rate)
        while self._told < len(self._marks) and (over or heard > self._marks[self._told]):
            self.tell(mark=[self._id, self._told])
            self._told += 1
        if over:
            self._playing = None
            self._card.forget()
            self.tell(over=self._id)


def main() -> None:
    undumped()
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no answer
    asking = sys.stdin.buffer

    def answer(**what: Any) -> None:
        os.write(answers, json.dumps(what).encode() + b"\n")

    if not (device := asking.readline()):
        return
    try:
        from kiosk.speech.sound_card import SoundCard

        card = SoundCard(json.loads(device))
    except SpeechMissingError as error:
        answer(missing=str(error))
        return
    except OSError as error:  # sounddevice looks for PortAudio as it is imported
        answer(missing=f"Sound can't be played: {error}. Install it: sudo apt install libportaudio2")
        return
    answer(opened=card.name, rate=card.rate)
    player = Player(card, answers)

    def watch() -> None:
        player.watch()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
    while asked := asking.readline():
        player.obey(json.loads(asked), asking)


if __name__ == "__main__":
    try:
        main()
    finally:
        os._exit(0)  # an orderly end of PortAudio may wait for a card that is gone
