"""Prepares content after its examples, its text or the encoder have changed: calibrates it, and keeps what is slow to make.

    script/prepare

Writes `assets/articles/<id>.calibration.toml` and `assets/prepared/en.npz`. The starter article is calibrated on the open
questions, which the encoder was not taught, each fold by a matcher whose examples lack it.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from kiosk.content.library import read_articles
from kiosk.matching.calibration import Calibration, Trial, fitted
from kiosk.matching.encoder import Encoder
from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples, load
from kiosk.matching.features import Features
from kiosk.matching.matcher import Lines, SectionMatcher
from training.answers import ASSETS, folds, kind_of

PREPARED = ASSETS / "prepared" / "en.npz"
CALIBRATION = ASSETS / "articles" / "leukopenia.calibration.toml"


def trials(encoder: Encoder) -> list[Trial]:
    found = []
    for matcher, entries in folds(encoder):
        for entry in entries:
            if kind_of(entry) in ("in_scope", "near", "clinic", "chatter") and "debatable" not in entry["tags"]:
                guess = matcher.guess(entry["q"], "leukopenia")
                found.append(Trial(guess.best, guess.sections[0][0] in entry["gold"], bool(entry["gold"])))
    return found


def write(calibration: Calibration, file: Path, asked: int) -> None:
    lines = [f"{name} = {value:.4f}" for name, value in asdict(calibration).items()]
    note = f"# Measured on {asked} questions, each left out of the lesson. Made by script/prepare: not for editing."
    file.write_text("\n".join((note, *lines)) + "\n")


def keep(encoder: Encoder, file: Path) -> None:
    """Everything that a start makes: a kiosk whose staff add a question teaches anew, and needs the other questions' vectors."""
    features = Features(encoder)
    examples = load(ASSETS / "articles" / "leukopenia.questions.toml", ArticleExamples)
    SectionMatcher(
        read_articles(ASSETS / "articles"),
        {"leukopenia": examples},
        load(ASSETS / "questions" / "en.toml", GeneralExamples),
        load(ASSETS / "urgent" / "en.toml", UrgentExamples),
        features,
        {},
        Lines(),
        examples.every,
    ).warm()
    file.parent.mkdir(exist_ok=True)
    features.prepare(file)


def main() -> None:
    encoder = Encoder(ASSETS / "encoder" / "encoder.onnx", ASSETS / "encoder" / "tokenizer.json")
    found = trials(encoder)
    write(fitted(found), CALIBRATION, len(found))
    keep(encoder, PREPARED)
    print(f"{CALIBRATION.read_text()}{PREPARED.name}: {PREPARED.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
