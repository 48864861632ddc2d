"""From question to answer, and from article to answerable article."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from typing import TypeVar

from kiosk import parts, sound_parts
from kiosk.command import COMMAND
from kiosk.context import Context
from kiosk.errors import KioskError, MissingError
from kiosk.events import Event, Heard, HearingChanged, ListeningStopped
from kiosk.hearing import open_listener, sound_file
from kiosk.hearing.level import level_of
from kiosk.hearing.recording import Recording
from kiosk.model import Question, Way

PATIENCE_S = 30.0
QUIET = 0.25
"""Of the level meter: a voice is louder, what a recording has between words is not."""

QUESTIONS = (
    "what can i do so i dont get sick",
    "is low white blood cells cancer",
    "how do they find out",
    "can I go in a hot tub",
    "where is the bathroom",
    "what is it",
    "should i call somebody",
    "will it get better",
)


def typed(context: Context) -> Sequence[float]:
    """Milliseconds a typed question, urgent check included."""
    matcher = parts.matcher(context, parts.library(context))
    matcher.match(Question("warm up", Way.TYPED))
    return [_ms(lambda text=text: matcher.match(Question(text, Way.TYPED))) for text in QUESTIONS * 3]


def endpoint(context: Context) -> Sequence[float]:
    """Milliseconds from the last sound of a voice to the microphone's closing by itself."""
    return [told.stopped_ms - told.fell_silent_ms for told in _conversations(context)]


def spoken(context: Context) -> Sequence[float]:
    """Milliseconds from the microphone's closing to the answer."""
    return [told.answered_ms - told.stopped_ms for told in _conversations(context)]


@dataclass(frozen=True, slots=True)
class _Conversation:
    """When things happened, by one clock."""

    fell_silent_ms: float
    stopped_ms: float
    answered_ms: float


def _conversations(context: Context, times: int = 5) -> Iterator[_Conversation]:
    """A recorded question spoken to the real listener, at the speed of life."""
    library = parts.library(context)
    articles = library.articles
    matcher = parts.matcher(context, library)
    sound = sound_file.read(context.assets / "demo" / "question.flac")
    microphone, news = _Spoken("question", sound), Queue[tuple[float, Event]]()
    listener = open_listener(
        lambda: sound_parts.recogniser(context),
        microphone,
        lambda: sound_parts.hints(articles),
        lambda: math.inf,
        lambda event: news.put((_now_ms(), event)),
        longest_s=context.settings.hearing.longest_s,
        longest_without_words_s=context.settings.hearing.longest_without_words_s,
    )
    try:
        if not _next(news, HearingChanged)[1].possible:
            raise MissingError(f"There is no recogniser to measure: {COMMAND} models install")
        for ticket in range(times):
            listener.start(ticket)
            stopped_ms, _ = _next(news, ListeningStopped)
            _, heard = _next(news, Heard)
            matcher.match(Question(heard.transcript.text, Way.SPOKEN, heard.transcript.alternatives))
            yield _Conversation(microphone.fell_silent_ms, stopped_ms, _now_ms())
    finally:
        listener.close()


class _Spoken(Recording):
    """Knows when its voice fell silent: the file's own silence at its end is none of the voice's."""

    fell_silent_ms = 0.0

    def open(self, on_block: Callable[[bytes], None]) -> None:
        def take(block: bytes) -> None:
            if level_of(block) > QUIET:
                self.fell_silent_ms = _now_ms()
            on_block(block)

        super().open(take)


E = TypeVar("E", bound=Event)


def _next(news: Queue[tuple[float, Event]], kind: type[E]) -> tuple[float, E]:
    while True:
        try:
            when_ms, event = news.get(timeout=PATIENCE_S)
        except Empty:
            raise KioskError(f"The kiosk didn't hear the question spoken to it: no {kind.__name__}.") from None
        if isinstance(event, kind):
            return when_ms, event


def _now_ms() -> float:
    return time.perf_counter() * 1000


def _ms(work: object) -> float:
    assert callable(work)
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
