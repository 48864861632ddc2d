"""How good the answers are: every figure by cross-validation or on what was never seen in training.

    script/bench answers [--json FILE] [--curve FILE.svg] [--baseline] [starter nih leaflets urgent]

- *starter*: the 290 open questions on leukopenia (`trials/leukopenia.jsonl`), in five folds: those of a fold are taken out of
  the examples before they are asked. In-scope figures leave out `debatable` ones. The encoder was never taught any of them.
- *nih*: 100 articles that were held out of training whole, with their 2,148 questions, whose wordings were not taught either;
  no examples, no calibration of their own. `spoiled`: one word in five misheard.
- *leaflets*: clinic-style articles of ours that were held out whole; no examples, no calibration of their own; and the red flags
  and look-alikes put to a kiosk with nothing but such an article.
- *es* (and what else `--language` names): the kiosk's own matcher of that language, asked what nobody taught it (`languages.py`).
- *urgent*: the 120 open red flags and look-alikes, and the ordinary questions, in the same folds.

Each figure is printed with its 95 % interval (Wilson) and its denominator.
"""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.content.generation import read_articles
from kiosk.context import Context
from kiosk.matching import Matcher
from kiosk.matching.calibration import Calibration
from kiosk.matching.calibration import load as load_calibration
from kiosk.matching.encoder import Encoder
from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples, load
from kiosk.matching.features import Features
from kiosk.matching.matcher import Lines, SectionMatcher
from kiosk.model import AnswerKind, Article, Block, BlockKind, Question, Section, Way
from kiosk.parts import matcher_in
from kiosk.settings import Settings
from training import languages
from training.figures import Asked, Got, Report, curve, expected_calibration_error, share, tell

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "assets"
TRIALS = ROOT / "training" / "trials"
LEAFLETS = ROOT / "training" / "material" / "leaflets"
FOLDS = 5


# ---- the matcher under trial


def matcher(
    encoder: Encoder,
    articles: Sequence[Article],
    examples: Mapping[str, ArticleExamples],
    calibrations: Mapping[str, Calibration],
    *,
    general: GeneralExamples | None = None,
    urgent: UrgentExamples | None = None,
) -> SectionMatcher:
    return SectionMatcher(
        articles,
        examples,
        general or load(ASSETS / "questions" / "en.toml", GeneralExamples),
        urgent or UrgentExamples(),
        Features(encoder),
        calibrations,
        Lines(),
        [text for each in examples.values() for text in each.every],
    )


def in_language(language: str, context: Context | None = None) -> Matcher:
    """As every kiosk has it, but that emergencies of other languages aren't heard."""
    context = context or Context(Settings(), ROOT / ".bench")
    articles = [article for article in read_articles(ASSETS / "articles") if article.is_in(language)]
    return matcher_in(context, language, articles, ASSETS / "articles")


def ask(matcher: SectionMatcher, asked: Iterable[Asked]) -> list[Got]:
    return [Got(each, matcher.match(Question(each.text, Way.TYPED), article=each.article)) for each in asked]


# ---- the starter article and the emergencies


def open_questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TRIALS / "leukopenia.jsonl").read_text().splitlines()]


def fold_of(entry: Mapping[str, Any]) -> int:
    return int(entry["id"][1:]) * 7 % 31 % FOLDS


def without(groups: Mapping[Any, tuple[str, ...]], texts: set[str]) -> dict[Any, tuple[str, ...]]:
    return {name: tuple(text for text in group if text.casefold() not in texts) for name, group in groups.items()}


Fold = tuple[SectionMatcher, list[dict[str, Any]]]


def folds(encoder: Encoder) -> Iterator[Fold]:
    """A matcher of the starter article that never saw these questions, and these questions."""
    articles = [article for article in read_articles(ASSETS / "articles") if article.is_in("en")]
    examples = load(ASSETS / "articles" / "leukopenia.questions.toml", ArticleExamples)
    calibrations = {"leukopenia": load_calibration(ASSETS / "articles" / "leukopenia.calibration.toml")}
    for fold in range(FOLDS):
        entries = [entry for entry in open_questions() if fold_of(entry) == fold]
        texts = {entry["q"].casefold() for entry in entries}
        shown = ArticleExamples(
            without(examples.sections, texts), without(examples.items, texts), without(examples.not_answered, texts)
        )
        yield matcher_without(texts, encoder, articles, {"leukopenia": shown}, calibrations), entries


def folds_of_an_unprepared_kiosk(encoder: Encoder, article: Article) -> Iterator[Fold]:
    """The same questions to a kiosk whose only article has no examples."""
    for fold in range(FOLDS):
        entries = [entry for entry in open_questions() if fold_of(entry) == fold]
        yield matcher_without({entry["q"].casefold() for entry in entries}, encoder, [article], {}, {}), entries


def matcher_without(
    texts: set[str],
    encoder: Encoder,
    articles: Sequence[Article],
    examples: Mapping[str, ArticleExamples],
    calibrations: Mapping[str, Calibration],
) -> SectionMatcher:
    general = load(ASSETS / "questions" / "en.toml", GeneralExamples)
    urgent = load(ASSETS / "urgent" / "en.toml", UrgentExamples)
    return matcher(
        encoder,
        articles,
        examples,
        calibrations,
        general=GeneralExamples(
            **{name: without({"": getattr(general, name)}, texts)[""] for name in ("clinic", "health", "unclear")}
        ),
        urgent=UrgentExamples(without(urgent.groups, texts), without(urgent.look_alikes, texts)),
    )


def starter(encoder: Encoder) -> tuple[Report, Report]:
    """Of the sections, and of the emergencies."""
    sections, alarms = Report(), Report()
    for trial, entries in folds(encoder):
        for entry in entries:
            asked = Asked(
                entry["q"],
                "leukopenia",
                tuple(entry["gold"]),
                kind_of(entry),
                entry["item"],
                "debatable" in entry["tags"],
            )
            got = Got(asked, trial.match(Question(asked.text, Way.TYPED)))
            (alarms if entry["kind"].startswith("red") else sections).got.append(got)
    measure_starter(sections, alarms)
    return sections, alarms


def kind_of(entry: Mapping[str, Any]) -> str:
    if entry["kind"] == "out_of_scope":
        return (
            "near" if "oos:near-miss" in entry["tags"] else "clinic" if "oos:logistics" in entry["tags"] else "chatter"
        )
    return "tolerated" if "urgent-tolerated" in entry["tags"] else str(entry["kind"])


def measure_starter(sections: Report, alarms: Report) -> None:
    clear = [got for got in sections.got if got.asked.gold and not got.asked.is_debatable]
    others = [got for got in sections.got if not got.asked.gold and not got.asked.is_debatable]
    in_scope(sections, clear)
    sections.figures["near misses answered"] = share(got.is_answered for got in others if got.asked.kind == "near")
    sections.figures["clinic and chatter answered"] = share(
        got.is_answered for got in others if got.asked.kind != "near"
    )
    lists = [got for got in clear if got.asked.gold[0] == "prevention" and got.offered[:1] == ["prevention"]]
    sections.figures["prevention item right (of answers)"] = share(
        got.answer.item == got.asked.item for got in lists if got.is_answered
    )
    sections.figures["about right (of no answers)"] = share(
        got.answer.about == {"near": "health", "clinic": "clinic", "chatter": "unclear"}[got.asked.kind]
        for got in others
        if got.answer.kind is AnswerKind.NO_ANSWER
    )
    measure_alarms(alarms, alarms.got)
    ordinary = [got for got in sections.got if got.asked.kind != "tolerated"]
    alarms.figures["ordinary questions on it"] = share(got.answer.kind is AnswerKind.URGENT for got in ordinary)
    alarms.figures["ordinary questions under a banner"] = share(got.answer.urgent_hint for got in ordinary)


def measure_alarms(report: Report, got: Sequence[Got]) -> None:
    emergencies = [each.answer for each in got if each.asked.kind == "red_flag"]
    alike = [each.answer for each in got if each.asked.kind == "red_flag_lookalike"]
    report.figures["emergencies on the urgent screen"] = share(each.kind is AnswerKind.URGENT for each in emergencies)
    report.figures["... or under a banner"] = share(
        each.kind is AnswerKind.URGENT or each.urgent_hint for each in emergencies
    )
    report.figures["look-alikes on it"] = share(each.kind is AnswerKind.URGENT for each in alike)


def in_scope(report: Report, got: Sequence[Got]) -> None:
    report.figures["best section first"] = share(each.is_right for each in got)
    report.figures["gold within three"] = share(bool({*each.offered[:3]} & {*each.asked.gold}) for each in got)
    report.figures["answered outright and right"] = share(each.is_answered and each.is_right for each in got)
    report.figures["answered outright and wrong"] = share(each.is_answered and not each.is_right for each in got)


# ---- articles never seen


def nih(encoder: Encoder) -> Report:
    articles = [nih_article(json.loads(line)) for line in (TRIALS / "nih-articles.jsonl").read_text().splitlines()]
    asked = [
        Asked(entry["q"], entry["article"], tuple(entry["gold"]), entry["family"])
        for entry in map(json.loads, (TRIALS / "nih-questions.jsonl").read_text().splitlines())
    ]
    report = Report(got=unseen(encoder, articles, asked))
    in_scope(report, [got for got in report.got if got.asked.gold and "asr" not in got.asked.kind])
    spoiled = [got for got in report.got if "asr" in got.asked.kind]
    report.figures["spoiled: best section first"] = share(got.is_right for got in spoiled)
    report.figures["out of scope answered"] = share(got.is_answered for got in report.got if not got.asked.gold)
    for kind in sorted({got.asked.kind for got in report.got if not got.asked.gold}):
        report.figures[f"... {kind}"] = share(got.is_answered for got in report.got if got.asked.kind == kind)
    return report


def leaflets(encoder: Encoder) -> Report:
    held = set((TRIALS.parent / "material" / "held-out.txt").read_text().split())
    articles = [article for article in read_articles(LEAFLETS) if article.id in held]
    asked = [each for article in articles for each in leaflet_questions(article.id)]
    other = [entry for entry in open_questions() if kind_of(entry) in ("clinic", "chatter")]
    asked += [Asked(entry["q"], article.id, (), kind_of(entry)) for article in articles[::3] for entry in other]
    report = Report(got=unseen(encoder, articles, asked))
    in_scope(report, [got for got in report.got if got.asked.gold])
    report.figures["near misses answered"] = share(got.is_answered for got in report.got if got.asked.kind == "near")
    report.figures["clinic and chatter answered"] = share(
        got.is_answered for got in report.got if got.asked.kind in ("clinic", "chatter")
    )
    measure_alarms(
        report,
        [
            Got(
                Asked(entry["q"], articles[0].id, (), entry["kind"]),
                trial.match(Question(entry["q"], Way.TYPED)),
            )
            for trial, entries in folds_of_an_unprepared_kiosk(encoder, articles[0])
            for entry in entries
            if entry["kind"].startswith("red")
        ],
    )
    return report


def leaflet_questions(id: str) -> Iterator[Asked]:
    examples = load(LEAFLETS / f"{id}.questions.toml", ArticleExamples)
    for section, texts in examples.sections.items():
        for text in texts:
            yield Asked(text, id, (section,), "in_scope")
    for texts in examples.not_answered.values():
        for text in texts:
            yield Asked(text, id, (), "near")


def unseen(encoder: Encoder, articles: Sequence[Article], asked: Sequence[Asked]) -> list[Got]:
    found = []
    for article in articles:
        mine = [each for each in asked if each.article == article.id]
        found += ask(matcher(encoder, [article], {}, {}), mine)
    return found


def nih_article(entry: Mapping[str, Any]) -> Article:
    sections = [
        Section(each["id"], each["title"], tuple(blocks_of(each["text"]) or [paragraph(each["title"])]))
        for each in entry["sections"]
    ]
    return Article(entry["article"], entry["title"], "en", tuple(sections), aliases=tuple(entry["aliases"]))


def blocks_of(text: str) -> list[Block]:
    return [paragraph(line) for line in text.split("\n") if line.strip()]


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, tuple(re.split(r"(?<=[.!?])\s+", text.strip())))


def main() -> None:
    parser = ArgumentParser(prog="script/bench answers", description="How good the answers are.")
    parser.add_argument("parts", nargs="*", choices=["starter", "urgent", "nih", "leaflets", []], metavar="PART")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures, for programs")
    parser.add_argument("--curve", type=Path, metavar="FILE.svg", help="the starter article's reliability curve")
    parser.add_argument(
        "--language", choices=sorted(languages.NAMES), help="another language than English, and that alone"
    )
    parser.add_argument("--baseline", action="store_true", help="keep these figures as the ones to compare with")
    parser.add_argument("--encoder", type=Path, default=ASSETS / "encoder" / "encoder.onnx")
    given = parser.parse_args()
    encoder = Encoder(given.encoder, ASSETS / "encoder" / "tokenizer.json")
    kept = TRIALS / "baseline.json"
    before = json.loads(kept.read_text()) if kept.exists() else {}
    parts = given.parts or ["starter", "urgent", "nih", "leaflets"]
    reports: dict[str, Report] = {}
    if given.language:
        parts = []
        name = given.language
        reports[name], reports[f"{name} urgent"] = languages.measured(in_language(name), name)
    if {"starter", "urgent"} & {*parts}:
        reports["starter"], reports["urgent"] = starter(encoder)
    if "nih" in parts:
        reports["nih"] = nih(encoder)
    if "leaflets" in parts:
        reports["leaflets"] = leaflets(encoder)
    for name, report in reports.items():
        tell(name, report, before)
    figures = {
        f"{name}.{figure}": value.value for name, report in reports.items() for figure, value in report.figures.items()
    }
    if given.curve and "starter" in reports:
        given.curve.write_text(curve(expected_calibration_error(reports["starter"].got)[1], "starter article"))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n")
    if given.baseline:
        kept.write_text(json.dumps(before | figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
