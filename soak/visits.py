"""Who comes, and what for: the same for the same seed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from pathlib import Path
from random import Random


@unique
class Kind(StrEnum):
    TAP = "tap"
    LISTEN = "listen"
    TYPE = "type"
    SPEAK = "speak"
    COMFORT = "comfort"
    GUIDE = "guide"
    TAKE = "take"
    URGENT = "urgent"
    STAFF = "staff"
    STRAY = "stray"
    """Somebody who is no staff tries a PIN."""
    STICK = "stick"
    """Staff with a stick of their own, which is pulled out too early. Comes only with that fault, as the next one."""
    HEADPHONES = "headphones"
    """Somebody who is guided as soon as they plug in."""


SHARES = {
    Kind.TAP: 18, Kind.LISTEN: 18, Kind.TYPE: 18, Kind.SPEAK: 14, Kind.COMFORT: 10, Kind.GUIDE: 5, Kind.TAKE: 5, Kind.URGENT: 5,
    Kind.STAFF: 5, Kind.STRAY: 2,
}  # fmt: skip
SPANISH = 0.25
WALKS_AWAY, IN_THE_MIDDLE = 0.3, 0.1
"""Shares of visitors: who let the kiosk forget them instead of touching "Finish"; who turn away while something still runs."""
BETWEEN_S = 240.0
"""Virtual seconds from one visit to the next, on average."""
SOON_S = 20.0
"""Virtual seconds between those who come first."""
FIRST = 500_000
"""Numbers of visits from here on are those of who comes first."""
SIGNS = "bdfgklmnprtvz"
LANGUAGES = ("en", "es")
ENGLISH_ALONE = (Kind.STAFF, Kind.STRAY, Kind.SPEAK, Kind.GUIDE)


@dataclass(frozen=True, slots=True)
class Visit:
    number: int
    kind: Kind
    language: str
    question: str
    """Typed; of a spoken one, an index among those that were recorded."""
    canary: str
    """A word that stands in the question, and nowhere else in the world."""
    seed: int
    """Of what else is left to chance."""
    walks_away: bool
    turns_away_at: int | None
    """After so many steps, whatever is on the screen; None: stays."""
    pause_s: float
    """Virtual seconds until they come."""


def visits(seed: int, questions: dict[str, Sequence[str]], first: int = 0) -> Iterator[Visit]:
    """`questions`: by language; `first`: the number of the first of them, where others were before."""
    number = first
    while True:
        dice = Random(f"{seed}:{number}")
        [kind] = dice.choices(list(SHARES), list(SHARES.values()))
        yield visit(number, kind, dice, questions)
        number += 1


def everybody(seed: int, questions: dict[str, Sequence[str]], first: int = 0) -> Iterator[Visit]:
    """One of each kind in each language, soon one after the other, who see it through: after them a process has made whatever it
    makes once and keeps. `first`: as for `visits`."""
    all_of_them = [(kind, language) for kind in SHARES for language in LANGUAGES if _comes(kind, language)]
    Random(f"{seed}:first:{first}").shuffle(all_of_them)
    for number, (kind, language) in enumerate(all_of_them, FIRST + first):
        made = visit(number, kind, Random(f"{seed}:{number}"), questions, language)
        yield replace(made, walks_away=False, turns_away_at=None, pause_s=SOON_S)


def _comes(kind: Kind, language: str) -> bool:
    return language == LANGUAGES[0] or kind not in ENGLISH_ALONE


def visit(number: int, kind: Kind, dice: Random, questions: dict[str, Sequence[str]], language: str = "") -> Visit:
    """`language`: empty: as it happens."""
    by_chance = LANGUAGES[dice.random() < SPANISH]
    language = language or (by_chance if _comes(kind, by_chance) else LANGUAGES[0])
    canary = "".join(dice.choice(SIGNS) + dice.choice("aiou") for _ in range(4))
    return Visit(
        number,
        kind,
        language,
        dice.choice(questions[language]),
        canary,
        dice.randrange(1 << 30),
        dice.random() < WALKS_AWAY,
        dice.randint(2, 25) if dice.random() < IN_THE_MIDDLE else None,
        dice.expovariate(1 / BETWEEN_S),
    )


def probe(number: int, kind: Kind, seed: int, questions: dict[str, Sequence[str]]) -> Visit:
    """Somebody who comes at once and sees it through, to find out whether the kiosk serves."""
    made = visit(number, kind, Random(f"{seed}:probe:{number}"), {"en": questions["en"], "es": questions["en"]})
    return Visit(number, kind, "en", made.question, made.canary, made.seed, False, None, 0.0)


def questions(assets: Path) -> dict[str, Sequence[str]]:
    """What people type: what they ask of anything, and what is asked of the articles. Only letters that are on the keys."""
    found: dict[str, Sequence[str]] = {}
    for language in LANGUAGES:
        files = [assets / "questions" / f"{language}.toml", *sorted((assets / "articles").glob("*.questions.toml"))]
        mine = [file for file in files[1:] if ("-es." in file.name) == (language == "es")]
        texts = [text for file in [files[0], *mine] for text in _texts(tomllib.loads(file.read_text(encoding="utf-8")))]
        found[language] = tuple(dict.fromkeys(text for text in map(_typed, texts) if 6 <= len(text) <= 40))
    return found


def _texts(tree: object) -> Iterator[str]:
    match tree:
        case str():
            yield tree
        case list():
            for each in tree:
                yield from _texts(each)
        case dict():
            for each in tree.values():
                yield from _texts(each)


def _typed(text: str) -> str:
    plain = text.lower().translate(str.maketrans("áéíóúüñ", "aeiouun", "¿?¡!.,;:\"'-()"))
    return " ".join("".join(letter if letter in "abcdefghijklmnopqrstuvwxyz" else " " for letter in plain).split())
