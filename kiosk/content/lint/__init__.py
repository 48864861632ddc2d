"""What is wrong with an article, before anybody signs it: each finding with its line, its reason, and what to do.

Other rooms' judgement comes in by constructor (`Judges`): can the voice say it, the recogniser spell it, the screen draw it, do the
example questions find their section?
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.content.importing import Manuscript
from kiosk.content.lint import figures, structure, wording
from kiosk.content.lint.finding import Finding, Kind, Weight
from kiosk.content.sentences import sentences_of
from kiosk.model import BlockKind

__all__ = ["Finding", "Judges", "Kind", "Weight", "lint"]

Sentence = tuple[str, int, str]
MOST_OF_A_KIND = 60
"""Findings of one kind: nobody reads more."""


@dataclass(frozen=True, slots=True)
class Judges:
    """Each may be left out."""

    grade: Callable[[str], float] | None = None
    """A text's reading grade."""
    unsaid: Callable[[Sequence[str]], Sequence[tuple[str, str]]] | None = None
    """Words that no voice surely says rightly, each with its sentence."""
    unheard: Callable[[Sequence[str]], Sequence[str]] | None = None
    """Words of the titles and names that no recogniser knows by itself."""
    undrawn: Callable[[str], str] | None = None
    """Letters that the screen can't draw."""


def lint(
    manuscript: Manuscript, judges: Judges, today: date, reviewed: date | None = None, aliases: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """By line. `reviewed`: by this clinic; `aliases`: other names of the condition."""
    return tuple(sorted(_found(manuscript, judges, today, reviewed, aliases), key=lambda each: (each.line, each.kind)))


def _found(
    manuscript: Manuscript, judges: Judges, today: date, reviewed: date | None, aliases: Sequence[str]
) -> Iterator[Finding]:
    sentences = list(_sentences(manuscript))
    yield from structure.lost_lists(manuscript)
    yield from structure.furniture(manuscript)
    yield from structure.review(manuscript, reviewed, today)
    yield from structure.headings(manuscript)
    yield from structure.duplicates(manuscript, sentences)
    yield from figures.unit_slips(sentences)
    yield from figures.gaps(sentences)
    yield from wording.long_sentences(sentences)
    yield from wording.abbreviations(sentences)
    if judges.grade:
        yield from wording.grades(manuscript, judges.grade)
    if judges.unsaid:
        yield from _unsaid(manuscript, sentences, judges.unsaid)
    if judges.unheard:
        yield from _unheard(manuscript, aliases, judges.unheard)
    if judges.undrawn:
        yield from _undrawn(manuscript, judges.undrawn)


def _sentences(manuscript: Manuscript) -> Iterator[Sentence]:
    for chapter in manuscript.chapters:
        for part in chapter.parts:
            if part.kind is not BlockKind.SUBHEADING:
                yield from ((chapter.id, part.line, sentence) for sentence in sentences_of(part.text))


def _unsaid(
    manuscript: Manuscript,
    sentences: Sequence[Sentence],
    unsaid: Callable[[Sequence[str]], Sequence[tuple[str, str]]],
) -> Iterator[Finding]:
    where = {chapter.title: (chapter.id, chapter.line) for chapter in reversed(manuscript.chapters)}
    where |= {text: (section, line) for section, line, text in reversed(sentences)}
    told: dict[str, tuple[str, str]] = {}
    for word, sentence in unsaid([text for _, _, text in sentences]):
        told.setdefault(word.casefold(), (word, sentence))
    for word, sentence in list(told.values())[:MOST_OF_A_KIND]:
        section, line = where.get(sentence, ("", 0))
        yield Finding(
            Kind.NO_VOICE,
            line,
            f"No voice is sure how to say “{word}”.",
            "Listen to it, and write how it is said into the .lexicon.toml beside the article.",
            section,
        )


def _unheard(
    manuscript: Manuscript, aliases: Sequence[str], unheard: Callable[[Sequence[str]], Sequence[str]]
) -> Iterator[Finding]:
    titles = [manuscript.title, *aliases, *(chapter.title for chapter in manuscript.chapters)]
    for word in list(unheard(titles))[:MOST_OF_A_KIND]:
        line = next((chapter.line for chapter in manuscript.chapters if word.lower() in chapter.title.lower()), 1)
        yield Finding(
            Kind.NO_RECOGNISER,
            line,
            f"Visitors will say “{word}”, and no recogniser knows it by itself.",
            "Give other names of it as aliases, and example questions as it is misheard.",
        )


def _undrawn(manuscript: Manuscript, undrawn: Callable[[str], str]) -> Iterator[Finding]:
    told: set[str] = set()
    for chapter in manuscript.chapters:
        for line, text in ((chapter.line, chapter.title), *((part.line, part.text) for part in chapter.parts)):
            for letter in undrawn(text):
                if letter not in told:
                    told.add(letter)
                    yield Finding(
                        Kind.NO_GLYPH,
                        line,
                        f"The screen can't draw “{letter}” (U+{ord(letter):04X}).",
                        "Write it in other letters.",
                        chapter.id,
                        Weight.ERROR,
                    )
