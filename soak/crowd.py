"""One visitor after the other, and what is seen of each: whether they got what they came for, and whether the kiosk forgot them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from kiosk.session import Session
from kiosk.state import Attract, Moment, NoAnswer, Reading, Thinking, Unsure
from soak.clock import IDLE_STRIDE_S, STRIDE_S, VirtualClock, pace
from soak.visitor import Condition, Doors, Hand, MissedError, Script, Visitor, after, is_, is_clean
from soak.visits import Visit

PATIENCE_S = 60.0
"""Real seconds: longer than anything takes, loading a model included."""
GONE_S = 10.0
"""The visit is over before the visitor has finished."""
FORGOTTEN_S = 1200.0
"""Virtual seconds: staff who left in the middle of an import are waited for longest."""
WAYS_HOME = ("leaving.finish", "nav.finish", "staff.leave", "asking.cancel", "urgent.back", "nav.home", "nav.back")
TRIES = 6


@dataclass
class Seen:
    """Of one visit."""

    visit: Visit
    outcome: str = ""
    missed: str = ""
    """What was to be touched and wasn't there."""
    stuck: str = ""
    """What was waited for in vain."""
    unclean: list[str] = field(default_factory=list)
    """Fields of the state in which something of it was left."""
    words: set[str] = field(default_factory=set)
    """What was typed or understood: must never be found on a disk."""
    turned_away: bool = False

    @property
    def is_well(self) -> bool:
        return not (self.missed or self.stuck or self.unclean)


class Crowd:
    """`step` is called some times a real second, on the kiosk's own thread."""

    def __init__(
        self,
        session: Session,
        hand: Hand,
        doors: Doors,
        plan: Iterator[Visit],
        clock: VirtualClock,
        speed: float,
        tell: Callable[[Seen], object],
        is_silent: Callable[[], bool] = lambda: False,
        real: Callable[[], float] = time.monotonic,
    ) -> None:
        """`speed`: virtual seconds a real one, on the whole. `is_silent`: as `pace` wants to know."""
        self._session, self._hand, self._doors, self._plan = session, hand, doors, plan
        self._clock, self._speed, self._tell, self._real = clock, speed, tell, real
        self._is_silent = is_silent
        self._behind_s = 0.0
        self._last = (real(), clock())
        self._probes: deque[Visit] = deque()
        self.waiting = True
        """Nobody acts: only time goes by."""
        self._script = self._visits()
        self._next()

    def send(self, probe: Visit) -> None:
        """Before anybody else."""
        self._probes.append(probe)

    def step(self) -> None:
        state = self._session.state
        self._keep_time(state.moment)
        if self._waiting_for[1](state):
            self._next()
        elif not self._patient and self._real() - self._since > (GONE_S if self.is_alone else PATIENCE_S):
            self._seen.stuck = f"{self._waiting_for[0]} at {type(state.moment).__name__}"
            self._script = self._rest_of_the_visit()
            self._next()

    @property
    def is_alone(self) -> bool:
        return isinstance(self._session.state.moment, Attract)

    @property
    def is_at_rest(self) -> bool:
        return self.waiting and self.is_alone

    def _keep_time(self, moment: Moment) -> None:
        now = (self._real(), self._clock())
        self._behind_s += (now[0] - self._last[0]) * self._speed - (now[1] - self._last[1])
        self._last = now
        stride_s = IDLE_STRIDE_S if self.is_at_rest else STRIDE_S
        how_fast = pace(moment, self._speed, self._behind_s, waiting=self.waiting, silent=self._is_silent())
        self._clock.run_at(how_fast, stride_s)

    def _next(self) -> None:
        self._waiting_for: tuple[str, Condition] = next(self._script)
        self._since = self._real()

    _patient = True

    # ---- visit after visit

    def _visits(self) -> Script:
        while True:
            yield "nobody", is_(Attract)
            visit = yield from self._coming()
            self._seen = Seen(visit)
            yield from self._visit(Visitor(self._session, self._hand, self._doors, visit))
            yield from self._end()

    def _coming(self) -> Generator[tuple[str, Condition], None, Visit]:
        self.waiting = self._patient = True
        if not self._probes:
            visit = next(self._plan)
            due = self._clock() + visit.pause_s
            yield "the next visitor", lambda _: bool(self._probes) or self._clock() >= due
            if not self._probes:
                return visit
            self._plan = _and_then(visit, self._plan)
        return self._probes.popleft()

    def _visit(self, visitor: Visitor) -> Script:
        seen, visit = self._seen, visitor.visit
        self.waiting = self._patient = False
        try:
            for number, waited in enumerate(visitor.script()):
                if number == visit.turns_away_at:
                    seen.turned_away = True
                    break
                yield waited
                seen.words.update(words_of(self._session.state.moment))
        except MissedError as missed:
            seen.missed = str(missed)
        seen.outcome = visitor.outcome

    def _rest_of_the_visit(self) -> Script:
        yield from self._end()
        yield from self._visits()

    def _end(self) -> Script:
        """By "Finish", or by turning away."""
        seen = self._seen
        self.waiting = self._patient = False
        if not (seen.visit.walks_away or seen.turned_away or seen.missed):
            yield from self._homeward()
        self.waiting = self._patient = True
        due = self._clock() + FORGOTTEN_S
        yield "to be forgotten", lambda s: isinstance(s.moment, Attract) or self._clock() > due
        if not isinstance(self._session.state.moment, Attract):
            seen.stuck = seen.stuck or f"to be forgotten at {type(self._session.state.moment).__name__}"
            self._session.finish()
        seen.unclean = is_clean(self._session.state)
        seen.words.add(seen.visit.canary)
        self._tell(seen)

    def _homeward(self) -> Script:
        for _ in range(TRIES):
            if isinstance(self._session.state.moment, Attract):
                return
            yield "a look at the screen", after(0.45)
            texts = self._session.messages[self._session.state.language]
            next((key for key in WAYS_HOME if self._hand.tap(texts.text(key))), None)


def _and_then(first: Visit, others: Iterator[Visit]) -> Iterator[Visit]:
    yield first
    yield from others


def words_of(moment: Moment) -> set[str]:
    """What a visitor typed or said, as far as the screen knows."""
    match moment:
        case Reading(reply=reply) if reply is not None:
            return {reply.question.text}
        case NoAnswer(question=question) | Unsure(question=question) | Thinking(question=question):
            return {question.text}
        case _:
            return set()
