"""How well questions are heard: word errors, and what becomes of the answers.

    script/bench hearing [--recordings FOLDER] [--questions N] [--engine whisper|vosk] [--json FILE] [--baseline]

Recordings are those of FOLDER (`manifest.jsonl` with `id`, `audio`, `q`, `kind`, `gold`, `condition`; ids as in
`trials/leukopenia.jsonl`), or else made here: N of the open questions, each by one of the machine's voices (of espeak-ng and
flite, whichever are installed), in each condition: clean, six other voices talking 20 and 10 dB below, a room that
echoes. Besides them fifty clips in which nobody says anything: silence, hum, clicks, hiss, babble, and music where Debian's
`asterisk-moh-opsound-wav` is installed. There are no real coughs.

Answers are those of a matcher that never saw the questions (five folds, as in `script/bench answers`), gates on.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import psutil
from rapidfuzz.distance import Levenshtein

from kiosk import parts, sound_parts
from kiosk.content.generation import read_articles
from kiosk.context import Context
from kiosk.hearing import RATE, Recogniser, open_recogniser, sound_file, transcribe
from kiosk.matching.encoder import Encoder
from kiosk.matching.matcher import SectionMatcher
from kiosk.matching.words import plain
from kiosk.model import Answer, AnswerKind, Question, Transcript, Way
from kiosk.settings import Settings
from training.answers import ASSETS, FOLDS, ROOT, TRIALS, fold_of, folds, open_questions
from training.figures import Asked, Got, Share, share

Samples = npt.NDArray[np.floating[Any]]
BASELINE = TRIALS / "hearing-baseline.json"
MUSIC = Path("/usr/share/asterisk/moh")
ESPEAK = ("en-us", "en-gb", "en-us+f3", "en-gb-scotland", "en-us+m7", "en-gb-x-rp+f2")
FLITE = ("slt", "rms", "awb", "kal16")
LOUDNESS = 0.08
"""Root mean square of a voice, of full scale."""
CLIPS = 50


@dataclass(frozen=True)
class Take:
    """One recorded question."""

    entry: Mapping[str, Any]
    """As in `trials/leukopenia.jsonl`."""
    condition: str
    pcm: bytes


@dataclass
class Outcome:
    take: Take
    transcript: Transcript
    seconds: float
    """That recognising took."""
    answer: Answer = field(default_factory=lambda: Answer(AnswerKind.NO_ANSWER))


# ---- recordings


def recordings(folder: Path) -> Iterator[Take]:
    known = {entry["id"]: entry for entry in open_questions()}
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        number = entry["id"].partition("-")[0]
        yield Take(
            {**entry, **known.get(number, {}), "id": number},
            entry["condition"],
            sound_file.read(folder / entry["audio"]),
        )


def made(count: int) -> Iterator[Take]:
    entries = open_questions()
    chosen = entries[:: max(1, len(entries) // count)][:count]
    dice = np.random.default_rng(1)
    voices = list(installed_voices())
    with TemporaryDirectory() as scratch:
        spoken = [
            spoken_by(voices[number % len(voices)], entry["q"], Path(scratch)) for number, entry in enumerate(chosen)
        ]
    for entry, voice in zip(chosen, spoken, strict=True):
        others = [spoken[at] for at in dice.choice(len(spoken), 6)]
        for condition, change in CONDITIONS.items():
            yield Take(entry, condition, pcm_of(change(voice, others, dice)))


Voice = Callable[[str, Path], Sequence[str]]
"""Text and a file to write -> the command that does it."""


def installed_voices() -> Iterator[Voice]:
    if shutil.which("espeak-ng"):
        for name in ESPEAK:
            yield lambda text, file, name=name: ("espeak-ng", "-v", name, "-s", "150", "-w", str(file), text)  # type: ignore[misc]
    if shutil.which("flite"):
        for name in FLITE:
            yield lambda text, file, name=name: ("flite", "-voice", name, "-t", text, "-o", str(file))  # type: ignore[misc]


def spoken_by(voice: Voice, text: str, folder: Path) -> Samples:
    file = folder / "spoken.wav"
    subprocess.run(voice(text, file), check=True, capture_output=True, timeout=60)
    samples = samples_of(sound_file.read(file))
    return samples * (LOUDNESS / max(1e-6, float(np.sqrt(np.mean(samples**2)))))


def with_babble(voice: Samples, others: Sequence[Samples], below_db: float) -> Samples:
    babble = np.zeros_like(voice)
    for other in others:
        babble += np.resize(other, len(voice))
    loudness = float(np.sqrt(np.mean(babble**2))) or 1.0
    return voice + babble * (LOUDNESS / loudness) * 10 ** (-below_db / 20)


def in_a_room(voice: Samples, dice: np.random.Generator, echo_s: float = 0.4) -> Samples:
    """A tail of noise that has fallen by 60 dB after `echo_s`."""
    steps = int(echo_s * RATE)
    tail = dice.standard_normal(steps) * 10 ** (-3 * np.arange(steps) / steps)
    tail[0] = 6.0
    echoed = np.convolve(voice, tail)[: len(voice) + steps // 2]
    return (echoed * (LOUDNESS / float(np.sqrt(np.mean(echoed**2))))).astype(np.float32)


Change = Callable[[Samples, Sequence[Samples], np.random.Generator], Samples]
CONDITIONS: dict[str, Change] = {
    "clean": lambda voice, others, dice: voice,
    "snr20": lambda voice, others, dice: with_babble(voice, others, 20),
    "snr10": lambda voice, others, dice: with_babble(voice, others, 10),
    "room": lambda voice, others, dice: in_a_room(voice, dice),
}


def samples_of(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, "<i2").astype(np.float32) / 32768


def pcm_of(samples: Samples) -> bytes:
    padded = np.concatenate([np.zeros(RATE // 4), samples, np.zeros(RATE // 2)])
    pcm: bytes = (np.clip(padded, -1, 1) * 32767).astype("<i2").tobytes()
    return pcm


# ---- nobody says anything


def nobody(babblers: Sequence[Samples]) -> Iterator[tuple[str, bytes]]:
    dice = np.random.default_rng(2)
    length = 6 * RATE
    times = np.arange(length) / RATE
    samples: Samples
    music = sorted(MUSIC.glob("*.wav"))
    kinds = ["silence", "hum", "clicks", "hiss", "babble", *(["music"] if music else [])]
    for number in range(CLIPS):
        kind, loudness = kinds[number % len(kinds)], float(dice.uniform(0.01, 0.15))
        noise = np.asarray(dice.standard_normal(length))
        match kind:
            case "silence":
                samples = noise * 1e-4
            case "hum":
                samples = loudness * sum(
                    np.sin(2 * np.pi * 50 * times * harmonic) / harmonic for harmonic in range(1, 6)
                )
            case "clicks":
                samples = np.where(np.asarray(dice.random(length)) < 3 / RATE, noise * 0.8, 0.0)
            case "hiss":
                samples = noise * loudness
            case "music":
                whole = samples_of(sound_file.read(music[number % len(music)]))
                start = int(dice.integers(0, max(1, len(whole) - length)))
                samples = whole[start : start + length]
            case _:
                chosen = [babblers[at] for at in dice.choice(len(babblers), 6)]
                samples = sum(
                    (np.resize(np.roll(each, int(dice.integers(len(each)))), length) for each in chosen),
                    np.zeros(length),
                )
                samples = samples * loudness / max(1e-6, float(np.sqrt(np.mean(samples**2))))
        yield kind, pcm_of(np.asarray(samples, np.float32))


# ---- hearing and answering


WARM = 20
"""Questions after which a recogniser has reserved all the memory it needs."""


def heard(recogniser: Recogniser, takes: Sequence[Take], hints: Sequence[str]) -> tuple[list[Outcome], list[float]]:
    """And the process's memory after each, MB."""
    found, memory_mb = [], []
    for take in takes:
        before = time.perf_counter()
        transcript = transcribe(recogniser, take.pcm, hints)
        found.append(Outcome(take, transcript, time.perf_counter() - before))
        memory_mb.append(psutil.Process().memory_info().rss / 1e6)
    return found, memory_mb


def question_of(transcript: Transcript) -> Question:
    """As the session asks it."""
    others = tuple(other for other in (*transcript.alternatives, transcript.ungated) if other.strip())
    return Question(transcript.text, Way.SPOKEN, others)


def answered(outcomes: Sequence[Outcome], matchers: Sequence[SectionMatcher]) -> None:
    for outcome in outcomes:
        outcome.answer = matchers[fold_of(outcome.take.entry)].match(question_of(outcome.transcript))


def word_errors(outcomes: Sequence[Outcome]) -> Share:
    """Substituted, lost and invented words, of all that were said."""
    errors = words = 0
    for outcome in outcomes:
        said, got = plain(outcome.take.entry["q"]).split(), plain(outcome.transcript.text).split()
        errors += Levenshtein.distance(said, got)
        words += len(said)
    return Share(errors, words)


def figures(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    got = [
        Got(
            Asked(
                outcome.take.entry["q"],
                "leukopenia",
                tuple(outcome.take.entry["gold"]),
                outcome.take.entry["kind"],
                is_debatable="debatable" in outcome.take.entry["tags"],
            ),
            outcome.answer,
        )
        for outcome in outcomes
    ]
    clear = [each for each in got if each.asked.gold and not each.asked.is_debatable]
    return {
        "word errors": word_errors(outcomes),
        "best section first": share(each.is_right for each in clear),
        "answered outright and right": share(each.is_answered and each.is_right for each in clear),
        "answered outright and wrong": share(each.is_answered and not each.is_right for each in clear),
        "out of scope answered": share(each.is_answered for each in got if each.asked.kind == "out_of_scope"),
        "emergencies on the urgent screen": share(
            each.answer.kind is AnswerKind.URGENT for each in got if each.asked.kind == "red_flag"
        ),
        "look-alikes on it": share(
            each.answer.kind is AnswerKind.URGENT for each in got if each.asked.kind == "red_flag_lookalike"
        ),
    }


def main() -> None:
    parser = ArgumentParser(prog="script/bench hearing", description="How well questions are heard.")
    parser.add_argument("--recordings", type=Path, metavar="FOLDER", help="with a manifest.jsonl; default: made here")
    parser.add_argument("--questions", type=int, default=60, metavar="N", help="to be made")
    parser.add_argument("--engine", choices=["auto", "vosk", "whisper"], default="auto")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures, for programs")
    parser.add_argument("--baseline", action="store_true", help="keep these figures as the ones to compare with")
    given = parser.parse_args()
    context = Context(Settings(), ROOT / ".bench", models=ROOT / "models")
    recogniser = open_recogniser(
        given.engine,
        vosk_folder=sound_parts.vosk_folder(context),
        whisper_folder=parts.weights(context).folder_of(sound_parts.WHISPER),
    )
    if recogniser is None:
        raise SystemExit("There is no recogniser: .venv/bin/python main.py models install")
    articles = read_articles(ASSETS / "articles")
    hints = sound_parts.hints(tuple(articles))
    takes = list(recordings(given.recordings) if given.recordings else made(given.questions))
    print(f"{recogniser.name}, {len(takes)} recordings", flush=True)
    outcomes, memory_mb = heard(recogniser, takes, hints)
    encoder = Encoder(ASSETS / "encoder" / "encoder.onnx", ASSETS / "encoder" / "tokenizer.json")
    matchers = [matcher for matcher, _ in folds(encoder)]
    assert len(matchers) == FOLDS
    answered(outcomes, matchers)
    babblers = [
        samples_of(take.pcm) for take in takes if take.condition == "clean" and take.entry["kind"] != "red_flag"
    ]
    clips = [(kind, transcribe(recogniser, pcm, hints)) for kind, pcm in nobody(babblers)]
    invented = [matchers[0].match(question_of(transcript)) for _, transcript in clips]
    report(outcomes, [kind for kind, _ in clips], invented, memory_mb, given)
    recogniser.close()


def report(
    outcomes: Sequence[Outcome],
    clips: Sequence[str],
    invented: Sequence[Answer],
    memory_mb: Sequence[float],
    given: Any,
) -> None:
    made_or_not = "recordings" if given.recordings else "made"
    before = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    kept: dict[str, float] = {}
    for condition in dict.fromkeys(outcome.take.condition for outcome in outcomes):
        mine = [outcome for outcome in outcomes if outcome.take.condition == condition]
        print(f"\n{condition}")
        for name, value in figures(mine).items():
            key = f"{made_or_not}.{condition}.{name}"
            known = before.get(key)
            moved = "" if known is None or abs(known - value.value) < 5e-4 else f"   was {known:.3f}"
            print(f"  {name:<38}{value}{moved}")
            kept[key] = value.value
        seconds = [outcome.seconds for outcome in mine]
        lengths = [len(outcome.take.pcm) / 2 / RATE for outcome in mine]
        kept[f"{made_or_not}.{condition}.seconds"] = median(seconds)
        print(
            f"  {'seconds a question, median':<38}{median(seconds):.2f}  ({sum(seconds) / sum(lengths):.2f} of real time)"
        )
    answers = [
        kind
        for kind, answer in zip(clips, invented, strict=True)
        if answer.kind in (AnswerKind.ANSWER, AnswerKind.URGENT)
    ]
    kept[f"{made_or_not}.nobody.answered"] = len(answers) / len(clips)
    print(f"\nnobody speaks ({', '.join(dict.fromkeys(clips))})\n  {'answered':<38}{Share(len(answers), len(clips))}")
    warm, last = memory_mb[min(WARM, len(memory_mb)) - 1], memory_mb[-1]
    print(f"\nmemory after {WARM} questions {warm:.0f} MB, after {len(memory_mb)} {last:.0f} MB")
    if given.json:
        given.json.write_text(json.dumps(kept, indent=1) + "\n")
    if given.baseline:
        BASELINE.write_text(json.dumps(before | kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
