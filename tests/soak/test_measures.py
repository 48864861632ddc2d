"""Growth and leaks, as a soak judges them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soak.measures import Bar, Sample, bars, longest, trend


def sample(at: float, life: int = 0, *, rests: bool = True, memory: float = 500e6, **figures: int) -> Sample:
    usual = {"threads": 19, "files": 40, "children": 1, "temporary": 1, "disk": 20_000_000, **figures}
    return Sample(at, at / 20, life, rests, int(memory), **usual)


def judged(samples: list[Sample], name: str) -> Bar:
    return next(bar for bar in bars(samples, [], [], []) if bar.name == name)


def test_warming_up_is_no_growth() -> None:
    life = [sample(at, memory=300e6 + min(at, 20) * 10e6) for at in range(100)]
    assert judged(life, "memory").holds


@given(st.floats(0.12, 3.0), st.integers(100, 400))
def test_what_grows_all_the_time_is_found(growth: float, many: int) -> None:
    life = [sample(at, memory=500e6 * (1 + growth * at / many)) for at in range(many)]
    assert not judged(life, "memory").holds


def test_a_single_peak_is_no_growth() -> None:
    life = [sample(at, memory=900e6 if at == 99 else 500e6) for at in range(100)]
    assert judged(life, "memory").holds


def test_growth_is_told_as_a_share_of_what_was_there_after_warm_up() -> None:
    life = [sample(at, memory=500e6 if at < 60 else 550e6) for at in range(100)]
    found = trend(life, "memory")
    assert found is not None
    assert found.growth == pytest.approx(0.1)


@pytest.mark.parametrize("figure", ["threads", "files", "children", "temporary"])
def test_a_leak_is_found_by_its_figure(figure: str) -> None:
    growing: list[dict[str, Any]] = [{figure: 10 + at // 5} for at in range(100)]
    life = [replace(sample(at), **more) for at, more in enumerate(growing)]
    assert [bar.name for bar in bars(life, [], [], []) if not bar.holds] == [figure]


def test_only_moments_of_rest_are_compared() -> None:
    life = [sample(at) for at in range(100)] + [sample(at, rests=False, memory=9e9) for at in range(60, 100)]
    assert judged(life, "memory").holds


def test_the_process_that_lived_longest_is_judged() -> None:
    killed = [sample(at, life=0, memory=100e6) for at in range(10)]
    longer = [sample(at, life=1, memory=500e6) for at in range(10, 100)]
    assert {each.life for each in longest(killed + longer)} == {1}


def test_too_short_a_soak_holds_nothing() -> None:
    assert not judged([sample(0), sample(1)], "memory").holds
    assert not judged([], "threads").holds


def test_errors_visits_and_words_are_counted() -> None:
    life = [sample(at) for at in range(100)]
    found = {bar.name: bar for bar in bars(life, ["ERROR a"], ["tap 3: gone"], [])}
    assert not found["unhandled errors"].holds
    assert not found["visits that went wrong"].holds
    assert found["words on the disk"].holds
