"""What reading a question together with each section says, where nobody has written examples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.matching.expert import Guess, agreed, by_reading
from kiosk.model import About

FITS = st.lists(st.floats(-30, 30), min_size=1, max_size=20)


def test_one_section_that_fits_has_nearly_all() -> None:
    shares = by_reading(np.array([6.0, -8.0, -9.0], np.float32), 0.95)
    assert shares[0] > 0.9


def test_where_nothing_fits_nothing_has_much() -> None:
    assert by_reading(np.array([-6.0, -8.0, -9.0], np.float32), 0.95).sum() < 0.1


def test_two_that_fit_alike_share() -> None:
    first, second, third = by_reading(np.array([5.0, 5.0, -9.0], np.float32), 0.95)
    assert first == pytest.approx(second)
    assert first + second > 0.8 > first
    assert third < 0.01


@given(FITS, st.floats(0, 1), st.floats(0, 1))
def test_shares_are_shares_and_fall_with_how_little_it_sounds_like_health(
    fits: list[float], one: float, other: float
) -> None:
    less, more = (by_reading(np.array(fits, np.float32), on_health) for on_health in sorted((one, other)))
    assert ((less >= 0) & (more <= 1)).all()
    assert more.sum() <= 1 + 1e-5
    assert (less <= more + 1e-6).all()
    assert more[int(np.argmax(np.array(fits, np.float32)))] == more.max()


# ---- several readings of the same sound


def guess(causes: float, tests: float, items: str = "") -> Guess:
    sections = sorted({"causes": causes, "tests": tests}.items(), key=lambda each: -each[1])
    return Guess("feet", tuple(sections), ((About.HEALTH, 1 - causes - tests),), ((items, 0.9),))


def test_one_reading_is_as_it_is() -> None:
    assert agreed(guess(0.8, 0.1), []) == guess(0.8, 0.1)


def test_the_first_reading_counts_as_much_as_all_others() -> None:
    together = agreed(guess(0.8, 0.0), [guess(0.0, 0.2), guess(0.0, 0.4)])
    assert dict(together.sections) == pytest.approx({"causes": 0.4, "tests": 0.15})
    assert dict(together.about) == pytest.approx({About.HEALTH: 0.45})


def test_where_the_others_are_surer_of_another_section_its_entries_are_theirs() -> None:
    together = agreed(guess(0.1, 0.0, "causes.sun"), [guess(0.0, 0.9, "tests.blood")])
    assert together.sections[0][0] == "tests"
    assert together.items == (("tests.blood", 0.9),)


@given(st.lists(st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)), min_size=1, max_size=5))
def test_together_they_are_shares_again_with_the_best_first(shares: list[tuple[float, float]]) -> None:
    first, *others = (guess(*each) for each in shares)
    together = agreed(first, others)
    assert [share for _, share in together.sections] == sorted((share for _, share in together.sections), reverse=True)
    assert together.best + together.none <= 1 + 1e-6
    assert min(each.best for each in (first, *others)) / 2 - 1e-9 <= together.best
