"""`read SECTION --out FILE.wav`: a section's sound, and beside it when each sentence and word is spoken."""

from __future__ import annotations

import json
import wave
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kiosk import parts, sound_parts
from kiosk.context import Context
from kiosk.errors import SpeechMissingError, UsageError
from kiosk.model import Article, Clip, Section, base_of
from kiosk.speech import Pronunciation
from kiosk.speech.spoken import said

PAUSE_S = 0.4
"""Between two sentences, about as long as on the kiosk."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser("read", help="a section's sound and its times, as files")
    parser.add_argument("section", metavar="SECTION", help="its id; ARTICLE/SECTION where several articles have it")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.wav", help="FILE.json is written beside it")
    parser.set_defaults(run=run)


def run(given: Namespace, context: Context) -> int:
    if given.out.suffix.lower() != ".wav":
        raise UsageError(f"--out is the sound's file and ends in .wav, not {given.out.name!r}.")
    library = parts.library(context)
    article, section = chosen(library.articles, given.section, context.settings.screen.language)
    language = base_of(article.language)
    clips = list(rendered(section, context, sound_parts.pronunciation(context, library, language=language), language))
    try:
        write(given.out, clips)
        times = json.dumps(timings(clips), indent=1, ensure_ascii=False)
        given.out.with_suffix(".json").write_text(times + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{given.out} can't be written: {error.strerror or error}.") from error
    seconds = sum(clip.duration_s + PAUSE_S for _, clip in clips)
    print(f"{given.out}: {section.title} ({seconds:.1f} s)")
    return 0


def chosen(articles: tuple[Article, ...], wanted: str, language: str) -> tuple[Article, Section]:
    """Of several that are called so, the one in this language. Raises UsageError that lists what there is."""
    found = {
        f"{article.id}/{section.id}": (article, section)
        for article in articles
        for section in article.sections
        if wanted in (section.id, f"{article.id}/{section.id}")
    }
    own = [each for each in found.values() if each[0].is_in(language)]
    if len(own) == 1 or len(found) == 1:
        return next(iter(own or found.values()))
    if found:
        raise UsageError(f"Several articles have a section {wanted!r}: {', '.join(found)}. Name one of these.")
    names = ", ".join(f"{article.id}/{section.id}" for article in articles for section in article.sections)
    raise UsageError(f"There is no section {wanted!r}. There are: {names or 'none, as no article is installed'}.")


def rendered(section: Section, context: Context, lexicon: Pronunciation, language: str) -> Iterable[tuple[str, Clip]]:
    """Each sentence with its sound. A silent file would be a lie: without a voice it raises SpeechMissingError."""
    wanted = context.settings.voice
    if wanted.engine == "silent":
        raise SpeechMissingError('This kiosk is set to have no voice: change [voice] engine = "silent" in kiosk.toml.')
    voice = sound_parts.voice_alone(context, language)
    try:
        for sentence in section.sentences:
            yield sentence, said(voice, lexicon, sentence)
    finally:
        voice.close()


def write(file: Path, clips: list[tuple[str, Clip]]) -> None:
    """All clips have the rate of the first, as they come from one voice."""
    rate = clips[0][1].rate
    with file.open("wb") as out, wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        for _, clip in clips:
            sound.writeframes(clip.pcm + pause(rate))


def pause(rate: int) -> bytes:
    return bytes(2 * round(PAUSE_S * rate))


def timings(clips: list[tuple[str, Clip]]) -> list[dict[str, Any]]:
    """CONTRACT's list; milliseconds from the start of the file."""
    listed, start_ms = [], 0.0
    for text, clip in clips:
        words = [
            {
                "text": word.text,
                "start_ms": rounded(start_ms + word.start_ms),
                "end_ms": rounded(start_ms + word.end_ms),
            }
            for word in clip.words
        ]
        end_ms = start_ms + clip.duration_s * 1000
        listed.append({"text": text, "start_ms": rounded(start_ms), "end_ms": rounded(end_ms), "words": words})
        start_ms = end_ms + len(pause(clip.rate)) / 2 / clip.rate * 1000
    return listed


def rounded(ms: float) -> float:
    return round(ms, 1)
