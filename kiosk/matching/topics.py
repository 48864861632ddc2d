"""Which section is asked for, or none: one classifier over all installed articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk.matching.classifier import Classifier
from kiosk.matching.examples import ArticleExamples, GeneralExamples
from kiosk.matching.features import Features, Vectors
from kiosk.model import About, Article, Place

NONE = "~"
"""Begins the label of a question that no section answers."""

TITLE, SENTENCE, EXAMPLE = 1.5, 0.5, 1.0
"""What a title, a sentence of the text and an example question count in teaching."""


@dataclass(frozen=True, slots=True)
class Guess:
    places: tuple[tuple[Place, float], ...]
    """Every section with its share, best first."""
    about: tuple[tuple[About, float], ...]
    """What it may be about if no section answers it, best first."""

    @property
    def none(self) -> float:
        """How likely no section answers it."""
        return sum(share for _, share in self.about)


class Topics:
    def __init__(self, classifier: Classifier | None, places: Mapping[str, Place]) -> None:
        self._classifier = classifier
        self._places = places

    @classmethod
    def taught(
        cls,
        features: Features,
        articles: Sequence[Article],
        examples: Mapping[str, ArticleExamples],
        general: GeneralExamples,
        masked: Mapping[str, str],
    ) -> Topics:
        """`masked`: each text as the classifier is to see it."""
        taught = [line for article in articles for line in _of_article(article, examples[article.id])]
        taught += [(text, NONE + About.CLINIC, EXAMPLE) for text in general.clinic]
        taught += [(text, NONE + About.UNCLEAR, EXAMPLE) for text in general.unclear]
        if not taught:
            return cls(None, {})
        texts, labels, weights = zip(*taught, strict=True)
        seen = features.of_content([masked[text] for text in texts])
        places = {_label(a.id, s.id): Place(a.id, s.id) for a in articles for s in a.sections}
        return cls(Classifier.taught(seen, labels, weights, strength=10.0), places)

    def guess(self, question: Vectors, article: str | None) -> Guess:
        """`question`: one row of features. `article`: search there alone."""
        if self._classifier is None:
            return Guess((), ())
        shares = dict(zip(self._classifier.labels, self._classifier.likely(question)[0].tolist(), strict=True))
        places = [(place, shares[label]) for label, place in self._places.items()]
        places = [(place, share) for place, share in places if article in (None, place.article)]
        about = [(About(label[1:]), share) for label, share in shares.items() if label.startswith(NONE)]
        return Guess(tuple(sorted(places, key=lambda each: -each[1])), tuple(sorted(about, key=lambda each: -each[1])))


def teaching_texts(article: Article, examples: ArticleExamples) -> Iterator[str]:
    for text, _, _ in _of_article(article, examples):
        yield text


def _of_article(article: Article, examples: ArticleExamples) -> Iterator[tuple[str, str, float]]:
    of_item = {block.id: section.id for section in article.sections for block in section.items}
    for section in article.sections:
        label = _label(article.id, section.id)
        yield section.title, label, TITLE
        for text in section.sentences:
            yield text, label, SENTENCE
        for text in examples.sections.get(section.id, ()):
            yield text, label, EXAMPLE
    for item, texts in examples.items.items():
        if item in of_item:
            for text in texts:
                yield text, _label(article.id, of_item[item]), EXAMPLE
    for about, texts in examples.not_answered.items():
        for text in texts:
            yield text, NONE + about, EXAMPLE


def _label(article: str, section: str) -> str:
    return f"{article}/{section}"
