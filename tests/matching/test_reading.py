"""What reading a question together with each section says, where nobody has written examples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.matching.expert import by_reading

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
    assert int(np.argmax(more)) == int(np.argmax(np.array(fits, np.float32)))
