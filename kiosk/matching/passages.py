"""Where in a section the answer stands: the sentence, or the list entry, nearest to the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kiosk.matching.features import ArticleFeatures, Vectors
from kiosk.matching.wording import Wording
from kiosk.model import BlockKind, Section

OWN = 0.4
"""An entry must have such a share of its section to be the answer by itself."""


PLAIN = Wording()


@dataclass(frozen=True, slots=True)
class Passage:
    text: str
    """Letter for letter as in the article."""
    item: str | None


class Passages:
    """One section's sentences and entries, ready to be compared. `wording`: of the article's language."""

    def __init__(
        self, section: Section, features: ArticleFeatures, mask: Callable[[str], str], wording: Wording = PLAIN
    ) -> None:
        self._sentences = [
            sentence
            for block in section.blocks
            if block.kind is not BlockKind.SUBHEADING
            for sentence in block.sentences
        ]
        self._vectors = features.of_content([mask(sentence) for sentence in self._sentences])
        self._owners = [
            block.id if block.kind is BlockKind.ITEM else None
            for block in section.blocks
            if block.kind is not BlockKind.SUBHEADING
            for _ in block.sentences
        ]
        self._leans = [
            number > 0 and wording.leans(sentence)
            for block in section.blocks
            if block.kind is not BlockKind.SUBHEADING
            for number, sentence in enumerate(block.sentences)
        ]
        self._asides = np.array([wording.is_aside(sentence) for sentence in self._sentences])
        self._entries = {block.id: block.text for block in section.items if block.id}

    def best(self, question: Vectors, items: Sequence[tuple[str, float]] | None) -> Passage:
        """`items`: the section's entries with their shares of it, best first; None: nobody has taught them, the nearest
        sentence decides."""
        likely = [(item, share) for item, share in items or () if item in self._entries]
        if likely and likely[0][1] >= OWN:
            return Passage(self._entries[likely[0][0]], likely[0][0])
        nearness = (self._vectors @ question.T)[:, 0]
        wanted = np.full(len(self._sentences), True)
        if items is not None and not all(self._owners):  # the list as a whole is meant: what introduces it answers
            wanted = np.array([owner is None for owner in self._owners])
        if (wanted & ~self._asides).any():
            wanted &= ~self._asides
        nearest = int(np.argmax(np.where(wanted, nearness, -2.0)))
        while self._leans[nearest]:  # what is marked must be true by itself: a condition may stand before it
            nearest -= 1
        owner = self._owners[nearest]
        if owner is not None and items is None:
            return Passage(self._entries[owner], owner)
        return Passage(self._sentences[nearest], None)
