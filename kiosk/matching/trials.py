"""Asks an article's own example questions, each while it is left out of the lesson: do they find their section, and how far can the
shares be trusted?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.matching.calibration import Calibration, Trial, fitted
from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples
from kiosk.matching.features import AnyEncoder, Features
from kiosk.matching.matcher import Lines, SectionMatcher
from kiosk.model import Article

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Miss:
    """An example that finds another section than its own."""

    question: str
    wanted: str
    """The section's id."""
    found: str
    """The other section's title."""


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    section: str | None
    """None: nothing of the article answers it."""
    place: tuple[str, str, int]


def trials(
    article: Article,
    examples: ArticleExamples,
    general: GeneralExamples,
    encoder: AnyEncoder | None,
    prepared: Sequence[Path],
) -> Iterator[Trial | Miss]:
    """A trial of each question, and a miss besides for each that finds another section."""
    asked = list(_asked(article, examples))
    for fold in range(min(FOLDS, len(asked))):
        held = asked[fold :: min(FOLDS, len(asked))]
        taught = _without(examples, {each.place for each in held})
        features = Features(encoder, prepared=prepared)
        matcher = SectionMatcher([article], {article.id: taught}, general, UrgentExamples(), features, {}, Lines())
        for each in held:
            guess = matcher.guess(each.text, article.id)
            best = guess.sections[0][0]
            yield Trial(guess.best, best == each.section, each.section is not None)
            if each.section is not None and best != each.section:
                section = article.section(best)
                yield Miss(each.text, each.section, section.title if section else best)


def calibrated(
    article: Article,
    examples: ArticleExamples,
    general: GeneralExamples,
    encoder: AnyEncoder | None,
    prepared: Sequence[Path],
) -> tuple[Calibration, int]:
    """And on how many questions it was measured."""
    found = [each for each in trials(article, examples, general, encoder, prepared) if isinstance(each, Trial)]
    return fitted(found), len(found)


def _asked(article: Article, examples: ArticleExamples) -> Iterator[_Asked]:
    owner = {block.id: section.id for section in article.sections for block in section.items}
    there = {section.id for section in article.sections}
    yield from _of("sections", examples.sections, {id: id for id in there})
    yield from _of("items", examples.items, {id: section for id, section in owner.items() if id})
    for about, texts in examples.not_answered.items():
        yield from (_Asked(text, None, ("not_answered", about, at)) for at, text in enumerate(texts))


def _of(kind: str, texts: Mapping[str, Sequence[str]], owners: Mapping[str, str]) -> Iterator[_Asked]:
    for name, questions in texts.items():
        if name in owners:
            yield from (_Asked(text, owners[name], (kind, name, at)) for at, text in enumerate(questions))


def _without(examples: ArticleExamples, held: set[tuple[str, str, int]]) -> ArticleExamples:
    def kept(kind: str, name: str, texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(text for at, text in enumerate(texts) if (kind, name, at) not in held)

    return ArticleExamples(
        {name: kept("sections", name, texts) for name, texts in examples.sections.items()},
        {name: kept("items", name, texts) for name, texts in examples.items.items()},
        {about: kept("not_answered", about, texts) for about, texts in examples.not_answered.items()},
    )
