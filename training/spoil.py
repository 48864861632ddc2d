"""Spoils questions as a recogniser or a hurried hand would, so that a model learns to read through it."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

VOWELS = "aeiou"


def sound(word: str) -> str:
    """A crude key of how a word sounds: `white` and `wide` differ in one letter of it, `know` and `no` in none."""
    key = word
    for written, spoken in (
        ("ph", "f"), ("ght", "t"), ("kn", "n"), ("wr", "r"), ("wh", "w"), ("ck", "k"), ("c", "k"), ("q", "k"),
        ("x", "ks"), ("z", "s"), ("y", "i"), ("tion", "shn"), ("d", "t"), ("g", "k"), ("v", "f"), ("b", "p"),
    ):  # fmt: skip
        key = key.replace(written, spoken)
    return re.sub(r"(.)\1+", r"\1", key[:1] + "".join("a" if letter in VOWELS else letter for letter in key[1:]))


class Spoiler:
    """`vocabulary`: the words that a recogniser may put in another's place."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._alike: dict[str, list[str]] = defaultdict(list)
        for word in sorted(set(vocabulary)):
            for key in self._keys(word):
                self._alike[key].append(word)

    @staticmethod
    def _keys(word: str) -> set[str]:
        """The word's sound, and that sound with any one letter left out."""
        whole = sound(word)
        return {whole, *(whole[:at] + whole[at + 1 :] for at in range(len(whole)))} - {""}

    def heard(self, text: str, rate: float, dice: random.Random) -> str:
        """About `rate` of the words dropped, replaced by one of like sound, or torn apart."""
        spoiled: list[str] = []
        for word in text.split():
            spoiled += self._misheard(word, dice) if dice.random() < rate else [word]
        return " ".join(spoiled) or text

    def typed(self, text: str, rate: float, dice: random.Random) -> str:
        """About `rate` of the longer words with a slip of the finger or of the spelling."""
        return " ".join(
            slipped(word, dice) if len(word) > 3 and dice.random() < rate else word for word in text.split()
        )

    def _misheard(self, word: str, dice: random.Random) -> Sequence[str]:
        kind = dice.random()
        if kind < 0.25:
            return []
        if kind < 0.40 and len(word) > 6:
            return torn(word, dice)
        alike = sorted({other for key in self._keys(word) for other in self._alike.get(key, ()) if other != word})
        return [dice.choice(alike)] if alike else [slipped(word, dice)]


def torn(word: str, dice: random.Random) -> list[str]:
    """`neutrophils`: `neu tro phils`."""
    parts = re.findall(r"[^aeiou]*[aeiou]+(?:[^aeiou]$)?|[^aeiou]+$", word)
    pieces, at = [], 0
    while at < len(parts):
        take = dice.choice((1, 1, 2))
        pieces.append("".join(parts[at : at + take]))
        at += take
    return pieces


def slipped(word: str, dice: random.Random) -> str:
    if len(word) < 3:
        return word
    at = dice.randrange(1, len(word) - 1)
    return dice.choice((
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + dice.choice(VOWELS if word[at] in VOWELS else "bcdfghklmnprst") + word[at + 1 :],
        word.replace("ph", "f").replace("ie", "ei").replace("ou", "u").replace("ck", "k"),
    ))  # fmt: skip
