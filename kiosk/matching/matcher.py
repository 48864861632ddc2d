"""Urgent first; then the section, or "did you mean", or honestly nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples
from kiosk.matching.features import Features, Vectors
from kiosk.matching.passages import Passages
from kiosk.matching.topics import Guess, Topics, teaching_texts
from kiosk.matching.urgent import UrgentCheck
from kiosk.matching.words import essential, masked, names_pattern, plain
from kiosk.model import About, Answer, AnswerKind, Article, Note, Place, Question, Suggestion

SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Lines:
    """Shares from which on the matcher dares something. Measured on questions that no example was written for."""

    answer_at: float = 0.5
    unsure_at: float = 0.2
    urgent_at: float = 0.5
    hint_at: float = 0.25
    """A banner: something may be happening."""
    mention_at: float = 0.03
    """A section less likely than this isn't even suggested."""


class SectionMatcher:
    """Learns an article's sections from its text and its example questions."""

    def __init__(
        self,
        articles: Sequence[Article],
        examples: Mapping[str, ArticleExamples],
        general: GeneralExamples,
        urgent: UrgentExamples,
        features: Features,
        lines: Lines,
    ) -> None:
        self.name = features.name
        self._lines = lines
        self._features = features
        self._names = names_pattern(name for article in articles for name in _names_of(article))
        texts = [text for article in articles for text in teaching_texts(article, examples[article.id])]
        asked = [*general.clinic, *general.unclear, *_asked(examples)]
        seen = {text: self._mask(text) for text in [*texts, *asked]}
        features.of_content([*seen.values(), *map(plain, asked)])  # together, so that they are remembered together
        self._topics = Topics.taught(features, articles, examples, general, seen)
        self._urgent = UrgentCheck.taught(features, urgent, asked)
        self._sections = {Place(a.id, s.id): s for a in articles for s in a.sections}
        self._passages = {
            place: Passages(section, examples[place.article], features, self._mask)
            for place, section in self._sections.items()
        }

    def match(self, question: Question, *, article: str | None = None, after: Question | None = None) -> Answer:
        """`after` is not used yet: each question stands for itself."""
        alarm = self._urgent.check((question.text, *question.overheard))
        if alarm.share >= self._lines.urgent_at:
            return Answer(AnswerKind.URGENT, urgent_group=alarm.group)
        hint = alarm.share >= self._lines.hint_at
        if not plain(question.text):
            return Answer(AnswerKind.NO_ANSWER, about=About.UNCLEAR, urgent_hint=hint)
        asked = self._see(question.text)
        guess = self._topics.guess(asked, article)
        kind = self._kind(guess)
        suggestions = self._suggestions(guess)
        if kind is AnswerKind.ANSWER:
            return self._answer(question.text, asked, guess, suggestions[1:], hint)
        if kind is AnswerKind.UNSURE:
            return Answer(kind, suggestions=suggestions[:SUGGESTIONS], urgent_hint=hint)
        about = guess.about[0][0] if guess.about else About.UNCLEAR
        nearest = () if about is About.CLINIC else suggestions[:SUGGESTIONS]
        return Answer(kind, about=about, suggestions=nearest, urgent_hint=hint)

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        if not plain(text):
            return ()
        return self._suggestions(self._topics.guess(self._see(text), None))[:SUGGESTIONS]

    def _kind(self, guess: Guess) -> AnswerKind:
        best = guess.places[0][1] if guess.places else 0.0
        if best >= self._lines.answer_at:
            return AnswerKind.ANSWER
        if best >= self._lines.unsure_at and guess.none < 0.5:
            return AnswerKind.UNSURE
        return AnswerKind.NO_ANSWER

    def _answer(self, text: str, asked: Vectors, guess: Guess, others: tuple[Suggestion, ...], hint: bool) -> Answer:
        place, share = guess.places[0]
        passage = self._passages[place].best(asked)
        notes = [Note.SOURCE_INCOMPLETE] if self._sections[place].source_incomplete else []
        if asks_for_a_judgement(text):
            notes.append(Note.OWN_RESULT)
        return Answer(
            AnswerKind.ANSWER,
            place=place,
            item=passage.item,
            passage=passage.text,
            confidence=share,
            suggestions=others[:SUGGESTIONS],
            urgent_hint=hint,
            notes=tuple(notes),
        )

    def _suggestions(self, guess: Guess) -> tuple[Suggestion, ...]:
        likely = (each for each in guess.places[: SUGGESTIONS + 1] if each[1] >= self._lines.mention_at)
        return tuple(Suggestion(place, share) for place, share in likely)

    def _see(self, text: str) -> Vectors:
        return self._features.of_question(self._mask(text))

    def _mask(self, text: str) -> str:
        return essential(masked(text, self._names))


_OWN = re.compile(r"\b(?:my|our|his|her)\b")
_RESULT = re.compile(
    r"\b(?:counts?|results?|numbers?|levels?|tests?|labs?|wbcs?|whites?|cells|blood ?work|neutrophils?|mine)\b"
)
_JUDGEMENT = re.compile(r"\b(?:bad|good|ok|okay|normal|low|high|dangerous|serious|fine|enough|mean|\d)")
_NUMBER = re.compile(r"\bis \d")
_WHETHER = re.compile(r"\b(?:bad|good|ok|okay|normal|low|high|dangerous|enough)")
_MINE = re.compile(r"\bmine (?:is|was)\b")
_ASKED_AS = ((_OWN, _RESULT, _JUDGEMENT), (_JUDGEMENT, _OWN, _RESULT), (_NUMBER, _WHETHER), (_MINE,))


def asks_for_a_judgement(text: str) -> bool:
    """Somebody's own result: the kiosk shows what the article says, and that it can't judge."""
    words = plain(text)
    return any(_follow(words, patterns) for patterns in _ASKED_AS)


def _follow(words: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    """One after the other, with anything between. As one pattern, a long story would take it seconds."""
    at = 0
    for pattern in patterns:
        found = pattern.search(words, at)
        if found is None:
            return False
        at = found.end()
    return True


def _names_of(article: Article) -> tuple[str, ...]:
    """`Low white blood cell count (leukopenia)` has two names in one."""
    return (article.title, *re.split(r"[()]", article.title), *article.aliases)


def _asked(examples: Mapping[str, ArticleExamples]) -> list[str]:
    kinds = [kind for each in examples.values() for kind in (each.sections, each.items, each.not_answered)]
    return [text for kind in kinds for texts in kind.values() for text in texts]
