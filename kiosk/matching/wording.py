"""The small words of one language that matching must know: what people say while they think, what joins two questions, how somebody
asks about their own result, by which words a sentence leans on the one before it. They stand in [words] of assets/questions; a
language without any does without."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from kiosk.matching.words import plain

MOST_CLAUSES = 6
"""Each takes some milliseconds."""
NEVER = "(?!)"


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As it is written."""

    mask: str = "it"
    fillers: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    leaning: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    own_result: Mapping[str, str | tuple[tuple[str, ...], ...]] = {}


@dataclass(frozen=True, slots=True)
class Wording:
    mask: str = "it"
    """Stands for what an article is called."""
    fillers: re.Pattern[str] = re.compile(NEVER)
    joined: re.Pattern[str] = re.compile(NEVER)
    leaning: re.Pattern[str] = re.compile(NEVER)
    asides: re.Pattern[str] = re.compile(NEVER)
    own_result: tuple[tuple[re.Pattern[str], ...], ...] = ()
    """Ways to ask about it: each, patterns that follow one after the other."""

    def clauses(self, text: str) -> list[str]:
        """The sentences of a text, and questions that only an "and" joins, each as plain words; empty where there is but one."""
        found = [
            part.strip()
            for sentence in re.split(r"[.!?;…\n]+(?=\s|$)", text)
            for part in self.joined.split(plain(sentence))
        ]
        found = [part for part in found if part.count(" ") >= 2][:MOST_CLAUSES]
        return found if len(found) > 1 else []

    def leans(self, sentence: str) -> bool:
        """It means little, or something else, without the sentence before it: "Then it goes away." """
        return self.leaning.match(plain(sentence)) is not None

    def is_aside(self, sentence: str) -> bool:
        """About the text itself, what it doesn't say: no answer where there is another sentence."""
        return self.asides.search(plain(sentence)) is not None

    def essential(self, text: str) -> str:
        """Without the words that people say while they think; the text itself where nothing else is left."""
        return " ".join(self.fillers.sub(" ", text).split()) or text

    def asks_for_a_judgement(self, text: str) -> bool:
        """Somebody asks about their own result. The kiosk shows what the article says, and that it can't judge."""
        words = plain(text)
        return any(_follow(words, patterns) for patterns in self.own_result)


def wording_of(table: Table) -> Wording:
    """Raises ValueError for what is no pattern, or names none."""
    try:
        return _made(table)
    except (KeyError, re.error) as error:
        raise ValueError(f"[words]: {error}") from error


def _made(table: Table) -> Wording:
    joined = NEVER
    if table.joining and table.asking:
        besides = rf"(?:(?:{'|'.join(table.besides)})\s+)?" if table.besides else ""
        joined = rf"\b(?:{'|'.join(table.joining)})\s+{besides}(?=(?:{'|'.join(table.asking)})\b)"
    given = dict(table.own_result)
    orders = given.pop("in_order", ())
    if isinstance(orders, str) or not all(isinstance(pattern, str) for pattern in given.values()):
        raise ValueError("[own_result] holds in_order, and patterns that it names")
    patterns = {name: re.compile(str(pattern)) for name, pattern in given.items()}
    return Wording(
        table.mask,
        _any_of(table.fillers),
        re.compile(joined),
        _any_of(table.leaning),
        _any_of(table.asides),
        tuple(tuple(patterns[name] for name in order) for order in orders),
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b" if words else NEVER)


def _follow(words: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    """One after the other, with anything between. As one pattern, a long story would take it seconds."""
    at = 0
    for pattern in patterns:
        found = pattern.search(words, at)
        if found is None:
            return False
        at = found.end()
    return True
