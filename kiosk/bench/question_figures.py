"""From question to answer, and from article to answerable article."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk import parts
from kiosk.context import Context
from kiosk.errors import MissingError
from kiosk.hearing import sound_file, transcribe
from kiosk.model import Question, Way

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
    matcher = parts.matcher(context, parts.library(context).articles)
    matcher.match(Question("warm up", Way.TYPED))
    return [_ms(lambda text=text: matcher.match(Question(text, Way.TYPED))) for text in QUESTIONS * 3]


def spoken(context: Context, times: int = 5) -> Sequence[float]:
    """Milliseconds from the end of a recorded question to its answer."""
    articles = parts.library(context).articles
    recogniser = parts.recogniser(context)
    if recogniser is None:
        raise MissingError("There is no recogniser to measure: .venv/bin/python main.py models install")
    matcher = parts.matcher(context, articles)
    sound = sound_file.read(context.assets / "demo" / "question.flac")
    runs = []
    for _ in range(times):
        transcript = transcribe(recogniser, sound, parts.hints(articles))
        matched = _ms(lambda heard=transcript: matcher.match(Question(heard.text, Way.SPOKEN)))
        runs.append((transcript.recognise_ms or 0.0) + matched)
    recogniser.close()
    return runs


def install(context: Context, times: int = 3) -> Sequence[float]:
    """Seconds until the starter article, on an empty kiosk, is installed and can be asked."""
    runs = []
    for _ in range(times):
        with TemporaryDirectory() as home:
            fresh = replace(context, home=Path(home))
            runs.append(_ms(lambda fresh=fresh: parts.matcher(fresh, parts.library(fresh).articles)) / 1000)
    return runs


def _ms(work: object) -> float:
    assert callable(work)
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
