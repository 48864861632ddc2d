"""One step of a journey: the next state, and what is wished for on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.events import Ticket
from kiosk.session.wishes import AbandonListening, Hush, Wish
from kiosk.staff_moments import Bringing, Installing, PackTurnedAway, StaffFailed, StaffPin, Sure
from kiosk.state import Asking, Attract, Comfort, Moment, NotUnderstood, State, Thinking, Urgent

_PASSING = (
    Asking,
    Attract,
    Comfort,
    NotUnderstood,
    Thinking,
    Urgent,
    StaffPin,
    Bringing,
    Installing,
    PackTurnedAway,
    StaffFailed,
    Sure,
)
"""Moments that nobody wants to go back to."""
LONGEST_TRAIL = 20
"""Moments. Who wants to go further back goes home."""


@dataclass(frozen=True, slots=True)
class Step:
    state: State
    wishes: tuple[Wish, ...] = ()

    def wishing(self, *wishes: Wish) -> Step:
        return Step(self.state, self.wishes + wishes)

    def then(self, verb: Callable[[State], Step]) -> Step:
        """Another step from where this one has led, what both wish for in order."""
        following = verb(self.state)
        return Step(following.state, self.wishes + following.wishes)


def ticketed(state: State) -> tuple[State, Ticket]:
    """A fresh ticket, and the state that won't give it out again."""
    return replace(state, next_ticket=state.next_ticket + 1), state.next_ticket


def becoming(state: State, moment: Moment) -> State:
    """The same moment in new clothes: the way back stays as it was."""
    return replace(state, moment=moment)


def moving(state: State, moment: Moment) -> Step:
    """On to another moment, silently: whatever was spoken or listened to ends here."""
    trail = state.trail if isinstance(state.moment, _PASSING) else (*state.trail, state.moment)
    return Step(replace(state, moment=moment, trail=trail[-LONGEST_TRAIL:]), leaving(state))


def leaving(state: State) -> tuple[Wish, ...]:
    """What must end before another moment begins."""
    return (Hush(), AbandonListening()) if isinstance(state.moment, Asking) else (Hush(),)
