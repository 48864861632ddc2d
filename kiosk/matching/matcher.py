"""Urgent first; then the article that is meant; then its section, or "did you mean", or honestly nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kiosk.matching.calibration import Calibration
from kiosk.matching.e5 import E5
from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples
from kiosk.matching.expert import Expert, General, Guess, agreed
from kiosk.matching.features import AnyEncoder, Features
from kiosk.matching.names import Names, names_of
from kiosk.matching.passages import Passages
from kiosk.matching.shelf import Shelf
from kiosk.matching.urgent import Danger, Level, UrgentCheck
from kiosk.matching.words import plain
from kiosk.model import About, Answer, AnswerKind, Article, Note, Place, Question, Suggestion, UrgentGroup, Way

SUGGESTIONS = 3
READ_AT_ONCE = 3
"""Articles that are looked into where none is named."""
SPOKEN_ANSWER_AT = 0.7
"""What was spoken may have been misheard: below this it is "did you mean", however the article is calibrated. Measured on recorded
questions: of 16 without an answer, with babble 10 dB below, three would be answered without this line, and none is."""
OTHER_READINGS = 2
"""Of what was said, looked at besides the likeliest. More cost time, and are seldom better."""
GUESSED_URGENT_AT = 0.9
"""Words that the recogniser itself doesn't believe, and that nobody is shown, must be this alarming to take the screen: emergencies
in a noisy room were at .96 and above, what Whisper makes of babble below .8."""
CLOSE = 0.6
"""Another article's best section, at least so likely as the best of all, leaves open which article is meant."""


SURE_OF_A_PART = 0.85
"""A part of what was said must be surer than the whole: what was said around it may turn its meaning."""
WORTH_A_GLANCE = 0.03
"""A section less likely than this isn't shown to somebody who is still typing."""
BESIDE_THE_POINT = {About.CLINIC: 0.9, About.UNCLEAR: 0.8}
"""So likely for the desk, or no question at all, that no section is offered."""


@dataclass(frozen=True, slots=True)
class Lines:
    """From which shares on the matcher dares something. None: as calibrated for the article."""

    answer_at: float | None = None
    unsure_at: float | None = None
    urgent_at: float = 0.28
    hint_at: float = 0.08
    """A banner: something may be happening."""

    def level(self, urgent: float, is_shown: bool) -> Level:
        """Of this share."""
        if urgent >= (self.urgent_at if is_shown else max(self.urgent_at, GUESSED_URGENT_AT)):
            return Level.SCREEN
        return Level.BANNER if urgent >= self.hint_at else Level.CALM


def lines_for(encoder: AnyEncoder | None) -> Lines:
    """Shares from another encoder mean something else."""
    return Lines(urgent_at=0.55, hint_at=0.2) if isinstance(encoder, E5) else Lines()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one guess."""

    guess: Guess
    kind: AnswerKind
    confidence: float


class SectionMatcher:
    """Knows every installed article through an expert of its own, made when it is first needed."""

    def __init__(
        self,
        articles: Sequence[Article],
        examples: Mapping[str, ArticleExamples],
        general: GeneralExamples,
        urgent: UrgentExamples,
        features: Features,
        calibrations: Mapping[str, Calibration],
        lines: Lines,
        calm: Sequence[str] = (),
    ) -> None:
        """`calm`: questions, besides the general ones, that the urgent check learns to be none for it."""
        self.name = features.name
        self.reads_meaning = features.encoder is not None
        self._lines = lines
        self._features = features
        self._articles = {article.id: article for article in articles}
        self._examples = examples
        self._calibrations = calibrations
        self._general = General(features, general)
        self._wording = self._general.wording
        self._names = Names({article.id: names_of(article) for article in articles}, features.is_word)
        self._shelf = Shelf(articles, features, READ_AT_ONCE)
        self._vocabulary = Counter(
            word
            for texts in (general.every, *urgent.groups.values(), *urgent.look_alikes.values(), calm)
            for text in texts
            for word in plain(text).split()
        )
        """How often its language's examples say each word."""
        self._experts: dict[str, Expert] = {}
        self._passages: dict[Place, Passages] = {}
        self._urgent = UrgentCheck.taught(features, urgent, [*general.every, *calm])
        if len(articles) <= READ_AT_ONCE:
            self.warm()
        features.remember()

    # ---- the matcher's promises

    def match(
        self,
        question: Question,
        *,
        article: str | None = None,
        after: Question | None = None,
        near: str | None = None,
    ) -> Answer:
        danger = self.danger((question.text, *question.overheard), is_shown=bool(question.text))
        if danger.level is Level.SCREEN:
            return Answer(AnswerKind.URGENT, urgent_group=danger.group)
        hint = danger.level is Level.BANNER
        words = plain(question.text)
        meant = self._meant(words, article, after, near)
        if not words or not meant:
            about = self._general.likeliest(words) if words else About.UNCLEAR
            return Answer(AnswerKind.NO_ANSWER, about=about, urgent_hint=hint)
        verdicts = self._verdicts(question, meant)
        first = verdicts[0]
        if first.kind is AnswerKind.ANSWER:
            return self._answer(question.text, verdicts, hint)
        if first.kind is AnswerKind.UNSURE:
            return Answer(first.kind, suggestions=self._suggestions(verdicts)[:SUGGESTIONS], urgent_hint=hint)
        about, how_likely = first.guess.about[0]
        offers = how_likely < BESIDE_THE_POINT.get(about, 1.0)
        nearest = self._suggestions(verdicts)[:SUGGESTIONS] if offers else ()
        return Answer(AnswerKind.NO_ANSWER, about=about, suggestions=nearest, urgent_hint=hint)

    def alarm(self, text: str) -> UrgentGroup | None:
        danger = self.danger((text,))
        return danger.group if danger.level is Level.SCREEN else None

    def danger(self, readings: Sequence[str], *, is_shown: bool = True) -> Danger:
        alarm = self._urgent.check(readings)
        return Danger(self._lines.level(alarm.share, is_shown), alarm.group, alarm.share)

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        words = plain(text)
        meant = self._meant(words) if words else ()
        found = self._suggestions([self._verdict(words, id) for id in meant]) if meant else ()
        return tuple(each for each in found if each.confidence >= WORTH_A_GLANCE)[:SUGGESTIONS]

    def familiar(self, text: str) -> float:
        """A word that its examples seldom say may be another language's: the Spanish ones say "seizure" too."""
        said = [self._vocabulary[word] for word in plain(text).split()]
        return sum(times / (times + 1) for times in said) / max(1, len(said))

    def in_language(self, language: str) -> SectionMatcher:
        return self

    def open_others(self) -> None:
        pass

    def guess(self, text: str, article: str) -> Guess:
        """What calibrating looks at: no line is drawn yet."""
        return self._expert(article).guess(text)

    def warm(self) -> None:
        """Makes everything that is otherwise made when it is first needed."""
        for article in self._articles.values():
            for section in article.sections:
                self._passages_of(Place(article.id, section.id))
        self._features.remember()

    # ---- which article

    def _meant(
        self, words: str, article: str | None = None, after: Question | None = None, near: str | None = None
    ) -> tuple[str, ...]:
        """Those to be looked into, by id."""
        if article is not None:
            return (article,) if article in self._articles else ()
        named = self._named(words) or (self._named(plain(after.text)) if after else ())
        if named:
            return named[:READ_AT_ONCE]
        if near in self._articles:
            return (near,)
        if len(self._articles) <= READ_AT_ONCE:
            return tuple(self._articles)
        return self._shelf.nearest(words, READ_AT_ONCE)

    def _named(self, words: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id for mention in self._names.find(words) for id in sorted(mention.articles)))

    def _expert(self, id: str) -> Expert:
        if id not in self._experts:
            examples = self._examples.get(id, ArticleExamples())
            self._experts[id] = Expert(self._articles[id], examples, self._general, self._features.of_article(id))
        return self._experts[id]

    # ---- which section

    def _verdicts(self, question: Question, meant: Sequence[str]) -> list[Verdict]:
        """One of each article, the best first. Two articles that fit alike leave it open which is meant."""
        found = sorted((self._told(question, id) for id in meant), key=lambda each: -each.confidence)
        first, others = found[0], found[1:]
        perhaps_misheard = question.way is Way.SPOKEN and self.reads_meaning and first.confidence < SPOKEN_ANSWER_AT
        if first.kind is AnswerKind.ANSWER and perhaps_misheard:
            return [replace(first, kind=AnswerKind.UNSURE), *others]
        if first.kind is AnswerKind.ANSWER and any(each.confidence >= CLOSE * first.confidence for each in others):
            return [replace(first, kind=AnswerKind.UNSURE), *others]
        return found

    def _told(self, question: Question, id: str) -> Verdict:
        """By the question as a whole; by the one part of it that is sure, where a story stands around it."""
        others = [words for other in question.overheard if (words := plain(other))]
        whole = self._verdict(plain(question.text), id, others[:OTHER_READINGS])
        if whole.kind is AnswerKind.ANSWER:
            return whole
        parts = [self._verdict(part, id) for part in self._wording.clauses(question.text)]
        sure = [part for part in parts if part.kind is AnswerKind.ANSWER and part.confidence >= SURE_OF_A_PART]
        return sure[0] if len({part.guess.sections[0][0] for part in sure}) == 1 else whole

    def _verdict(self, words: str, id: str, others: Sequence[str] = ()) -> Verdict:
        expert = self._expert(id)
        guess = agreed(expert.guess(words), [expert.guess(other) for other in others])
        calibration = self._calibration(id)
        confidence = calibration.confidence(guess.best)
        answer_at = calibration.answer_at if self._lines.answer_at is None else self._lines.answer_at
        unsure_at = calibration.unsure_at if self._lines.unsure_at is None else self._lines.unsure_at
        if confidence >= answer_at:
            return Verdict(guess, AnswerKind.ANSWER, confidence)
        if confidence >= unsure_at and guess.none < 0.5:
            return Verdict(guess, AnswerKind.UNSURE, confidence)
        return Verdict(guess, AnswerKind.NO_ANSWER, confidence)

    def _calibration(self, id: str) -> Calibration:
        return self._calibrations.get(id, DEFAULT) if self.reads_meaning else LETTERS_ALONE

    # ---- the answer

    def _answer(self, text: str, verdicts: Sequence[Verdict], hint: bool) -> Answer:
        first = verdicts[0]
        place = Place(first.guess.article, first.guess.sections[0][0])
        section = self._articles[place.article].section(place.section)
        assert section is not None
        passage = self._passages_of(place).best(self._expert(place.article).seen(text), first.guess.items)
        notes = [Note.SOURCE_INCOMPLETE] if section.source_incomplete else []
        if self._wording.asks_for_a_judgement(text):
            notes.append(Note.OWN_RESULT)
        return Answer(
            AnswerKind.ANSWER,
            place=place,
            item=passage.item,
            passage=passage.text,
            confidence=first.confidence,
            suggestions=self._suggestions(verdicts)[1 : SUGGESTIONS + 1],
            urgent_hint=hint,
            also=self._also(text, place),
            notes=tuple(notes),
        )

    def _also(self, text: str, place: Place) -> Place | None:
        """The second question in the same breath, where both are sure."""
        sure = [
            part
            for part in (self._verdict(part, place.article) for part in self._wording.clauses(text))
            if part.kind is AnswerKind.ANSWER
        ]
        others = [part.guess.sections[0][0] for part in sure if part.guess.sections[0][0] != place.section]
        return Place(place.article, others[0]) if len(sure) > 1 and others else None

    def _passages_of(self, place: Place) -> Passages:
        if place not in self._passages:
            section = self._articles[place.article].section(place.section)
            assert section is not None
            expert = self._expert(place.article)
            self._passages[place] = Passages(section, expert.features, expert.mask, self._wording)
        return self._passages[place]

    def _suggestions(self, verdicts: Sequence[Verdict]) -> tuple[Suggestion, ...]:
        """The nearest, however far: an answer, and a "no", always leave a way on."""
        found = (
            Suggestion(Place(each.guess.article, section), self._calibration(each.guess.article).confidence(share))
            for each in verdicts
            for section, share in each.guess.sections[: SUGGESTIONS + 1]
        )
        return tuple(sorted(found, key=lambda each: -each.confidence)[: SUGGESTIONS + 1])


DEFAULT = Calibration()
"""For an article that nobody has calibrated."""
LETTERS_ALONE = Calibration(answer_at=0.3, unsure_at=0.1)
"""Articles are calibrated with the encoder: without it their lines say nothing."""
