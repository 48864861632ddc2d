"""The soak itself: the real app in a process of its own, visitors who use it, and what is seen of it from outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import psutil
import pytest

from soak import place, plugs, report
from soak.faults import FAULTS, spoilt
from soak.measures import Sample
from soak.place import Place
from soak.plot import plot
from soak.runner import CALM_S, Happened, Record, Runner, timetable

SIZE = (360, 640)
BUSY_FROM_THE_START = 105
"""A seed by which somebody types at once, and somebody speaks right after."""


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Place]:
    made = place.made(tmp_path / "kiosk")
    plugs.stand_in(made)
    yield made
    made.close()


def soaked(stage: Place, folder: Path, hours: float, *, faults: bool, seed: int = 3) -> Record:
    runner = Runner(stage, seed=seed, speed=20.0, hours=hours, faults=faults, size=SIZE, log=folder / "kiosk.log")
    record = runner.run()
    assert not psutil.pid_exists(runner.living.process.pid)
    return record


@pytest.mark.models
def test_some_minutes_of_visitors_leave_nothing_behind(stage: Place, tmp_path: Path) -> None:
    record = soaked(stage, tmp_path, 0.05, faults=False, seed=BUSY_FROM_THE_START)
    assert record.errors == []
    assert record.unwell == []
    assert record.found_words == []
    assert [visit for visit in record.visits if visit["outcome"]]
    assert record.samples[-1].memory > 100e6


@pytest.mark.models
@pytest.mark.slow
def test_an_hour_of_visitors_leaves_nothing_open_or_behind(stage: Place, tmp_path: Path) -> None:
    """Memory takes longer to level: each thing that a kiosk keeps is made when somebody first comes for it."""
    found = report.written(soaked(stage, tmp_path, 1.0, faults=False), tmp_path)
    assert set(found.missed) <= {"memory"}, found.text


@pytest.mark.models
@pytest.mark.slow
def test_an_hour_of_faults_ends_nothing_for_good(stage: Place, tmp_path: Path) -> None:
    """No process lives long enough in it to tell whether anything grows."""
    found = report.written(soaked(stage, tmp_path, 1.0, faults=True), tmp_path)
    assert not {"unhandled errors", "visits that went wrong", "words on the disk"} & set(found.missed), found.text


def test_a_report_tells_what_was_found(tmp_path: Path) -> None:
    samples = [Sample(at * 60, at * 3, 0, True, int(500e6), 19, 40, 1, 1, 20_000_000) for at in range(60)]
    happened = [
        Happened(FAULTS[0], 600.0, "heard", 1.5, "heard"),
        Happened(FAULTS[1], 900.0, "", None, "nobody was served"),
    ]
    record = Record(samples=samples, happened=happened, errors=["ERROR kiosk: a"], virtual_s=3600, real_s=180)
    found = report.written(record, tmp_path)
    assert not found.holds
    assert "20 times faster than life" in found.text
    assert "| unhandled errors | 1 | 0 | **no** |" in found.text
    assert "1.5 s" in found.text
    assert "never" in found.text
    assert (tmp_path / "soak.svg").read_text().startswith("<svg")


def test_a_plot_has_a_line_for_each_process_and_a_mark_for_each_fault() -> None:
    samples = [Sample(at * 60, at * 3, at // 30, True, int(500e6), 19, 40, 1, 1, 20_000_000) for at in range(60)]
    drawn = plot(samples, [(600.0, "voice killed"), (1200.0, "stick & folder")])
    assert drawn.count("<polyline") == 2 * 6
    assert "voice killed" in drawn
    assert "stick &amp; folder" in drawn


def test_files_are_spoilt_each_in_its_way(tmp_path: Path) -> None:
    files = [tmp_path / str(number) for number in range(30)]
    for file in files:
        file.write_bytes(bytes(1000))
    spoilt(files, Random(1))
    contents = [file.read_bytes() for file in files]
    assert all(content != bytes(1000) for content in contents)
    assert {len(content) for content in contents} == {0, 500, 1000}


def test_every_fault_comes_at_least_once_and_none_so_late_that_nothing_follows() -> None:
    planned = list(timetable(Random(1), 8 * 3600))
    assert {fault.name for _, fault in planned} == {fault.name for fault in FAULTS}
    assert [at for at, _ in planned] == sorted(at for at, _ in planned)
    assert all(CALM_S <= at <= 8 * 3600 - CALM_S for at, _ in planned)
    assert max(at for at, fault in planned if fault.restarts) < 0.4 * 8 * 3600
