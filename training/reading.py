"""How well the kiosk reads aloud: what is really heard, on the monitor of a virtual sound card, and whether it can be understood.

    script/bench reading [--voice pyttsx3|piper] [--json FILE] [--baseline] [FIGURE ...]

Figures: sound (first sound, stop, words, gaps), render (speed, words, memory), understood (Whisper writes down what it hears).
"""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from queue import Queue
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import psutil

from kiosk import parts, sound_parts
from kiosk.content.generation import read_articles
from kiosk.context import ROOT, Context
from kiosk.events import Event, ReadingEnded, WordStarted
from kiosk.model import Article, Utterance
from kiosk.settings import Settings
from kiosk.settings import Voice as VoiceSettings
from kiosk.speech import open_reader, open_speaker
from kiosk.speech.loudspeaker import TAIL_S
from kiosk.speech.reader import Reader
from kiosk.speech.spoken import said
from tests.audio.virtual_sound import Recording, VirtualSound, virtual_sound
from training import read_back

BASELINE = ROOT / "training" / "trials" / "reading-baseline.json"
RUNS = 12
PAUSED = (
    "Wash your hands, rest, drink water, and call us.",
    "Stay away, from sick people, from crowds, from lakes.",
    "Leukopenia, neutrophils, bone marrow, antibiotics.",
    "Cook, clean, wear gloves, take care.",
)
"""Each comma is a silence, and the word behind it begins with a sound that can be seen in a recording."""
SILENCE_S = 0.04
NEAR_S = 0.3
SENTENCES = 500
WARM = 50


@dataclass(frozen=True)
class Kiosk:
    reader: Reader
    news: Queue[tuple[float, Event]]
    sound: VirtualSound

    def until(self, kind: type[Event], ticket: int) -> list[tuple[float, Event]]:
        """All news up to that one, with the monotonic second it came."""
        told: list[tuple[float, Event]] = []
        while True:
            told.append(self.news.get(timeout=120))
            if isinstance(told[-1][1], kind) and getattr(told[-1][1], "ticket", None) == ticket:
                return told


@contextmanager
def kiosk(context: Context, article: Article) -> Iterator[Kiosk]:
    news: Queue[tuple[float, Event]] = Queue()
    with virtual_sound() as sound, TemporaryDirectory() as clips:
        reader = open_reader(
            lambda: sound_parts.voice_alone(context),
            open_speaker(""),
            context.assets / "sounds",
            lambda event: news.put((time.monotonic(), event)),
            sound_parts.lexicon(context),
            Path(clips),
        )
        ready: Queue[bool] = Queue()
        first, content = sound_parts.repertoire((article,), parts.messages(context))
        reader.prepare(first, content, lambda done, total: ready.put(True) if done == total else None)
        ready.get(timeout=600)
        reader.wake()
        time.sleep(1.5)
        try:
            yield Kiosk(reader, news, sound)
        finally:
            reader.close()


@contextmanager
def recording(sound: VirtualSound) -> Iterator[tuple[Callable[[], Recording], float]]:
    """The recording so far, and the monotonic second in which its first sample was heard: the recorder's own delay is that of its
    smallest lead over the clock."""
    with sound.recording() as tape:
        began = min(time.monotonic() - tape.seconds for _ in _steps(0.5))
        yield tape.so_far, began


def _steps(seconds: float) -> Iterator[None]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.002)
        yield


# ---- what is heard


def sound(context: Context, article: Article) -> Mapping[str, float]:
    texts = [section.sentences[0] for section in article.sections]
    with kiosk(context, article) as here:
        first = [first_sound_ms(here, ticket, texts[ticket % len(texts)]) for ticket in range(RUNS)]
        stops = [stop_ms(here, 100 + run, texts) for run in range(RUNS)]
        words = [error for at, text in enumerate(PAUSED * 3) for error in word_errors_ms(here, 200 + at, text)]
        gaps = gaps_ms(here, 300, article)
    return {
        "first_sound_ms": median(first),
        "first_sound_worst_ms": max(first),
        "stop_callback_ms": median(callback for callback, _ in stops),
        "stop_monitor_ms": median(monitor for _, monitor in stops),
        "word_error_ms": median(map(abs, words)),
        "word_error_p90_ms": float(np.percentile(np.abs(words), 90)),
        "word_lag_ms": median(words),
        "gap_ms": median(gaps),
        "gap_shortest_ms": min(gaps),
        "gap_longest_ms": max(gaps),
    }


def first_sound_ms(here: Kiosk, ticket: int, text: str) -> float:
    with recording(here.sound) as (so_far, began):
        asked = time.monotonic()
        here.reader.read(ticket, (Utterance(text, 0),))
        here.until(ReadingEnded, ticket)
        time.sleep(0.2)
        return (began + so_far().first_sound_s - asked) * 1000


def stop_ms(here: Kiosk, ticket: int, texts: list[str]) -> tuple[float, float]:
    """At the stream's callback, and at the monitor."""
    with recording(here.sound) as (so_far, began):
        here.reader.read(ticket, tuple(Utterance(text, at) for at, text in enumerate(texts)))
        here.until(WordStarted, ticket)
        time.sleep(0.5)
        asked = time.monotonic()
        here.reader.stop()
        while (silent := here.reader.silent_for_s()) == 0.0:
            time.sleep(0.001)
        callback = time.monotonic() - silent - TAIL_S - asked
        time.sleep(0.4)
        return callback * 1000, (began + so_far().last_sound_s - asked) * 1000


def word_errors_ms(here: Kiosk, ticket: int, text: str) -> Iterator[float]:
    """For each word behind a pause: when the kiosk lit it up, less when it sounded."""
    with recording(here.sound) as (so_far, began):
        here.reader.read(ticket, (Utterance(text, 0),))
        told = here.until(ReadingEnded, ticket)
        time.sleep(0.2)
        onsets = [began + onset for onset in onsets_s(so_far())]
    after_pause = {0, *(at + 1 for at, word in enumerate(text.split()) if word.endswith(","))}
    for at, event in told:
        if isinstance(event, WordStarted) and event.word in after_pause:
            nearest = min(onsets, key=lambda onset: abs(onset - at), default=float("inf"))
            if abs(nearest - at) < NEAR_S:
                yield (at - nearest) * 1000


def onsets_s(heard: Recording) -> list[float]:
    """Where sound begins after a silence."""
    loud = np.flatnonzero(heard.loud())
    starts = [
        loud[0],
        *(here for before, here in pairwise(loud) if (here - before) * 0.005 > SILENCE_S),
    ]
    return [float(start) * 0.005 for start in starts]


def gaps_ms(here: Kiosk, ticket: int, article: Article) -> list[float]:
    """Between sentences: the silence around each moment at which the kiosk began a new one."""
    section = article.prevention
    assert section is not None
    lines = tuple(Utterance(text, at) for at, text in enumerate(section.sentences[:12]))
    with recording(here.sound) as (so_far, began):
        here.reader.read(ticket, lines)
        told = here.until(ReadingEnded, ticket)
        time.sleep(0.2)
        loud = np.flatnonzero(so_far().loud())
    found = []
    for at, event in told:
        if isinstance(event, WordStarted) and event.word == 0 and event.sentence > 0:
            block = int((at - began + 0.06) / 0.005)
            before, after = loud[loud < block - 12], loud[loud >= block - 12]
            silent = [(b - a) * 5.0 for a, b in pairwise(loud) if abs(b - block) < 40 and b - a > 16]
            if len(before) and len(after) and silent:
                found.append(max(silent))
    return found


# ---- how it is made


def render(context: Context, article: Article) -> Mapping[str, float]:
    voice, lexicon = sound_parts.voice_alone(context), sound_parts.lexicon(context)
    sentences = [text for section in article.sections for text in section.sentences]
    process = psutil.Process()

    def memory() -> float:
        return sum(each.memory_info().rss for each in (process, *process.children(recursive=True))) / 1e6

    try:
        said(voice, lexicon, sentences[0])
        start = time.perf_counter()
        seconds = sum(said(voice, lexicon, text).duration_s for text in sentences)
        speed = seconds / (time.perf_counter() - start)
        lost, rates, before = 0, [], 0.0
        for at in range(SENTENCES):
            text = sentences[at % len(sentences)]
            clip = said(voice, lexicon, text)
            spoken = [word for word in text.split() if any(letter.isalnum() for letter in word)]
            lost += len(spoken) - len(clip.words)
            rates.append(clip.duration_s / len(lexicon.spoken(text).text))
            before = memory() if at == WARM else before
        return {
            "render_times_real_time": speed,
            "words_without_a_time": lost,
            "shortest_clip_of_usual": min(rates) / median(rates),
            "memory_growth_mb": memory() - before,
        }
    finally:
        voice.close()


# ---- whether it is understood


def understood(context: Context, article: Article) -> Mapping[str, float]:
    voice, lexicon, ear = sound_parts.voice_alone(context), sound_parts.lexicon(context), read_back.ear(context)
    texts = [text for section in article.sections for text in (section.title, *section.sentences)]
    try:
        errors = read_back.error_rate(read_back.read_back(voice, lexicon, ear, texts))
        terms = read_back.terms()
        heard = sum(read_back.is_understood(voice, lexicon, ear, term) for term in terms)
        return {"word_error_rate": errors, "terms_understood": heard, "terms": len(terms)}
    finally:
        voice.close()


PARTS = {"sound": sound, "render": render, "understood": understood}


def main(given: Namespace) -> None:
    settings = Settings(voice=VoiceSettings(engine=given.voice))
    context = Context(settings, ROOT / ".bench", models=ROOT / "models")
    article = next(iter(read_articles(ROOT / "assets" / "articles")))
    before = (
        json.loads(BASELINE.read_text())[given.voice]
        if BASELINE.exists() and given.voice in BASELINE.read_text()
        else {}
    )
    figures: dict[str, float] = {}
    for name in given.figures or PARTS:
        for figure, value in PARTS[name](context, article).items():
            figures[figure] = round(float(value), 4)
            was = f"   was {before[figure]:g}" if figure in before and before[figure] != figures[figure] else ""
            print(f"{figure:<28}{figures[figure]:>10g}{was}", flush=True)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n")
    if given.baseline:
        kept = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
        BASELINE.write_text(json.dumps({**kept, given.voice: {**before, **figures}}, indent=1) + "\n")


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("figures", nargs="*", choices=[[], *PARTS], metavar="FIGURE")
    parser.add_argument("--voice", default="pyttsx3")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--baseline", action="store_true", help="keep these figures to compare with")
    main(parser.parse_args())
