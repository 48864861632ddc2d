"""How far a share can be trusted: measured on questions that the matcher had not seen, by leaving some out in turn."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from kiosk.errors import MatchingError

WRONG = 0.035
"""Of the questions that have an answer, at most so many may be answered wrongly."""
ASTRAY = 0.03
"""Of the questions that have none, at most so many may be answered."""
LOWEST = 0.4
"""Confidence below which nothing is answered, whatever was measured."""
LOWEST_SHARE = 0.3
"""A best section with no larger share is no answer, whatever curve somebody drew."""
SLOPES, FARTHEST = (0.3, 4.0), 3.0
"""Of the curve: those that were ever fitted lie well within."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """`confidence` turns a share into what it is worth: of answers at 0.8, eight in ten are right."""

    slope: float = 1.0
    offset: float = 0.0
    answer_at: float = 0.57
    """In confidence, as the next."""
    unsure_at: float = 0.2

    def confidence(self, share: float) -> float:
        bounded = min(max(share, 1e-4), 1 - 1e-4)
        return float(1 / (1 + np.exp(-(self.slope * np.log(bounded / (1 - bounded)) + self.offset))))


def load(path: Path) -> Calibration:
    """What was measured for an article when its content was prepared; the careful default where there is none."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Calibration)
        if fault := _fault_in(found):
            raise ValueError(fault)
        return found
    except FileNotFoundError:
        return Calibration()
    except (OSError, ValueError, RecursionError) as error:
        raise MatchingError(
            f"{path} can't be read ({' '.join(str(error).split())[:100]}). Take it away or calibrate again."
        ) from error


def _fault_in(found: Calibration) -> str:
    """A matcher that answers anything, or nothing, was never measured; empty: none."""
    if not (SLOPES[0] <= found.slope <= SLOPES[1] and abs(found.offset) <= FARTHEST):
        return f"a slope of {found.slope} and an offset of {found.offset}"
    if not (LOWEST <= found.answer_at <= 1 and 0 <= found.unsure_at <= found.answer_at):
        return f"lines at {found.answer_at} and {found.unsure_at}"
    if found.confidence(LOWEST_SHARE) >= found.answer_at:
        return f"answers from a share of less than {LOWEST_SHARE} on"
    return ""


@dataclass(frozen=True, slots=True)
class Trial:
    """One question that was left out of the lesson."""

    share: float
    """Of the best section."""
    is_right: bool
    """The best section answers it."""
    has_answer: bool


def fitted(trials: Sequence[Trial]) -> Calibration:
    """By logistic regression of right on the share's logit; Newton's method, slightly held to (1, 0)."""
    shares = np.clip([trial.share for trial in trials], 1e-4, 1 - 1e-4)
    inputs = np.stack([np.log(shares / (1 - shares)), np.ones(len(trials))])
    right = np.array([trial.is_right for trial in trials], float)
    theta = start = np.array([1.0, 0.0])
    for _ in range(50):
        expected = 1 / (1 + np.exp(-theta @ inputs))
        slope = inputs @ (expected - right) + (theta - start)
        curve = (inputs * expected * (1 - expected)) @ inputs.T + np.eye(2)
        theta = theta - np.linalg.solve(curve, slope)
    loose = Calibration(float(theta[0]), float(theta[1]))
    line = lowest_line(trials, loose)
    found = Calibration(loose.slope, loose.offset, line, min(loose.unsure_at, line))
    return Calibration() if _fault_in(found) else found


def lowest_line(trials: Sequence[Trial], calibration: Calibration) -> float:
    """From which confidence on may be answered, so that neither `WRONG` nor `ASTRAY` is passed."""
    confident = sorted(
        ((calibration.confidence(trial.share), trial.is_right, trial.has_answer) for trial in trials), reverse=True
    )
    answerable = sum(trial.has_answer for trial in trials) or 1
    others = (len(trials) - sum(trial.has_answer for trial in trials)) or 1
    wrong = astray = 0
    line = 1.0
    for confidence, is_right, has_answer in confident:
        wrong += has_answer and not is_right
        astray += not has_answer
        if wrong / answerable > WRONG or astray / others > ASTRAY:
            break
        line = confidence
    return max(LOWEST, line)
