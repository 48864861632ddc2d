"""A matcher for each language, opened when it is first needed; each also hears emergencies in the others: people fall back into
their own language when they are frightened."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock, Thread

from kiosk.matching import Matcher
from kiosk.model import Answer, AnswerKind, Question, Suggestion, UrgentGroup, base_of

log = logging.getLogger(__name__)


class Polyglot:
    """A Matcher: that of the usual language. `in_language` gives the others."""

    def __init__(self, usual: str, openers: Mapping[str, Callable[[], Matcher]]) -> None:
        """`openers`: by language. That of the usual one is called now. Raises MatchingError."""
        self._openers = {base_of(language): opener for language, opener in openers.items()}
        self._locks = {language: Lock() for language in self._openers}
        self._members: dict[str, Matcher | None] = {}
        self.usual = base_of(usual)
        member = self._openers[self.usual]()
        self._members[self.usual] = member
        self.name, self.reads_meaning = member.name, member.reads_meaning

    def in_language(self, language: str) -> Matcher:
        """For questions in this language. Waits until it is open. One that can't be opened, or isn't known, is as good as none:
        then it is the usual one that answers."""
        wanted = base_of(language)
        return self if wanted == self.usual or self._member(wanted) is None else _Member(self, wanted)

    def open_others(self) -> None:
        """Opens what isn't open yet, in the background."""
        Thread(
            target=lambda: [self._member(language) for language in self._openers], name="languages", daemon=True
        ).start()

    # ---- the matcher's promises

    def match(
        self,
        question: Question,
        *,
        article: str | None = None,
        after: Question | None = None,
        near: str | None = None,
    ) -> Answer:
        return self.match_in(self.usual, question, article, after, near)

    def alarm(self, text: str) -> UrgentGroup | None:
        return self.alarm_in(self.usual, text)

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        return self.member(self.usual).suggest(text)

    def familiar(self, text: str) -> float:
        return self.member(self.usual).familiar(text)

    # ---- in each language

    def match_in(
        self, language: str, question: Question, article: str | None, after: Question | None, near: str | None
    ) -> Answer:
        answer = self.member(language).match(question, article=article, after=after, near=near)
        if answer.kind is AnswerKind.URGENT:
            return answer
        group = self._foreign(language, (question.text, *question.overheard))
        return Answer(AnswerKind.URGENT, urgent_group=group) if group else answer

    def alarm_in(self, language: str, text: str) -> UrgentGroup | None:
        return self.member(language).alarm(text) or self._foreign(language, (text,))

    def _foreign(self, language: str, readings: Sequence[str]) -> UrgentGroup | None:
        """By those that are open: nobody waits for another language to be learnt. Each looks only at words that are more of its
        language than of the one that was chosen: what others make of them is chance."""
        own = self.member(language)
        for other in self._others(language):
            for reading in readings:
                if other.familiar(reading) > own.familiar(reading) and (group := other.alarm(reading)):
                    return group
        return None

    def _others(self, language: str) -> Iterator[Matcher]:
        yield from (member for other, member in self._members.items() if other != language and member is not None)

    def member(self, language: str) -> Matcher:
        found = self._member(language) or self._members[self.usual]
        assert found is not None
        return found

    def _member(self, language: str) -> Matcher | None:
        if language not in self._openers:
            return None
        with self._locks[language]:
            if language not in self._members:
                try:
                    self._members[language] = self._openers[language]()
                except Exception as error:  # the kiosk still answers in its usual language
                    log.error("There is no matcher for the language %s: %s", language, error)
                    self._members[language] = None
            return self._members[language]


class _Member:
    """A Matcher: the polyglot's in one of its languages."""

    def __init__(self, all_of_them: Polyglot, language: str) -> None:
        self._all = all_of_them
        self._language = language
        member = all_of_them.member(language)
        self.name, self.reads_meaning = member.name, member.reads_meaning

    def in_language(self, language: str) -> Matcher:
        return self._all.in_language(language)

    def open_others(self) -> None:
        self._all.open_others()

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
        return self._all.alarm_in(self._language, text)

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        return self._all.member(self._language).suggest(text)

    def familiar(self, text: str) -> float:
        return self._all.member(self._language).familiar(text)
