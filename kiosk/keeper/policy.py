"""What comes after a crash: again at once, again after a pause, a safe screen for a while, or over to systemd. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Why(StrEnum):
    """Why the kiosk's process is no more."""

    ENDED = "ended"
    """It was asked to, or its window was closed."""
    BROKE = "broke"
    """By a fault of its own: an error that nobody caught, a segmentation fault."""
    KILLED = "killed"
    """From outside, by SIGKILL: the kernel out of memory, or a person."""
    FROZEN = "frozen"
    """Its screen no longer told that it lives."""
    NEVER_READY = "never_ready"
    NOT_DRAWN = "not_drawn"
    """It told itself that its pictures no longer reach the display."""
    STUCK = "stuck"
    """It told itself that one of its engines was stuck and could not be renewed."""
    MEMORY = "memory"
    """It told itself that it had grown too large."""
    SCREEN_BROKE = "screen_broke"
    """It told itself that a screen broke again and again."""
    REFUSED = "refused"
    """Its settings or its parts are such that it can't start."""


BY_ITSELF = {Why.NOT_DRAWN, Why.STUCK, Why.MEMORY, Why.SCREEN_BROKE}
"""What a kiosk may say of itself before it ends."""


@dataclass(frozen=True, slots=True)
class Crash:
    why: Why
    up_s: float
    """Seconds from the first picture to the end; 0: there never was one."""
    at_s: float
    """When it ended, monotonic seconds of this boot."""

    @property
    def is_young(self) -> bool:
        """It came so soon that the next start may end the same way. Who was killed from outside while it ran was well."""
        return self.up_s < SOON_S and not self.is_killed_well

    @property
    def is_killed_well(self) -> bool:
        return self.why is Why.KILLED and self.up_s > 0


@dataclass(frozen=True, slots=True)
class Again:
    after_s: float


@dataclass(frozen=True, slots=True)
class Rest:
    """The safe screen."""

    for_s: float
    crashes: int


@dataclass(frozen=True, slots=True)
class Over:
    """To whoever started the keeper: the whole unit, display and all, is to be started anew."""


Step = Again | Rest | Over

SOON_S = 60.0
WINDOW_S = 3600.0
"""Older crashes have nothing to do with this one."""
PAUSES_S = (0.0, 0.0, 1.0, 2.0)
"""After the first young crash in a row, the second ..."""
MOST_KILLS, KILLED_SOON_S = 10, 20.0
"""So many in a row within so long a life each are no person's: the machine has too little memory for it."""
FIRST_REST_S, LONGEST_REST_S = 60.0, 900.0
RESTS_ALONE = 2
"""So many safe screens are tried before the unit is started anew, and again each time."""


def next_step(crashes: Sequence[Crash], now_s: float, *, is_kept: bool) -> Step:
    """`crashes`: of this boot, oldest first. `is_kept`: somebody would start this keeper again."""
    young = in_a_row(crashes, now_s)
    if young == 0:
        return Rest(FIRST_REST_S, MOST_KILLS) if _is_killed_in_turn(crashes, now_s) else Again(0.0)
    if young <= len(PAUSES_S):
        return Again(PAUSES_S[young - 1])
    rests = young - len(PAUSES_S)
    if is_kept and rests > 1 and (rests - 1) % RESTS_ALONE == 0 and crashes[-1].at_s > now_s - 1:
        return Over()  # what is older than that was left to the unit by the keeper before
    return Rest(min(FIRST_REST_S * 2 ** (min(rests, 30) - 1), LONGEST_REST_S), young)


def in_a_row(crashes: Sequence[Crash], now_s: float) -> int:
    """How many young ones came one after the other, the last of them lately."""
    count = 0
    since = now_s
    for crash in reversed(crashes):
        if not crash.is_young or crash.at_s < since - WINDOW_S:
            break
        count, since = count + 1, crash.at_s
    return count


def _is_killed_in_turn(crashes: Sequence[Crash], now_s: float) -> bool:
    last = crashes[-MOST_KILLS:]
    soon = all(crash.is_killed_well and crash.up_s < KILLED_SOON_S for crash in last)
    return len(last) == MOST_KILLS and soon and last[0].at_s > now_s - WINDOW_S
