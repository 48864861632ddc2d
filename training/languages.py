"""How good the answers are in a language other than English: the kiosk's own matcher, asked what nobody taught it.

`trials/<name>.jsonl` holds, one a line, questions with the section that answers them (`section`, `item`) or what they are about
(`about`), emergencies (`urgent`: the group), and what only sounds like one (`look_alike`). What is taught as well is
left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk import parts
from kiosk.context import Context
from kiosk.matching import Matcher
from kiosk.matching.calibration import Trial
from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples, load
from kiosk.matching.matcher import SectionMatcher
from kiosk.matching.words import plain
from kiosk.model import AnswerKind, Article, Question, Way
from kiosk.settings import Settings
from training.figures import Asked, Got, Report, share

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "assets"
TRIALS = ROOT / "training" / "trials"
NAMES = {"es": "spanish"}
KINDS = {"health": "near", "clinic": "clinic", "unclear": "chatter"}


def taught(language: str) -> frozenset[str]:
    """Every line that the matcher of this language learns from, as plain words."""
    general = load(ASSETS / "questions" / f"{language}.toml", GeneralExamples)
    urgent = load(ASSETS / "urgent" / f"{language}.toml", UrgentExamples)
    context = Context(Settings(), ROOT / ".bench")
    own = [load(file, ArticleExamples) for file in parts.starter_examples(context, language)]
    groups = (*urgent.groups.values(), *urgent.look_alikes.values(), general.every, *(each.every for each in own))
    return frozenset(plain(text) for group in groups for text in group)


def untaught(language: str) -> Iterator[dict[str, Any]]:
    known = taught(language)
    for line in (TRIALS / f"{NAMES[language]}.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if plain(entry["q"]) not in known:
            yield entry


def trials(matcher: SectionMatcher, article: Article, language: str) -> list[Trial]:
    """What an article is calibrated on."""
    found = []
    for entry in (each for each in untaught(language) if "section" in each):
        guess = matcher.guess(entry["q"], article.id)
        found.append(Trial(guess.best, guess.sections[0][0] == entry["section"], entry["section"] is not None))
    return found


def measured(matcher: Matcher, language: str) -> tuple[Report, Report]:
    """Of the sections, and of the emergencies."""
    sections, alarms = Report(), Report()
    for entry in untaught(language):
        answer = matcher.match(Question(entry["q"], Way.TYPED))
        gold = (entry["section"],) if entry.get("section") else ()
        if "section" in entry:
            kind = "in_scope" if gold else KINDS[entry["about"]]
            sections.got.append(Got(Asked(entry["q"], "", gold, kind, entry.get("item")), answer))
        else:
            kind = "red_flag" if entry.get("urgent") else "red_flag_lookalike"
            alarms.got.append(Got(Asked(entry["q"], "", (), kind), answer))
    measure(sections, alarms)
    return sections, alarms


def measure(sections: Report, alarms: Report) -> None:
    clear = [got for got in sections.got if got.asked.gold]
    others = [got for got in sections.got if not got.asked.gold]
    sections.figures["best section first"] = share(each.is_right for each in clear)
    sections.figures["gold within three"] = share(bool({*each.offered[:3]} & {*each.asked.gold}) for each in clear)
    sections.figures["answered outright and right"] = share(each.is_answered and each.is_right for each in clear)
    sections.figures["answered outright and wrong"] = share(each.is_answered and not each.is_right for each in clear)
    sections.figures["near misses answered"] = share(got.is_answered for got in others if got.asked.kind == "near")
    sections.figures["clinic and chatter answered"] = share(
        got.is_answered for got in others if got.asked.kind != "near"
    )
    emergencies = [each.answer for each in alarms.got if each.asked.kind == "red_flag"]
    alike = [each.answer for each in alarms.got if each.asked.kind == "red_flag_lookalike"]
    alarms.figures["emergencies on the urgent screen"] = share(each.kind is AnswerKind.URGENT for each in emergencies)
    alarms.figures["... or under a banner"] = share(
        each.kind is AnswerKind.URGENT or each.urgent_hint for each in emergencies
    )
    alarms.figures["look-alikes on it"] = share(each.kind is AnswerKind.URGENT for each in alike)
    alarms.figures["ordinary questions on it"] = share(got.answer.kind is AnswerKind.URGENT for got in sections.got)
