"""Whether it grows, leaks, or lost anything: what is made of what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

MOST_GROWTH = 0.05
"""Of memory after warm-up."""
WARM_UP = 0.25
"""Share of a process's life: until then screens, voices and matchers are made and kept."""
WINDOW = 0.25
"""Shares of what follows that are compared: its beginning and its end."""
MORE_THREADS, MORE_FILES, MORE_CHILDREN, MORE_TEMPORARY = 2, 4, 1, 2
"""So many more at the end count as chance: a timer, a helper that just runs."""
LEAST_SAMPLES = 12


@dataclass(frozen=True, slots=True)
class Sample:
    """Of the kiosk's process, seen from outside."""

    at: float
    """Virtual seconds since the soak began."""
    real: float
    """Real seconds since the soak began."""
    life: int
    """Which process."""
    rests: bool
    """Nobody is there, nor has been for a while: only then are two samples alike."""
    memory: int
    """Bytes that are its own (USS), and its children's."""
    threads: int
    files: int
    """Open, sockets and pipes too, but for fonts."""
    children: int
    temporary: int
    """Files and folders that were made outside of the kiosk's home, and are there."""
    disk: int
    """Bytes in the kiosk's home."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Of one figure, after warm-up, at rest."""

    first: float
    last: float

    @property
    def growth(self) -> float:
        """0.05: five hundredths more at the end."""
        return (self.last - self.first) / self.first if self.first else 0.0


def lives(samples: Sequence[Sample]) -> list[list[Sample]]:
    """Each process's samples at rest, in order."""
    found: dict[int, list[Sample]] = {}
    for sample in samples:
        if sample.rests:
            found.setdefault(sample.life, []).append(sample)
    return list(found.values())


def trend(life: Sequence[Sample], figure: str) -> Trend | None:
    """None: too short to tell."""
    if not life:
        return None
    begun, ended = life[0].at, life[-1].at
    warm = [getattr(each, figure) for each in life if each.at >= begun + WARM_UP * (ended - begun)]
    if len(warm) < LEAST_SAMPLES:
        return None
    part = max(1, round(len(warm) * WINDOW))
    return Trend(median(warm[:part]), median(warm[-part:]))


def longest(samples: Sequence[Sample]) -> list[Sample]:
    """Of the process that lived longest."""
    return max(lives(samples), key=lambda life: life[-1].at - life[0].at, default=[])


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that must hold."""

    name: str
    found: str
    wanted: str
    holds: bool


def bars(
    samples: Sequence[Sample], errors: Sequence[str], unwell: Sequence[str], found_words: Sequence[str]
) -> list[Bar]:
    """Of a whole soak. `errors`: what nobody foresaw; `unwell`: visits that went wrong; `found_words`: of visitors, on the disk."""
    life = longest(samples)
    made = [_memory(trend(life, "memory"))]
    for name, most in (
        ("threads", MORE_THREADS),
        ("files", MORE_FILES),
        ("children", MORE_CHILDREN),
        ("temporary", MORE_TEMPORARY),
    ):
        made.append(_leak(name, trend(life, name), most))
    for name, lost in (
        ("unhandled errors", errors),
        ("visits that went wrong", unwell),
        ("words on the disk", found_words),
    ):
        made.append(Bar(name, str(len(lost)), "0", not lost))
    return made


def _memory(found: Trend | None) -> Bar:
    wanted = f"less than {MOST_GROWTH:.0%} more"
    if found is None:
        return Bar("memory", "too short to tell", wanted, False)
    told = f"{found.first / 1e6:.0f} MB, at the end {found.last / 1e6:.0f} MB ({found.growth:+.1%})"
    return Bar("memory", told, wanted, found.growth < MOST_GROWTH)


def _leak(name: str, found: Trend | None, most: int) -> Bar:
    wanted = f"at most {most} more"
    if found is None:
        return Bar(name, "too short to tell", wanted, False)
    return Bar(name, f"{found.first:g}, at the end {found.last:g}", wanted, found.last - found.first <= most)
