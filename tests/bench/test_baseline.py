"""What is worse than it was is flagged, and chance is not."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from random import Random
from statistics import median
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.bench import baseline
from kiosk.bench.baseline import Change, compared
from kiosk.bench.figure import BENCHMARKS
from kiosk.bench.measured import Figure
from kiosk.cli.bench import KEPT, beside, chosen, row
from kiosk.errors import UsageError

PROMISED = (
    "start.first_frame_s",
    "idle.cpu_percent",
    "memory.rss_mb",
    "ask.typed_ms",
    "ask.speech_end_to_answer_ms",
    "read.first_sound_ms",
    "read.stop_ms",
    "library.search_10000_ms",
    "install.article_s",
)
"""Programs ask for these by name."""


def figure(*runs: float, better: Literal["lower", "higher"] = "lower", unit: str = "ms") -> Figure:
    return Figure("ask.typed_ms", median(runs), unit, better, runs)


def test_every_promised_figure_is_measured() -> None:
    assert set(PROMISED) <= set(BENCHMARKS)
    assert chosen(PROMISED) == list(PROMISED)


def test_a_figure_as_json_has_the_promised_keys() -> None:
    assert list(json.loads(json.dumps(asdict(figure(1.0, 2.0, 3.0))))) == ["name", "value", "unit", "better", "runs"]


def test_half_as_fast_is_worse_and_twice_as_fast_is_better() -> None:
    steady, slow = figure(10, 10.1, 9.9), figure(20, 20.1, 19.9)
    assert compared(slow, steady).change is Change.WORSE
    assert compared(steady, slow).change is Change.BETTER
    assert compared(slow, steady).ratio == pytest.approx(2)


def test_more_is_better_where_more_is_wanted() -> None:
    few, many = figure(10, 10, better="higher"), figure(20, 20, better="higher")
    assert compared(few, many).change is Change.WORSE


def test_what_differs_as_much_as_its_runs_do_is_no_change() -> None:
    assert compared(figure(6, 14, 25), figure(5, 10, 15)).change is Change.SAME


def test_few_percent_are_no_change_however_steady_the_runs() -> None:
    assert compared(figure(10.8, 10.8, 10.8), figure(10, 10, 10)).change is Change.SAME


def test_a_single_run_must_be_much_worse_to_count() -> None:
    assert compared(figure(12), figure(10)).change is Change.SAME
    assert compared(figure(20), figure(10)).change is Change.WORSE


def test_what_nobody_kept_or_kept_in_another_unit_is_new() -> None:
    assert compared(figure(1), None).change is Change.NEW
    assert compared(figure(1), figure(1, unit="s")).change is Change.NEW
    assert compared(figure(1), figure(0)).change is Change.NEW


def test_chance_alone_is_seldom_flagged() -> None:
    """Two hundred pairs of seven runs each, of the same noise: a fifth of the value."""
    dice = Random(8)

    def runs() -> Figure:
        return figure(*(100 * dice.gauss(1, 0.2) for _ in range(7)))

    flagged = sum(compared(runs(), runs()).change is not Change.SAME for _ in range(200))
    assert flagged <= 20


@given(some.lists(some.floats(0.001, 1e6), min_size=1, max_size=9), some.floats(0.01, 100))
def test_the_ratio_does_not_depend_on_the_unit_of_measurement(runs: list[float], factor: float) -> None:
    one = compared(figure(*runs), figure(1, 2, 3))
    other = compared(figure(*(run * factor for run in runs)), figure(*(factor * run for run in (1, 2, 3))))
    assert other.ratio == pytest.approx(one.ratio)
    assert other.margin == pytest.approx(one.margin, abs=1e-9)


def test_what_is_stored_is_read_again(tmp_path: Path) -> None:
    kept = figure(1.5, 2.5, 3.5)
    baseline.write(tmp_path / "b.json", "A machine", "2026-11-29", [kept])
    again = baseline.read(tmp_path / "b.json")
    assert (again.machine, again.day, again.figures) == ("A machine", "2026-11-29", (kept,))
    assert again.figure("ask.typed_ms") == kept
    assert again.figure("other") is None


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"machine": 1}', b'{"machine": "m", "day": "d", "figures": [{"name": "n"}]}']
)
def test_a_file_that_is_no_baseline_is_refused_in_one_line(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=r"^[^\n]+is no baseline[^\n]+--store[^\n]+$"):
        baseline.read(file)


def test_a_baseline_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no baseline"):
        baseline.read(tmp_path / "none.json")


def test_the_kept_figures_are_of_benchmarks_that_exist() -> None:
    kept = baseline.read(KEPT)
    assert kept.machine
    assert kept.day
    assert {each.name for each in kept.figures} <= set(BENCHMARKS)


def test_a_row_says_what_is_worse() -> None:
    now = figure(20, 20, 20)
    assert "x2.00 worse" in row(now, compared(now, figure(10, 10, 10)))
    assert beside(compared(now, None)) == ""
