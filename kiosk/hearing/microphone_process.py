"""A program of its own that records: PortAudio, where a hang or a crash takes nothing else along.

    python -m kiosk.hearing.microphone_process

It waits for one line, the device's name as JSON, and answers with one: {"opened": its full name}, or {"missing": what to do}.
Then sound comes, as of any microphone of this room. It ends when it is killed, or when nobody is there any more.
"""

from __future__ import annotations

import json
import os
import sys
from threading import Event

from kiosk.discretion import undumped
from kiosk.errors import HearingError
from kiosk.hearing.sound_card import SoundCard


def main() -> None:
    undumped()
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no sound
    if not (asked := sys.stdin.readline()):
        return
    card = SoundCard(json.loads(asked))
    is_answered = Event()

    def write(what: bytes) -> None:
        while what:
            what = what[os.write(answers, what) :]

    def answer(**what: str) -> None:
        write(json.dumps(what).encode() + b"\n")

    try:
        card.open(lambda pcm: write(pcm) if is_answered.is_set() else None)
    except HearingError as error:
        answer(missing=str(error))
        return
    answer(opened=card.name)
    is_answered.set()
    sys.stdin.readline()


if __name__ == "__main__":
    try:
        main()
    finally:
        os._exit(0)  # an orderly end of PortAudio may wait for a card that is gone
