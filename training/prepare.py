"""Prepares content after its examples, its text or the encoder have changed: calibrates it, and keeps what is slow to make.

    script/prepare

    script/prepare --language es    # another language than English, which takes minutes

Writes `assets/articles/<id>.calibration.toml` and `assets/prepared/<language>.npz`. The English starter article is calibrated on
the open questions, which the encoder was not taught, each fold by a matcher whose examples lack it; those of other languages on
those of their trials that nobody taught. For those languages it also writes how many emergencies are recognised, with the
encoder and without, into `assets/urgent/<language>.measured.toml`: a kiosk offers no language in which too few are.
"""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from kiosk import parts
from kiosk.content.generation import read_articles
from kiosk.context import Context
from kiosk.matching.calibration import Calibration, Trial, fitted
from kiosk.matching.encoder import Encoder
from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples, load
from kiosk.matching.features import Features
from kiosk.matching.matcher import Lines, SectionMatcher
from kiosk.settings import Settings
from training import languages
from training.answers import ASSETS, ROOT, folds, in_language, kind_of

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
        [article for article in read_articles(ASSETS / "articles") if article.is_in("en")],
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


def prepare(language: str) -> None:
    """Another language than English."""
    context = Context(Settings(), ROOT / ".bench")
    encoder = parts.encoder_for(context, language)
    if encoder is None:
        raise SystemExit(f"The encoder isn't here: {parts.INSTALL_MULTILINGUAL}")
    articles = [article for article in read_articles(ASSETS / "articles") if article.is_in(language)]
    examples = {each.id: load(ASSETS / "articles" / f"{each.id}.questions.toml", ArticleExamples) for each in articles}
    general = load(ASSETS / "questions" / f"{language}.toml", GeneralExamples)
    urgent = load(ASSETS / "urgent" / f"{language}.toml", UrgentExamples)
    calm = [text for each in examples.values() for text in each.every]
    prepared = ASSETS / "prepared" / f"{language}.npz"
    features = Features(encoder, prepared=[prepared])
    features.teach_anew()
    SectionMatcher(articles, examples, general, urgent, features, {}, Lines(), calm).warm()
    features.prepare(prepared)
    print(f"{prepared.name}: {prepared.stat().st_size / 1e6:.2f} MB", flush=True)
    for article in articles:
        matcher = in_language(language)
        assert isinstance(matcher, SectionMatcher)
        found = languages.trials(matcher, article, language)
        calibration = fitted(found)
        write(calibration, ASSETS / "articles" / f"{article.id}.calibration.toml", len(found))
        print(f"{article.id}: {calibration}", flush=True)
    keep_measured(language)


def keep_measured(language: str) -> None:
    lines = ["# Of what nobody taught, by matcher. Made by script/prepare, and proven by a test: not for editing."]
    for name, models in (("e5-small", ROOT / "models"), ("letters", ROOT / "nothing")):
        context = Context(Settings(), ROOT / ".bench", models=models)
        _, alarms = languages.measured(in_language(language, context), language)
        emergencies, alike = (
            alarms.figures[each] for each in ("emergencies on the urgent screen", "look-alikes on it")
        )
        lines += ["", f"[{name}]", f"emergencies = {emergencies.value:.4f}", f"of = {emergencies.of}"]
        lines += [f"look_alikes = {alike.value:.4f}", f"of_look_alikes = {alike.of}"]
    (ASSETS / "urgent" / f"{language}.measured.toml").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


def main() -> None:
    parser = ArgumentParser(prog="script/prepare", description="Prepares content after a change.")
    parser.add_argument("--language", default="en", choices=["en", *languages.NAMES])
    if (language := parser.parse_args().language) != "en":
        prepare(language)
        return
    encoder = Encoder(ASSETS / "encoder" / "encoder.onnx", ASSETS / "encoder" / "tokenizer.json")
    found = trials(encoder)
    write(fitted(found), CALIBRATION, len(found))
    keep(encoder, PREPARED)
    print(f"{CALIBRATION.read_text()}{PREPARED.name}: {PREPARED.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
