"""Confidence means what it says, and lines are drawn where few go wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import MatchingError
from kiosk.matching.calibration import ASTRAY, WRONG, Calibration, Trial, fitted, load


def trials(worth: float, seed: int, count: int = 4000) -> list[Trial]:
    """Questions whose best section is right as often as `worth` makes of its share."""
    dice = np.random.default_rng(seed)
    shares = dice.uniform(0.02, 0.98, count)
    true = 1 / (1 + np.exp(-worth * np.log(shares / (1 - shares))))
    return [
        Trial(float(share), bool(right), True) for share, right in zip(shares, dice.random(count) < true, strict=True)
    ]


@pytest.mark.parametrize("worth", [0.4, 1.0, 2.5])
def test_of_answers_at_eighty_percent_eight_in_ten_are_right(worth: float) -> None:
    calibration = fitted(trials(worth, seed=1))
    again = trials(worth, seed=2)
    for low in (0.2, 0.5, 0.7):
        mine = [trial for trial in again if low <= calibration.confidence(trial.share) < low + 0.2]
        assert np.mean([trial.is_right for trial in mine]) == pytest.approx(low + 0.1, abs=0.07)


def test_above_its_line_few_are_wrong_and_few_go_astray() -> None:
    near_misses = [Trial(float(share), False, False) for share in np.random.default_rng(3).beta(2, 3, 600)]
    seen = [*trials(1.5, seed=4), *near_misses]
    calibration = fitted(seen)
    answered = [trial for trial in seen if calibration.confidence(trial.share) >= calibration.answer_at]
    assert sum(trial.has_answer and not trial.is_right for trial in answered) <= WRONG * 4000 + 1
    assert sum(not trial.has_answer for trial in answered) <= ASTRAY * 600 + 1
    assert any(trial.is_right for trial in answered)


@given(share=st.floats(0, 1), other=st.floats(0, 1))
def test_a_larger_share_is_never_worth_less(share: float, other: float) -> None:
    calibration = Calibration(1.7, -0.4)
    low, high = sorted((share, other))
    assert 0 <= calibration.confidence(low) <= calibration.confidence(high) <= 1


def test_an_article_that_nobody_calibrated_gets_the_careful_default(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == Calibration()


@pytest.mark.parametrize(
    "text",
    ["answer_at = 0.0", "answer_at = 1.1", "unsure_at = 0.9", "unsure_at = -1.0", "slope = 0.0", "slope = -1.0", "slope = nan",
     "offset = inf", "offset = 50.0", "answer_at = nan", "slope = 0.001\noffset = 2.9", "offset = 2.0", "slope = 19.0"],
)  # fmt: skip
def test_lines_that_nobody_can_have_measured_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.calibration.toml"
    file.write_text(text)
    with pytest.raises(MatchingError, match=r"calibrate again"):
        load(file)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=80) | st.text("slope=answer_at1.5\n\"'", max_size=60).map(str.encode))
def test_any_bytes_are_a_calibration_or_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "gout.calibration.toml"
    file.write_bytes(content)
    try:
        assert isinstance(load(file), Calibration)
    except MatchingError as refusal:
        is_one_line_about(file, str(refusal))


def is_one_line_about(file: Path, said: str) -> None:
    assert said.startswith(str(file))
    assert said.isprintable()
