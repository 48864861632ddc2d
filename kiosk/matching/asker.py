"""Matches on a thread of its own, so that no finger ever waits for a thought."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from kiosk.events import Answered, Event, MatchingBroke, Suggested, Ticket
from kiosk.model import Answer, AnswerKind, Question
from kiosk.shift import Shift, Trouble

if TYPE_CHECKING:
    from kiosk.matching import Matcher

log = logging.getLogger(__name__)

OPENS_S = 240.0
"""A matcher opens within this on the slowest machine."""
ANSWERS_S = 20.0
"""A thought that takes longer comes to nothing; the slowest machine needs one of it."""
NOBODY: Ticket = -1
"""Asked for it: nobody waits."""

Job = Callable[["Matcher"], None]
Waiting = tuple[Ticket, str, Job]
"""And the language (empty: the matcher's usual one) that counts, however long it waits."""


class Asker:
    """Asking, by the matcher that `matcher` gives on this thread. A broken matcher answers every question with MatchingBroke."""

    def __init__(self, matcher: Callable[[], Matcher], post: Callable[[Event], object]) -> None:
        self._opener = matcher
        self._post = post
        self._jobs: SimpleQueue[Waiting | None] = SimpleQueue()
        self._newest_suggestion: Ticket = -1
        self._tellings = 0
        """Of words still being spoken, so far: the newest one's number. The words themselves are kept by their job alone."""
        self._alarmed: Ticket = -1
        self._language = ""
        """Empty: the matcher's usual one."""
        self._matcher: Matcher | None = None
        self._renewed: deque[Matcher] = deque()
        """Any thread's: the last of them answers from the next question on."""
        self._at: Ticket = NOBODY
        """That is being thought about."""
        self._shift = Shift("asker", self._work)

    def ask(self, ticket: Ticket, question: Question, near: str | None = None) -> None:
        self._put(ticket, lambda matcher: self._answer(matcher, ticket, question, near))

    def suggest(self, ticket: Ticket, text: str) -> None:
        self._newest_suggestion = ticket
        self._put(ticket, lambda matcher: self._suggest(matcher, ticket, text))

    def overhear(self, ticket: Ticket, text: str) -> None:
        self._tellings += 1
        number = self._tellings
        self._put(ticket, lambda matcher: self._overhear(matcher, ticket, text, number))

    def set_language(self, language: str) -> None:
        """Its matcher is opened before anybody asks."""
        self._language = language
        self._take_up()

    def renew(self, matcher: Matcher) -> None:
        """Another one, opened already, answers from the next question on. Returns when it hears every language that the old one
        heard, which may take seconds: until then the old one answers, and nobody waits. The old one, as large, is let go of then,
        though nobody may ask for hours."""
        matcher.open_others()
        self._renewed.append(matcher)
        self._take_up()

    def trouble(self) -> Trouble | None:
        return self._shift.trouble()

    def heal(self) -> None:
        """Another thread takes the place of one that is stuck or dead, with a matcher of its own. Who waited is told."""
        self._shift.leave()
        left, self._jobs = self._jobs, SimpleQueue()
        while not left.empty():
            self._jobs.put(left.get())
        left.put(None)
        at, self._at = self._at, NOBODY
        self._renewed.clear()
        if at != NOBODY:
            self._post(MatchingBroke(at))
        self._shift = Shift("asker", self._work)

    @property
    def matcher(self) -> Matcher | None:
        """That answers now; None: there is none (yet)."""
        return self._matcher

    def close(self) -> None:
        self._jobs.put(None)
        self._shift.close(10)

    def _take_up(self) -> None:
        """What is new, before anybody asks."""
        self._put(NOBODY, lambda matcher: None)

    def _put(self, ticket: Ticket, job: Job) -> None:
        """The language of now counts, however long the job waits."""
        language = self._language
        self._jobs.put((ticket, language, job))

    def _answer(self, matcher: Matcher, ticket: Ticket, question: Question, near: str | None) -> None:
        self._post(Answered(ticket, matcher.match(question, near=near)))

    def _suggest(self, matcher: Matcher, ticket: Ticket, text: str) -> None:
        if ticket == self._newest_suggestion:  # fingers are faster than thought
            self._post(Suggested(ticket, matcher.suggest(text)))

    def _overhear(self, matcher: Matcher, ticket: Ticket, text: str, number: int) -> None:
        """Live words change: only when two tellings of them in a row alarm, they are believed."""
        if number != self._tellings:
            return
        group = matcher.alarm(text)
        if group and self._alarmed == ticket:
            self._post(Answered(ticket, Answer(AnswerKind.URGENT, urgent_group=group)))
        self._alarmed = ticket if group else -1

    def _work(self, shift: Shift) -> None:
        with shift.at(OPENS_S):
            opened = self._opened()
        if not shift.is_over:
            self._matcher = opened
        del opened  # or it would be kept for as long as this thread lives, whatever takes its place
        while self._next_job(shift, self._jobs):
            pass

    def _next_job(self, shift: Shift, jobs: SimpleQueue[Waiting | None]) -> bool:
        """Waits for it, and does it; False: there will be none. Whoever waits for another holds nothing of it any more: between
        visitors nobody's words are kept."""
        waiting = None if shift.is_over else jobs.get()
        if waiting is None:
            return False
        ticket, language, work = waiting
        while self._renewed:
            self._matcher = self._renewed.popleft()
        self._at = ticket
        try:
            if self._matcher is not None:
                with shift.at(OPENS_S):  # it may just be opened
                    matcher = self._matcher.in_language(language) if language else self._matcher
                with shift.at(ANSWERS_S):
                    work(matcher)
                del matcher
            elif ticket != NOBODY:
                self._post(MatchingBroke(ticket))
        except Exception as error:  # the barrier of this thread: one question must not take the others along
            log.error("A question could not be matched: %s", type(error).__name__)
            if ticket != NOBODY:
                self._post(MatchingBroke(ticket))
        if not shift.is_over:
            self._at = NOBODY
        return True

    def _opened(self) -> Matcher | None:
        try:
            opened = self._opener()
        except Exception as error:  # the kiosk still shows its articles, and says whom to ask
            log.error("There is no matcher: %s", error)
            return None
        Thread(target=opened.open_others, name="languages", daemon=True).start()
        return opened
