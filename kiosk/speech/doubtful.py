"""Words that no voice can be trusted with, being neither everyday words nor in the lexicon: an author listens to them, or writes
a rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kiosk.speech.lexicon import Lexicon

SPELLED = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Za-z]{2,}s?\b")
"""Two capitals or more: letters to be spelled, or a word?"""
MIXED = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])\w+\b")
"""Digits and letters in one: B12, 2nd."""
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SIGNS = re.compile(r"[^\w\s.,;:!?¡¿«»'’\"“”()%°-]")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s)")


@dataclass(frozen=True, slots=True)
class Doubt:
    word: str
    sentence: str


def doubtful(sentences: Iterable[str], lexicon: Lexicon, is_known: Callable[[str], bool]) -> tuple[Doubt, ...]:
    """Each word once, with the first sentence it stands in. `is_known`: an everyday word, in small letters."""
    found: dict[str, Doubt] = {}
    for sentence in sentences:
        for word in _in(lexicon, sentence, is_known):
            found.setdefault(word, Doubt(word, sentence))
    return tuple(found.values())


def _in(lexicon: Lexicon, sentence: str, is_known: Callable[[str], bool]) -> Iterator[str]:
    rest = lexicon.left_alone(sentence)
    yield from SIGNS.findall(rest)
    for pattern in (MIXED, SPELLED):
        for match in pattern.finditer(rest):
            if not lexicon.trusts(match[0]) and not ORDINAL.fullmatch(match[0]):
                yield match[0]
        rest = pattern.sub(" ", rest)
    for match in WORD.finditer(rest):
        if not _is_everyday(match[0], lambda part: lexicon.trusts(part) or is_known(part)):
            yield match[0]


def _is_everyday(word: str, is_known: Callable[[str], bool]) -> bool:
    plain = re.sub(r"['’](?:s|t|re|ve|ll|d|m)?$", "", word.lower())
    if is_known(plain):
        return True
    return all(is_known(part) or any(map(is_known, _stems(part))) for part in re.split(r"['’-]", plain) if part)


def _stems(word: str) -> Iterator[str]:
    """The word that this one is made from: who can say `count` can say `counts`."""
    for ending, instead in (
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word[: -len(ending)] + instead
