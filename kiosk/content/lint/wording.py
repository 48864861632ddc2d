"""Can everybody follow it? Reading grade, long sentences, abbreviations that nobody explains."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kiosk.content.importing import Manuscript
from kiosk.content.importing.manuscript import Chapter
from kiosk.content.lint.finding import Finding, Kind
from kiosk.model import BlockKind

TARGET_GRADE = 6.0
LONGEST = 25
"""Words of a sentence."""
LEAST = 20
"""Words. Less has no grade that means anything."""
_ABBREVIATION = re.compile(r"(?<![\w-])(?:[A-Z]{2,6}s?|(?:[A-Z]\.){2,})(?![\w-])")
COMMON = frozenset(
    [
        "US",
        "USA",
        "UK",
        "EU",
        "TV",
        "AM",
        "PM",
        "OK",
        "ID",
        "FAQ",
        "HIV",
        "AIDS",
        "DNA",
        "UV",
        "CDC",
        "NHS",
        "FDA",
        "COVID",
    ]
)
"""What people say by its letters, and would not know spelled out."""

Sentence = tuple[str, int, str]
"""Section, line, text."""


def grades(manuscript: Manuscript, grade: Callable[[str], float]) -> Iterator[Finding]:
    """`grade`: a text's reading grade (Flesch-Kincaid)."""
    for chapter in manuscript.chapters:
        text = _running(chapter)
        if len(text.split()) < LEAST:
            continue
        found = grade(text)
        if found > TARGET_GRADE:
            yield Finding(
                Kind.READING_GRADE,
                chapter.line,
                f"“{chapter.title[:60]}” is written for grade {found:.1f}; everybody should read it at grade {TARGET_GRADE:.0f}.",
                "Shorter sentences, everyday words.",
                chapter.id,
            )


def _running(chapter: Chapter) -> str:
    said = (part.text for part in chapter.parts if part.kind is not BlockKind.SUBHEADING)
    return " ".join(text if re.search(r"[.!?:]$", text) else f"{text}." for text in said)


def long_sentences(sentences: Sequence[Sentence]) -> Iterator[Finding]:
    for section, line, text in sentences:
        if (words := len(text.split())) > LONGEST:
            yield Finding(
                Kind.LONG_SENTENCE,
                line,
                f"A sentence of {words} words: “{' '.join(text.split()[:8])} …”",
                f"Divide it: {LONGEST} words at most.",
                section,
            )


def abbreviations(sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """Explained: written out beside it in brackets, one way or the other, anywhere before or where it first stands."""
    before = ""
    told: set[str] = set()
    for section, line, text in sentences:
        before += " " + text
        for match in _ABBREVIATION.finditer(text):
            short = match[0].rstrip("s").replace(".", "")
            if short in told or short in COMMON or _is_shouted(text):
                continue
            told.add(short)
            if not _is_explained(short, before):
                yield Finding(
                    Kind.ABBREVIATION,
                    line,
                    f"“{match[0]}” is not explained.",
                    "Write it out where it first stands, with the letters in brackets.",
                    section,
                )


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > 0.7 * len(letters)


def _is_explained(short: str, before: str) -> bool:
    initials = r"\W+(?:\w+\W+){0,2}?".join(rf"\b{letter}\w*" for letter in short)
    written_out = rf"{initials}\w*\W*\(\W*{short}s?\W*\)"
    in_brackets = rf"\b{short}s?\W*\(\W*{initials}"
    return bool(re.search(f"{written_out}|{in_brackets}", before, re.IGNORECASE))
