"""Where in a section the answer stands: the sentence, or the list entry, nearest to the question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kiosk.matching.examples import ArticleExamples
from kiosk.matching.features import Features, Vectors
from kiosk.model import BlockKind, Section

CLEAR = 0.30
"""An entry must be at least so near to the question to be the answer by itself."""


@dataclass(frozen=True, slots=True)
class Passage:
    text: str
    """Letter for letter as in the article."""
    item: str | None


class Passages:
    """One section's sentences and entries, ready to be compared."""

    def __init__(
        self, section: Section, examples: ArticleExamples, features: Features, mask: Callable[[str], str]
    ) -> None:
        self._sentences = [
            sentence
            for block in section.blocks
            if block.kind is not BlockKind.SUBHEADING
            for sentence in block.sentences
        ]
        self._sentence_vectors = features.of_content([mask(sentence) for sentence in self._sentences])
        self._texts = {block.id: block.text for block in section.items if block.id}
        near = [(item, text) for item, text in self._texts.items()]
        near += [(item, text) for item in self._texts for text in examples.items.get(item, ())]
        general = [(None, text) for text in examples.sections.get(section.id, ())] if near else []
        self._owners = [owner for owner, _ in [*near, *general]]
        self._owned = features.of_content([mask(text) for _, text in [*near, *general]])

    def best(self, question: Vectors) -> Passage:
        if item := self._item(question):
            return Passage(self._texts[item], item)
        nearness = (self._sentence_vectors @ question.T)[:, 0]
        return Passage(self._sentences[int(np.argmax(nearness))], None)

    def _item(self, question: Vectors) -> str | None:
        """An entry, if it or an example for it is nearer than every example for the whole section."""
        if not self._owners:
            return None
        nearness = (self._owned @ question.T)[:, 0]
        first = int(np.argmax(nearness))
        return self._owners[first] if nearness[first] >= CLEAR else None
