"""Whether what the kiosk says can be understood: articles are read as the kiosk reads them, Whisper base writes down what it hears,
and the words are compared, both sides through the same normaliser.

    .venv/bin/python -m training.read_back [--voice pyttsx3|piper] [--untouched] [FILE ...]

FILE: articles as Markdown, or plain text; none: the starter article. --untouched: without the lexicon.
"""

from __future__ import annotations

import re
import sys
import tomllib
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from rapidfuzz.distance import Levenshtein

from kiosk import parts, sound_parts
from kiosk.content.article import load
from kiosk.content.sentences import sentences_of
from kiosk.context import ROOT, Context
from kiosk.hearing.log_mel import Floats
from kiosk.hearing.whisper_model import WHOLE_CONTEXT_S, WhisperModel
from kiosk.model import Clip
from kiosk.settings import Settings
from kiosk.settings import Voice as VoiceSettings
from kiosk.speech import Voice
from kiosk.speech.figures import Figures
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.spoken import said

STARTER = ROOT / "assets" / "articles" / "leukopenia.md"
EAR_HZ = 16_000
PAUSE_S = 0.2
"""Between two clips, with the silence at the end of the first: as the kiosk has it."""
LONGEST_S = 27.0
MOST_TOKENS = 220


@dataclass(frozen=True)
class Heard:
    shown: str
    heard: str

    @property
    def errors(self) -> int:
        return Levenshtein.distance(words(self.shown), words(self.heard))


@cache
def normaliser() -> Any:
    from whisper_normalizer.english import EnglishTextNormalizer

    return EnglishTextNormalizer()


def words(text: str) -> list[str]:
    """The field's usual normaliser for English: case, punctuation, numbers and spellings are one. Before it, dates and the like are
    written out, and what only dictionaries tell apart is made the same."""
    plain = figures().spoken(text.replace("’", "'")).text.lower().replace("health care", "healthcare")
    found: list[str] = normaliser()(re.sub(r"[-–.](?=\d{3})|-", " ", plain)).split()
    return found


@cache
def figures() -> Lexicon:
    tree = tomllib.loads((ROOT / "assets" / "lexicon" / "en.toml").read_text(encoding="utf-8"))
    return Lexicon({}, Figures.of({name: tree[name] for name in ("units", "dates", "numbers")}))


def read_back(voice: Voice, lexicon: Lexicon, ear: WhisperModel, sentences: Iterable[str]) -> Iterator[Heard]:
    """By stretches of up to half a minute, with the kiosk's pauses: whoever listens has heard what came before, too."""
    for stretch in stretches((sentence, said(voice, lexicon, sentence)) for sentence in sentences):
        sound = np.concatenate([np.zeros(EAR_HZ // 4, np.float32), *(sound_of(clip) for _, clip in stretch)])
        heard = ear.readings(
            sound, (), beams=5, least_context_s=WHOLE_CONTEXT_S, most_tokens=MOST_TOKENS, may_repeat=True
        )
        yield Heard(" ".join(sentence for sentence, _ in stretch), heard[0].text)


def stretches(clips: Iterable[tuple[str, Clip]]) -> Iterator[list[tuple[str, Clip]]]:
    gathered: list[tuple[str, Clip]] = []
    seconds = 0.0
    for sentence, clip in clips:
        if gathered and seconds + clip.duration_s + PAUSE_S > LONGEST_S:
            yield gathered
            gathered, seconds = [], 0.0
        gathered.append((sentence, clip))
        seconds += clip.duration_s + PAUSE_S
    if gathered:
        yield gathered


def sound_of(clip: Clip) -> Floats:
    samples = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32768
    pause = np.zeros(round(PAUSE_S * EAR_HZ), np.float32)
    return np.concatenate((soxr.resample(samples, clip.rate, EAR_HZ), pause)).astype(np.float32)


def error_rate(heard: Iterable[Heard]) -> float:
    pairs = list(heard)
    return sum(pair.errors for pair in pairs) / max(1, sum(len(words(pair.shown)) for pair in pairs))


def sentences_in(file: Path) -> list[str]:
    if file.suffix == ".md":
        sections = load(file).sections
        return [text for section in sections for text in (section.title, *section.sentences)]
    lines = file.read_text(encoding="utf-8").splitlines()
    return [sentence for line in lines if line.strip() for sentence in sentences_of(line)]


def ear(context: Context) -> WhisperModel:
    folder = parts.weights(context).folder_of(sound_parts.WHISPER)
    if folder is None:
        raise SystemExit("Whisper is needed: .venv/bin/python main.py models install")
    return WhisperModel(folder)


def differences(heard: Iterable[Heard]) -> Iterator[str]:
    """The worst first."""
    wrong = [pair for pair in heard if pair.errors]
    for pair in sorted(wrong, key=lambda pair: -pair.errors):
        yield f"{pair.errors:>3}  {pair.shown}\n     {pair.heard}"


def lost(heard: Iterable[Heard]) -> Counter[str]:
    """Words that were not understood, by how often."""
    return Counter(
        word
        for pair in heard
        for change in Levenshtein.opcodes(words(pair.shown), words(pair.heard))
        if change.tag != "equal"
        for word in words(pair.shown)[change.src_start : change.src_end]
    )


def terms() -> list[str]:
    """Of the pronunciation list."""
    lines = (ROOT / "tests" / "speech" / "pronunciation.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if not line.startswith("#")]


def is_understood(voice: Voice, lexicon: Lexicon, ear: WhisperModel, term: str) -> bool:
    """In a short sentence, every word of it."""
    (heard,) = read_back(voice, lexicon, ear, [f"The next term is {term}."])
    return set(words(term)) <= set(words(heard.heard)) or words(lexicon.spoken(term).text) == words(heard.heard)[4:]


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="*", type=Path, default=[STARTER])
    parser.add_argument("--voice", default="pyttsx3")
    parser.add_argument("--untouched", action="store_true")
    given = parser.parse_args()
    settings = VoiceSettings(engine=given.voice)
    context = Context(Settings(voice=settings), ROOT / ".bench", models=ROOT / "models")
    lexicon = Lexicon({}) if given.untouched else sound_parts.lexicon(context)
    voice, listening = sound_parts.voice_alone(context), ear(context)
    try:
        for file in given.files:
            heard = list(read_back(voice, lexicon, listening, sentences_in(file)))
            print(*differences(heard), sep="\n")
            print(f"{file.name}: word error rate {error_rate(heard):.3f} ({voice.name})")
            print("not understood:", ", ".join(f"{word} {count}" for word, count in lost(heard).most_common(25)))
    finally:
        voice.close()


if __name__ == "__main__":
    sys.exit(main())
