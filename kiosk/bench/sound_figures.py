"""From the tap on "play" to the first sound, and from the tap on "stop" to silence."""

from __future__ import annotations

import time
from collections.abc import Sequence
from queue import Empty, Queue

from kiosk import parts
from kiosk.context import Context
from kiosk.errors import MissingError
from kiosk.events import Event, UtteranceStarted
from kiosk.model import Utterance
from kiosk.speech import Speaker, open_reader

SENTENCES = ("Wash your hands often.", "Stay away from people who are sick.", "Cook your food all the way through.")
PATIENCE_S = 20.0


def first_sound(context: Context) -> Sequence[float]:
    """Milliseconds from the wish to the first sample given to the loudspeaker, the sentence never rendered before."""
    news: Queue[Event] = Queue()
    speaker = _loudspeaker(context)
    reader = open_reader(lambda: parts.voice(context), speaker, context.assets / "sounds", news.put)
    runs = []
    try:
        reader.read(0, (Utterance("Hello."),))
        _started(news, 0)
        for ticket, sentence in enumerate(SENTENCES * 2, start=1):
            reader.stop()
            start = time.perf_counter()
            reader.read(ticket, (Utterance(f"{sentence} {ticket}."),))
            _started(news, ticket)
            runs.append((time.perf_counter() - start) * 1000)
    finally:
        reader.close()
    return runs


def stop(context: Context) -> Sequence[float]:
    """Milliseconds from the wish to the loudspeaker's last sample."""
    news: Queue[Event] = Queue()
    speaker = _loudspeaker(context)
    reader = open_reader(lambda: parts.voice(context), speaker, context.assets / "sounds", news.put)
    runs = []
    try:
        for ticket in range(6):
            reader.read(ticket, tuple(Utterance(sentence) for sentence in SENTENCES))
            _started(news, ticket)
            time.sleep(0.4)
            start = time.perf_counter()
            reader.stop()
            while (silent := speaker.silent_for_s()) == 0.0:
                time.sleep(0.001)
            runs.append(max(0.0, time.perf_counter() - start - silent) * 1000)
    finally:
        reader.close()
    return runs


def _loudspeaker(context: Context) -> Speaker:
    """A silent one would start and stop at once, and the figures would be lies."""
    speaker = parts.speaker(context)
    if not speaker.is_audible:
        speaker.close()
        raise MissingError("There is no loudspeaker to measure: plug one in, then `[voice] speaker` in kiosk.toml.")
    return speaker


def _started(news: Queue[Event], ticket: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            event = news.get(timeout=PATIENCE_S)
        except Empty:
            break
        if isinstance(event, UtteranceStarted) and event.ticket == ticket:
            return
    raise TimeoutError(f"nothing was spoken within {PATIENCE_S:.0f} s")
