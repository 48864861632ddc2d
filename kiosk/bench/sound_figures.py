"""From the tap on "play" to the first sound, and from the tap on "stop" to silence."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Event as Flag
from typing import TYPE_CHECKING

from kiosk import parts, sound_parts
from kiosk.context import Context
from kiosk.errors import MissingError
from kiosk.events import Event, WordStarted
from kiosk.model import Utterance
from kiosk.speech import Speaker, open_reader
from kiosk.speech.loudspeaker import TAIL_S

if TYPE_CHECKING:
    from kiosk.speech.reader import Reader

PATIENCE_S = 60.0
RUNS = 8


def first_sound(context: Context) -> Sequence[float]:
    """Milliseconds from the wish until, by the sound card's own account, the first word of an installed section is heard. The card
    was woken by the visit, the clip lies on the disk."""
    runs = []
    with _kiosk(context) as (reader, news, _, texts):
        for ticket in range(RUNS):
            reader.stop()
            start = time.perf_counter()
            reader.read(ticket, (Utterance(texts[ticket], 0),))
            _heard(news, ticket)
            runs.append((time.perf_counter() - start) * 1000)
    return runs


def stop(context: Context) -> Sequence[float]:
    """Milliseconds from the wish to the last sample that is handed to the card; what lies in its buffer then still sounds."""
    runs = []
    with _kiosk(context) as (reader, news, speaker, texts):
        for ticket in range(RUNS):
            reader.read(ticket, tuple(Utterance(text, at) for at, text in enumerate(texts)))
            _heard(news, ticket)
            time.sleep(0.4)
            start = time.perf_counter()
            reader.stop()
            while (silent := speaker.silent_for_s()) == 0.0:
                time.sleep(0.001)
            runs.append(max(0.0, time.perf_counter() - start - silent - TAIL_S) * 1000)
    return runs


@contextmanager
def _kiosk(context: Context) -> Iterator[tuple[Reader, Queue[Event], Speaker, tuple[str, ...]]]:
    """What reads aloud, woken and with its clips ready; and the first sentences of the installed sections."""
    news: Queue[Event] = Queue()
    articles = parts.library(context).articles
    texts = tuple(section.sentences[0] for article in articles for section in article.sections if section.sentences)
    speaker = _loudspeaker(context)
    voice, lexicon = lambda: sound_parts.voice(context), sound_parts.lexicon(context)
    reader = open_reader(voice, speaker, context.assets / "sounds", news.put, lexicon, sound_parts.clips(context))
    ready = Flag()
    try:
        first, content = sound_parts.repertoire(articles, parts.messages(context))
        reader.prepare(first, content, lambda done, total: ready.set() if done == total else None)
        ready.wait(PATIENCE_S)
        speaker.wake()
        time.sleep(1.0)
        yield reader, news, speaker, texts
    finally:
        reader.close()


def _loudspeaker(context: Context) -> Speaker:
    """A silent one would start and stop at once, and the figures would be lies."""
    speaker = sound_parts.speaker(context)
    if not speaker.is_audible:
        speaker.close()
        raise MissingError("There is no loudspeaker to measure: plug one in, then `[voice] speaker` in kiosk.toml.")
    return speaker


def _heard(news: Queue[Event], ticket: int) -> None:
    """Waits for the first word."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            event = news.get(timeout=PATIENCE_S)
        except Empty:
            break
        if isinstance(event, WordStarted) and event.ticket == ticket:
            return
    raise TimeoutError(f"nothing was spoken within {PATIENCE_S:.0f} s")
