"""A matcher for each language, opened when it is first needed; each also hears emergencies in the others: people fall back into
their own language when they are frightened."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from kiosk.matching import Matcher
from kiosk.matching.urgent import Danger, Level
from kiosk.model import About, Answer, AnswerKind, Question, Suggestion, UrgentGroup, base_of

log = logging.getLogger(__name__)

CLEARLY, SURELY_CALM = 0.1, 0.08
"""By so much more must another language know the words, and so little danger may it hear in them, until what ours makes of
them counts for nothing. Of 3,043 emergencies in either language (30 November 2026) none is lost by it."""


@dataclass(frozen=True, slots=True)
class Abroad:
    """What the other languages make of words that are at least as much of theirs: dangers, the likeliest first."""

    clearly: list[Danger] = field(default_factory=list)
    """In words that are more of theirs."""
    alike: list[Danger] = field(default_factory=list)
    """In words that could be of either."""
    fluent: Matcher | None = None
    """Whoever clearly knows all of these words better, and surely hears no danger in them: we only don't understand them."""

    @property
    def level(self) -> Level:
        return max((each.level for each in (*self.clearly, *self.alike)), default=Level.CALM)

    def group(self, own: UrgentGroup | None) -> UrgentGroup | None:
        """What is shown, where the own matcher found `own`; None: nobody is sure of anything.

        A language names what is said in it; what another makes of its words is chance. But shown privately though it should be loud
        is mended at a glance, and shown loudly though it should be private never: a private group comes first, and for it a
        doubt is enough once somebody is sure of something."""
        sure = [each for each in self.clearly if each.level is Level.SCREEN]
        alike = [each for each in self.alike if each.level is Level.SCREEN]
        if not (own or sure or alike):
            return None
        private = [each.group for each in (*self.clearly, *alike) if each.group.is_private]
        if private:
            return private[0]
        if sure:
            return sure[0].group
        if self.clearly and not (own and own.is_private):
            return self.clearly[0].group
        return own or alike[0].group


class _Promises:
    """A matcher's, kept by the polyglot in one of its languages."""

    _language: str

    @property
    def _all(self) -> Polyglot:
        raise NotImplementedError

    def match(
        self,
        question: Question,
        *,
        article: str | None = None,
        after: Question | None = None,
        near: str | None = None,
    ) -> Answer:
        return self._all.match_in(self._language, question, article, after, near)

    def alarm(self, text: str) -> UrgentGroup | None:
        danger = self.danger((text,))
        return danger.group if danger.level is Level.SCREEN else None

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        return self._all.member(self._language).suggest(text)

    def danger(self, readings: Sequence[str], *, is_shown: bool = True) -> Danger:
        return self._all.danger_in(self._language, readings, is_shown)

    def familiar(self, text: str) -> float:
        return self._all.member(self._language).familiar(text)


class Polyglot(_Promises):
    """A Matcher: that of the usual language. `in_language` gives the others."""

    def __init__(self, usual: str, openers: Mapping[str, Callable[[], Matcher]]) -> None:
        """`openers`: by language. That of the usual one is called now. Raises MatchingError."""
        self._openers = {base_of(language): opener for language, opener in openers.items()}
        self._locks = {language: Lock() for language in self._openers}
        self._members: dict[str, Matcher | None] = {}
        self._opened = Lock()
        """Held for a moment, to look at who is there."""
        self.usual = base_of(usual)
        self._language = self.usual
        member = self._openers[self.usual]()
        self._members[self.usual] = member
        self.name, self.reads_meaning = member.name, member.reads_meaning

    @property
    def _all(self) -> Polyglot:
        return self  # not kept: whoever holds itself is freed late, and weighs a hundred megabytes

    def in_language(self, language: str) -> Matcher:
        """For questions in this language. Waits until it is open. One that can't be opened, or isn't known, is as good as none:
        then it is the usual one that answers."""
        wanted = base_of(language)
        return self if wanted == self.usual or self._member(wanted) is None else _Member(self, wanted)

    def open_others(self) -> None:
        for language in self._openers:
            self._member(language)

    # ---- in each language

    def match_in(
        self, language: str, question: Question, article: str | None, after: Question | None, near: str | None
    ) -> Answer:
        answer = self.member(language).match(question, article=article, after=after, near=near)
        readings = (question.text, *question.overheard)
        abroad = self._abroad(language, readings, bool(question.text))
        if answer.kind is not AnswerKind.NO_ANSWER and abroad.fluent is not None:
            other = abroad.fluent.match(
                question
            )  # its section is of no use here: it stands in another language's article
            if answer.kind is AnswerKind.URGENT or other.kind is AnswerKind.NO_ANSWER:
                answer = Answer(AnswerKind.NO_ANSWER, about=other.about or About.UNCLEAR, urgent_hint=other.urgent_hint)
        if group := abroad.group(answer.urgent_group if answer.kind is AnswerKind.URGENT else None):
            return Answer(AnswerKind.URGENT, urgent_group=group)
        return replace(answer, urgent_hint=True) if abroad.level is Level.BANNER else answer

    def danger_in(self, language: str, readings: Sequence[str], is_shown: bool = True) -> Danger:
        own = self.member(language).danger(readings, is_shown=is_shown)
        abroad = self._abroad(language, readings, is_shown)
        if own.level is not Level.CALM and abroad.fluent is not None:
            own = replace(own, level=Level.CALM, share=0.0)
        group = abroad.group(own.group if own.level is Level.SCREEN else None)
        most = max((own, *abroad.clearly, *abroad.alike), key=lambda each: (each.level, each.share))
        return replace(most, group=group or most.group)

    def _abroad(self, language: str, readings: Sequence[str], is_shown: bool) -> Abroad:
        """By those that are open: nobody waits for another language to be learnt."""
        own, clearly, alike, fluent = self.member(language), list[Danger](), list[Danger](), None
        for other in self._others(language):
            leads = {reading: other.familiar(reading) - own.familiar(reading) for reading in readings}
            dangers = {
                reading: other.danger((reading,), is_shown=is_shown) for reading, lead in leads.items() if lead >= 0
            }
            for reading, danger in dangers.items():
                if danger.level is not Level.CALM:
                    (clearly if leads[reading] > 0 else alike).append(danger)
            if all(lead >= CLEARLY and dangers[reading].share < SURELY_CALM for reading, lead in leads.items()):
                fluent = fluent or other
        for found in (clearly, alike):
            found.sort(key=lambda each: (each.level, each.share), reverse=True)
        return Abroad(clearly, alike, fluent)

    def _others(self, language: str) -> list[Matcher]:
        with self._opened:
            there = tuple(self._members.items())
        return [member for other, member in there if other != language and member is not None]

    def member(self, language: str) -> Matcher:
        found = self._member(language) or self._members[self.usual]
        assert found is not None
        return found

    def _member(self, language: str) -> Matcher | None:
        if language not in self._openers:
            return None
        with self._locks[language]:
            if language not in self._members:
                opened = self._open(language)
                with self._opened:
                    self._members[language] = opened
            return self._members[language]

    def _open(self, language: str) -> Matcher | None:
        try:
            return self._openers[language]()
        except Exception as error:  # the kiosk still answers in its usual language
            log.error("There is no matcher for the language %s: %s", language, error)
            return None


class _Member(_Promises):
    """A Matcher: the polyglot's in another of its languages."""

    def __init__(self, them: Polyglot, language: str) -> None:
        self._them = them
        self._language = language
        member = them.member(language)
        self.name, self.reads_meaning = member.name, member.reads_meaning

    @property
    def _all(self) -> Polyglot:
        return self._them

    def in_language(self, language: str) -> Matcher:
        return self._them.in_language(language)

    def open_others(self) -> None:
        self._them.open_others()
