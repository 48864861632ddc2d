"""How fast and how loud the voice is for this visitor; the next one finds it as it was."""

from __future__ import annotations

from dataclasses import replace

from kiosk.session.step import Step
from kiosk.session.wishes import SetSpeed, SetVolume
from kiosk.state import Attract, State

SPEEDS = (0.75, 1.0, 1.25, 1.5)
"""Times the speed of the voice as it is set in kiosk.toml."""
VOLUMES = range(1, 7)
STEP_DB = 4.0
"""Between two volumes: clearly louder. The loudest is the voice as it is rendered."""


def gain(volume: int) -> float:
    """Factor for the samples."""
    return float(10 ** ((volume - VOLUMES[-1]) * STEP_DB / 20))


def faster(state: State, by: int) -> Step:
    """By so many steps; slower where that is negative."""
    if isinstance(state.moment, Attract):
        return Step(state)
    speed = SPEEDS[_within(SPEEDS.index(state.speed) + by, len(SPEEDS))]
    return Step(replace(state, speed=speed), (SetSpeed(speed),)) if speed != state.speed else Step(state)


def louder(state: State, by: int) -> Step:
    """By so many steps; softer where that is negative."""
    if isinstance(state.moment, Attract):
        return Step(state)
    volume = VOLUMES[_within(VOLUMES.index(state.volume) + by, len(VOLUMES))]
    return Step(replace(state, volume=volume), (SetVolume(gain(volume)),)) if volume != state.volume else Step(state)


def _within(index: int, length: int) -> int:
    return min(max(index, 0), length - 1)
