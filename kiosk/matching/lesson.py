"""What an article's own words and its example questions teach: which section, which of its entries, or what else was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kiosk.matching.examples import ArticleExamples, GeneralExamples
from kiosk.matching.features import ArticleFeatures, Features, Vectors
from kiosk.model import About, Article

NONE = "~"
"""Begins the label of a question that no section answers."""
ENTRY = "#"
"""Between a section and its list entry in a label."""

TITLE, SENTENCE, EXAMPLE = 1.5, 0.4, 1.0
"""What a title, a sentence of the text and an example question count in teaching."""
BALANCE = 1.0
"""All that isn't about any article counts at most so much beside all of the article: many such lines must not drown a short one."""
STRENGTH = 12.0

Taught = tuple[str, str, float]
"""A text as the classifier is to see it, its label, and what it counts."""


class Lesson:
    def __init__(self, features: Features | ArticleFeatures, taught: Sequence[Taught]) -> None:
        texts, labels, weights = zip(*taught, strict=True)
        self._classifier = features.taught(texts, labels, weights, STRENGTH)
        self.labels = self._classifier.labels

    def likely(self, seen: Vectors) -> dict[str, float]:
        """A share for each label; they sum to 1. `seen`: a question's features, shape (1, width)."""
        return dict(zip(self.labels, self._classifier.likely(seen)[0].tolist(), strict=True))


def taught_by(
    article: Article, examples: ArticleExamples, general: GeneralExamples, mask: Callable[[str], str]
) -> list[Taught]:
    own = [(mask(text), label, weight) for text, label, weight in _lines(article, examples)]
    others = [(mask(text), label) for text, label in _others(general)]
    weight = min(EXAMPLE, BALANCE * sum(weight for _, _, weight in own) / max(1, len(others)))
    return [*own, *((text, label, weight) for text, label in others)]


def _lines(article: Article, examples: ArticleExamples) -> Iterator[Taught]:
    owner = {block.id: section.id for section in article.sections for block in section.items}
    for section in article.sections:
        yield section.title, section.id, TITLE
        for block in section.blocks:
            label = section.id + ENTRY + block.id if block.id else section.id
            for text in block.sentences:
                yield text, label, SENTENCE
        for text in examples.sections.get(section.id, ()):
            yield text, section.id, EXAMPLE
    for item, texts in examples.items.items():
        if item in owner:
            for text in texts:
                yield text, owner[item] + ENTRY + item, EXAMPLE
    for about, texts in examples.not_answered.items():
        for text in texts:
            yield text, NONE + about, EXAMPLE


def _others(general: GeneralExamples) -> Iterator[tuple[str, str]]:
    yield from ((text, NONE + About.CLINIC) for text in general.clinic)
    yield from ((text, NONE + About.UNCLEAR) for text in general.unclear)
