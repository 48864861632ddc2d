"""The asker's thread: every question gets its answer or is honestly given up, and nobody waits."""

from __future__ import annotations

import gc
import logging
import time
import weakref
from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Event as Signal
from threading import Thread, current_thread, enumerate
from typing import Any

import pytest

from kiosk.errors import MatchingError
from kiosk.events import Answered, Event, MatchingBroke, Suggested
from kiosk.matching import Matcher, open_asker
from kiosk.matching.asker import Asker
from kiosk.matching.urgent import Danger, Level
from kiosk.model import Answer, AnswerKind, Question, Suggestion, UrgentGroup, Way
from tests.fakes import SLEEP_CAUSES, suggestions

SECRET = "zebra"
LONG_S = 20.0
"""How long a thread that has died is waited for."""


class Scripted:
    """A matcher for one thread: knows an answer by heart, thinks as long as it is let, and breaks on "break"."""

    name = "scripted"
    reads_meaning = False

    def __init__(self) -> None:
        self.may_think = Signal()
        self.may_think.set()
        self.thinks = Signal()
        self.threads: set[str] = set()

    def match(
        self,
        question: Question,
        *,
        article: str | None = None,
        after: Question | None = None,
        near: str | None = None,
    ) -> Answer:
        self._think(question.text)
        if "can't breathe" in (question.text, *question.overheard):
            return Answer(AnswerKind.URGENT, urgent_group=UrgentGroup.BREATHING)
        return Answer(AnswerKind.ANSWER, place=SLEEP_CAUSES, passage=question.text, confidence=1.0)

    def alarm(self, text: str) -> UrgentGroup | None:
        self._think(text)
        return UrgentGroup.BREATHING if "can't breathe" in text else None

    def danger(self, readings: Sequence[str], *, is_shown: bool = True) -> Danger:
        group = self.alarm(" ".join(readings))
        return Danger(Level.SCREEN if group else Level.CALM, group or UrgentGroup.OTHER, float(group is not None))

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        self._think(text)
        return suggestions(SLEEP_CAUSES)

    def familiar(self, text: str) -> float:
        return 1.0

    def in_language(self, language: str) -> Matcher:
        return self

    def open_others(self) -> None:
        pass

    def _think(self, text: str) -> None:
        self.threads.add(current_thread().name)
        self.thinks.set()
        assert self.may_think.wait(LONG_S)
        if text.startswith("break"):
            raise RuntimeError(f"can't bear {text}")


class Post:
    """The mailbox."""

    def __init__(self) -> None:
        self._came: SimpleQueue[Event] = SimpleQueue()

    def __call__(self, event: Event) -> None:
        self._came.put(event)

    def next(self) -> Any:
        return self._came.get(timeout=LONG_S)

    def is_empty(self) -> bool:
        try:
            raise AssertionError(f"unexpected: {self._came.get_nowait()}")
        except Empty:
            return True


@pytest.fixture
def matcher() -> Scripted:
    return Scripted()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def asker(matcher: Scripted, post: Post) -> Iterator[Asker]:
    asker = open_asker(lambda: matcher, post)
    yield asker
    matcher.may_think.set()
    asker.close()


def question(text: str, *overheard: str) -> Question:
    return Question(text, Way.SPOKEN, overheard)


def test_answers_carry_their_ticket_and_come_in_order(asker: Asker, post: Post) -> None:
    for ticket, text in ((7, "why"), (3, "how"), (12, "when")):
        asker.ask(ticket, question(text))
    came = [post.next() for _ in range(3)]
    assert [(event.ticket, event.answer.passage) for event in came] == [(7, "why"), (3, "how"), (12, "when")]


def test_what_was_overheard_reaches_the_matcher(asker: Asker, post: Post) -> None:
    asker.ask(1, question("i can't", "can't breathe"))
    assert post.next() == Answered(1, Answer(AnswerKind.URGENT, urgent_group=UrgentGroup.BREATHING))


def test_two_tellings_in_a_row_of_words_that_alarm_are_urgent(asker: Asker, post: Post) -> None:
    asker.overhear(5, "my dad can't breathe")
    asker.ask(6, question("why"))
    assert post.next().ticket == 6, "one telling may be a slip"
    asker.overhear(5, "my dad can't breathe well")
    assert post.next() == Answered(5, Answer(AnswerKind.URGENT, urgent_group=UrgentGroup.BREATHING))


@pytest.mark.parametrize("between", [(5, "my dad can"), (9, "i can't breathe")], ids=["calm words", "another's words"])
def test_tellings_that_disagree_are_not_believed(asker: Asker, post: Post, between: tuple[int, str]) -> None:
    for ticket, text in ((5, "he can't breathe"), between, (5, "he can't breathe so well")):
        asker.overhear(ticket, text)
        asker.ask(100, question("why"))
        assert post.next().ticket == 100


def test_asking_returns_while_the_matcher_still_thinks(asker: Asker, matcher: Scripted, post: Post) -> None:
    matcher.may_think.clear()
    asker.ask(1, question("why"))
    assert matcher.thinks.wait(LONG_S)
    asker.ask(2, question("how"))
    asker.suggest(3, "wh")
    assert post.is_empty()
    matcher.may_think.set()
    assert [post.next().ticket for _ in range(3)] == [1, 2, 3]


def test_a_newer_suggestion_supersedes_the_older_ones_that_still_wait(
    asker: Asker, matcher: Scripted, post: Post
) -> None:
    matcher.may_think.clear()
    asker.ask(1, question("why"))
    assert matcher.thinks.wait(LONG_S)
    for ticket, text in ((2, "w"), (3, "wh"), (4, "why")):
        asker.suggest(ticket, text)
    asker.ask(5, question("how"))
    matcher.may_think.set()
    assert [post.next().ticket for _ in range(3)] == [1, 4, 5], "a question is never superseded"
    assert post.is_empty()


def test_suggestions_carry_their_ticket(asker: Asker, post: Post) -> None:
    for ticket in (1, 2):
        asker.suggest(ticket, "wh")
        assert post.next() == Suggested(ticket, suggestions(SLEEP_CAUSES))


def test_a_question_that_breaks_the_matcher_takes_no_other_along(asker: Asker, post: Post) -> None:
    asker.ask(1, question("break"))
    asker.suggest(2, "break")
    assert [post.next(), post.next()] == [MatchingBroke(1), MatchingBroke(2)]
    asker.ask(3, question("why"))
    assert isinstance(post.next(), Answered)


def test_what_was_asked_is_in_no_log(asker: Asker, post: Post, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        asker.ask(1, question(f"break {SECRET}"))
        asker.ask(2, question(SECRET, SECRET))
        post.next(), post.next()
    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


class Words(str):
    """That can be seen to go."""


def is_gone(words: weakref.ref[Any]) -> bool:
    until = time.monotonic() + LONG_S
    while words() is not None and time.monotonic() < until:
        gc.collect()
        time.sleep(0.01)
    return words() is None


@pytest.mark.parametrize("way", ["asked", "suggested", "overheard", "broken"])
def test_once_it_is_answered_nobody_keeps_what_was_said(asker: Asker, way: str) -> None:
    words = Words(f"break {SECRET}" if way == "broken" else SECRET)
    kept = weakref.ref(words)
    match way:
        case "asked" | "broken":
            asker.ask(1, question("break" if way == "broken" else "why", words))
        case "suggested":
            asker.suggest(1, words)
        case "overheard":
            asker.overhear(1, words)
    del words
    assert is_gone(kept), "though nobody asks anything after it"


def test_the_old_matcher_answers_until_the_new_one_hears_every_language(post: Post) -> None:
    class Learning(Scripted):
        def open_others(self) -> None:
            asker.ask(1, question("why"))
            seen.append(post.next().answer.passage)
            seen.append(bool(self.threads))

    seen: list[object] = []
    asker = open_asker(Scripted, post)
    new = Learning()
    asker.renew(new)
    assert seen == ["why", False]
    asker.ask(2, question("how"))
    assert post.next().ticket == 2
    assert new.threads == {"asker"}
    asker.close()


def test_a_matcher_that_was_replaced_is_let_go_of_though_nobody_asks(post: Post) -> None:
    first = Scripted()
    kept = weakref.ref(first)
    matchers = [first]
    asker = open_asker(matchers.pop, post)
    asker.ask(1, question("why"))
    assert post.next().ticket == 1
    del first
    asker.renew(Scripted())
    assert is_gone(kept)
    asker.close()


def test_the_matcher_is_opened_and_used_on_the_thread_that_owns_it(post: Post) -> None:
    matcher, opened_on = Scripted(), []

    def opened() -> Matcher:
        opened_on.append(current_thread().name)
        return matcher

    asker = open_asker(opened, post)
    asker.ask(1, question("why"))
    asker.suggest(2, "wh")
    post.next(), post.next()
    asker.close()
    assert {*opened_on, *matcher.threads} == {"asker"}


def test_questions_wait_until_the_matcher_has_learnt(post: Post, matcher: Scripted) -> None:
    learnt = Signal()

    def opened() -> Matcher:
        assert learnt.wait(LONG_S)
        return matcher

    asker = open_asker(opened, post)
    asker.ask(1, question("why"))
    assert post.is_empty()
    learnt.set()
    assert isinstance(post.next(), Answered)
    asker.close()


@pytest.mark.parametrize("error", [MatchingError("en.toml: not UTF-8"), OSError("no disk"), MemoryError()])
def test_where_no_matcher_can_be_opened_every_question_is_given_up_at_once(
    post: Post, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def opened() -> Matcher:
        raise error

    asker = open_asker(opened, post)
    asker.ask(1, question("why"))
    asker.suggest(2, "wh")
    asker.ask(3, question("my dad can't breathe"))
    assert [post.next() for _ in range(3)] == [MatchingBroke(1), MatchingBroke(2), MatchingBroke(3)]
    asker.close()
    assert str(error) in caplog.text, "staff must know why"


def test_closing_answers_what_was_asked_and_ends_the_thread(matcher: Scripted, post: Post) -> None:
    before = set(enumerate())
    asker = open_asker(lambda: matcher, post)
    (thread,) = (each for each in set(enumerate()) - before if each.name == "asker")
    asker.ask(1, question("why"))
    asker.close()
    assert not thread.is_alive()
    assert isinstance(post.next(), Answered)


def test_closing_twice_and_asking_after_it_are_harmless(matcher: Scripted, post: Post) -> None:
    asker = open_asker(lambda: matcher, post)
    asker.close()
    asker.close()
    asker.ask(1, question("why"))
    asker.suggest(2, "wh")
    assert post.is_empty()


def test_questions_from_many_threads_each_get_their_own_answer(asker: Asker, post: Post) -> None:
    def ask_all(first: int) -> None:
        for ticket in range(first, first + 20):
            asker.ask(ticket, question(str(ticket)))

    threads = [Thread(target=ask_all, args=[100 * number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    came = [post.next() for _ in range(80)]
    assert all(isinstance(event, Answered) and event.answer.passage == str(event.ticket) for event in came)
    assert len({event.ticket for event in came}) == 80


def test_a_thread_that_is_stuck_in_a_thought_is_replaced_and_who_waited_is_told(post: Post) -> None:
    stuck, well = Scripted(), Scripted()
    stuck.may_think.clear()
    matchers = iter((stuck, well))
    asker = open_asker(lambda: next(matchers), post)
    asker.ask(1, question("why"))
    asker.ask(2, question("how"))
    assert stuck.thinks.wait(LONG_S)
    asker.heal()
    assert post.next() == MatchingBroke(1)
    assert post.next().ticket == 2, "who came after is answered by the new one"
    stuck.may_think.set()
    asker.ask(3, question("when"))
    answered = {post.next().ticket}
    while 3 not in answered:  # the late thought of the old one may come, and its ticket says that nobody waits for it
        answered.add(post.next().ticket)
    assert well.threads == {"asker"}
    asker.close()


def test_healing_does_not_give_a_matcher_of_before_back(post: Post) -> None:
    first, renewed, healed = Scripted(), Scripted(), Scripted()
    matchers = iter((first, healed))
    asker = open_asker(lambda: next(matchers), post)
    asker.renew(renewed)
    asker.ask(1, question("why"))
    post.next()
    asker.heal()
    asker.ask(2, question("how"))
    post.next()
    assert (bool(renewed.threads), bool(healed.threads)) == (True, True)
    asker.close()
