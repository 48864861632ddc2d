"""One article's sections, each held against a question: heading and nearest words, read together by the encoder.

Needs no example question, so it works on an article that nobody has prepared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from kiosk.matching.features import ArticleFeatures, Vectors
from kiosk.matching.words import plain
from kiosk.model import Article, BlockKind, Section

WORDS = 40
"""Of a piece of text, as in training."""
CLOSELY, MOST_SECTIONS = 4, 14
"""Sections that are read word by word, those whose meaning is nearest first: so many of them closely, and so many at all."""
PIECES_CLOSELY, PIECES = 2, 1
"""Of a section: those whose meaning is nearest. A piece takes two milliseconds or three."""
HEADING, PIECE = 2.0, 8.0
"""What nearness of meaning adds to what reading finds; fitted on articles held out of training."""
USUAL_HEADING, USUAL_PIECE = 0.3, 0.4
"""So near are a question and a text that have little to do with each other."""


class Comparison:
    def __init__(self, article: Article, features: ArticleFeatures, mask: Callable[[str], str]) -> None:
        assert features.reader is not None
        self._encoder = features.reader
        self._title = plain(article.title)
        self._headings = [mask(section.title) for section in article.sections]
        pieces = [[mask(piece) for piece in pieces_of(section)] or [""] for section in article.sections]
        self._pieces = [piece for each in pieces for piece in each]
        self._owners = np.array([at for at, each in enumerate(pieces) for _ in each])
        self._heading_meanings = features.of_content(self._headings)
        self._piece_meanings = features.of_content(self._pieces)

    def fits(self, question: str, meaning: Vectors) -> Vectors:
        """One number a section, above 0 where it answers rather than nothing does. `question`: masked; `meaning`: its
        features, shape (1, width)."""
        pieces = (self._piece_meanings @ meaning.T)[:, 0]
        headings = (self._heading_meanings @ meaning.T)[:, 0]
        nearest = [self._nearest(at, pieces) for at in range(len(self._headings))]
        near = HEADING * (headings - USUAL_HEADING) + PIECE * (pieces[[rows[0] for rows in nearest]] - USUAL_PIECE)
        read = np.argsort(-near, kind="stable")[:MOST_SECTIONS]
        found = np.full(len(self._headings), FAR, np.float32)
        for some, most in ((read[:CLOSELY], PIECES_CLOSELY), (read[CLOSELY:], PIECES)):
            found[some] = self._encoder.fits(question, [self._text(at, nearest[at][:most]) for at in some])
        return np.asarray(found + near, np.float32)

    def _nearest(self, section: int, pieces: Vectors) -> list[int]:
        """Its pieces, the nearest first."""
        mine = np.flatnonzero(self._owners == section)
        return [int(row) for row in mine[np.argsort(-pieces[mine], kind="stable")]]

    def _text(self, section: int, pieces: list[int]) -> str:
        return f"{self._title} : {self._headings[section]} : {' '.join(self._pieces[row] for row in pieces)}"


FAR = -12.0
"""The number of a section that wasn't read."""


def pieces_of(section: Section) -> list[str]:
    """Whole sentences, up to `WORDS` words together; a longer one is cut."""
    found: list[list[str]] = []
    for sentence in _spoken(section):
        words = sentence.split()
        if found and len(found[-1]) + len(words) <= WORDS:
            found[-1] += words
            continue
        found += [words[start : start + WORDS] for start in range(0, len(words), WORDS)]
    return [" ".join(words) for words in found]


def _spoken(section: Section) -> Iterable[str]:
    return (s for block in section.blocks if block.kind is not BlockKind.SUBHEADING for s in block.sentences)
