"""The latest day ever seen, with clocks that are set back, leap ahead, or start from nothing at each power-on."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.clock import BUILT, HELD, LEAP, LatestDay

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
YEARS = timedelta(days=3650)
HOUR = timedelta(hours=1)


class Machine:
    """A kiosk's clock and its uptime, which nobody can set."""

    def __init__(self, file: Path, clock: datetime = NOON) -> None:
        self.file, self.clock, self.up_s = file, clock, 0.0
        self.start()

    def start(self) -> None:
        self.up_s = 0.0
        self.days = LatestDay(self.file, lambda: self.up_s)

    def run(self, span: timedelta) -> date:
        """Looked at every hour, as the kiosk does."""
        end = self.clock + span
        while self.clock < end:
            self.clock += HOUR
            self.up_s += HOUR.total_seconds()
            self.days.today(self.clock)
        return self.today()

    def today(self, known: date = BUILT) -> date:
        return self.days.today(self.clock, known)

    def is_wrong(self, known: date = BUILT) -> bool:
        return self.days.is_wrong(self.clock, known)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "home" / "latest-day")


def test_a_clock_set_back_shows_the_latest_day_also_after_a_restart(machine: Machine) -> None:
    assert machine.today() == date(2026, 11, 27)
    machine.clock -= YEARS
    assert machine.today() == date(2026, 11, 27)
    machine.start()
    assert machine.today() == date(2026, 11, 27)
    assert machine.is_wrong()


def test_a_clock_a_time_zone_behind_is_not_wrong(machine: Machine) -> None:
    machine.today()
    machine.clock -= timedelta(hours=23)
    assert not machine.is_wrong()


def test_it_is_never_before_the_day_this_was_built_nor_before_an_installed_manifest(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "day", datetime(1970, 1, 1, tzinfo=UTC))
    assert machine.today() == BUILT
    assert machine.today(known=date(2027, 5, 1)) == date(2027, 5, 1)
    assert machine.is_wrong()


def test_going_back_to_the_content_before_takes_the_day_of_its_manifest_back(machine: Machine) -> None:
    """A signer's clock was ten years ahead when the pack was made."""
    assert machine.today(known=date(2036, 11, 1)) == date(2036, 11, 1)
    assert machine.today() == date(2026, 11, 27)
    machine.start()
    assert machine.today() == date(2026, 11, 27)


def test_a_kiosk_may_stand_in_a_cupboard_for_a_year(machine: Machine) -> None:
    machine.today()
    machine.clock += LEAP
    assert machine.today() == machine.clock.date()
    assert not machine.is_wrong()


def test_a_clock_ten_years_ahead_that_is_put_right_has_spoiled_nothing(machine: Machine) -> None:
    machine.today()
    machine.clock += YEARS
    assert machine.run(HELD - 2 * HOUR) == date(2026, 11, 27)
    assert machine.is_wrong()
    machine.clock = NOON + HELD
    assert machine.today() == machine.clock.date()
    assert not machine.is_wrong()
    machine.clock += YEARS
    assert machine.run(HELD - 2 * HOUR) == date(2026, 11, 30), "what it had held for before counts no more"


def test_a_clock_that_was_right_after_all_is_believed_over_many_short_days(machine: Machine) -> None:
    machine.today()
    machine.clock += YEARS
    days = 0
    while machine.is_wrong():
        machine.start()
        machine.today()
        machine.run(timedelta(hours=10))
        machine.clock += timedelta(hours=14)
        days += 1
        assert days < 12
    assert days >= 7, "three days of uptime, ten hours a day"
    machine.start()
    assert machine.today() == machine.clock.date()


def test_a_clock_that_leaps_at_each_look_is_never_believed(machine: Machine) -> None:
    machine.today()
    for _ in range(200):
        machine.clock += LEAP + timedelta(days=1)
        machine.up_s += 86_400
        assert machine.today() == date(2026, 11, 27)
        if machine.clock.year > 9000:
            break


def test_the_last_days_of_the_calendar_are_no_fault(tmp_path: Path) -> None:
    """A pack that somebody signed for the year 9999."""
    machine = Machine(tmp_path / "day")
    assert machine.today(known=date.max) == date.max
    assert machine.is_wrong(known=date.max)
    machine.clock = datetime(9999, 12, 31, 23, tzinfo=UTC)
    assert machine.today() == NOON.date()
    (tmp_path / "day").write_text("9999-12-31\n")
    machine.start()
    assert machine.today() == date.max


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_a_damaged_file_is_as_none(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("day") / "day"
    file.write_bytes(content)
    assert LatestDay(file).today(NOON) >= NOON.date()


@pytest.mark.parametrize("kept", ["2026-11-27 2036-01-01T00:00:00 5", "2026-11-27 x 5", "2027", "\0" * 90, "1e9 2 3 4"])
def test_half_a_file_is_as_none(tmp_path: Path, kept: str) -> None:
    (tmp_path / "day").write_text(kept)
    assert LatestDay(tmp_path / "day").today(NOON) == NOON.date()


def test_a_place_that_is_no_file_or_can_not_be_written_only_remembers_less(tmp_path: Path) -> None:
    (tmp_path / "day").mkdir()
    assert LatestDay(tmp_path / "day").today(NOON) == NOON.date()
    os.mkfifo(tmp_path / "pipe")
    assert LatestDay(tmp_path / "pipe").today(NOON) == NOON.date()


def test_the_disk_is_written_once_a_day_not_at_each_look(machine: Machine) -> None:
    machine.today()
    before = machine.file.stat().st_ino
    for _ in range(50):
        machine.today()
    assert machine.file.stat().st_ino == before


@given(st.lists(st.tuples(st.integers(-4000, 4000), st.integers(0, 100)), max_size=30))
@settings(max_examples=200, deadline=None)
def test_whatever_the_clock_does_the_day_never_goes_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int]]
) -> None:
    machine = Machine(tmp_path_factory.mktemp("day") / "day")
    latest = machine.today()
    for days, up_h in steps:
        machine.clock = max(min(machine.clock + timedelta(days=days), datetime(9000, 1, 1, tzinfo=UTC)), NOON - YEARS)
        machine.up_s += up_h * 3600
        if up_h % 5 == 0:
            machine.start()
        now = machine.today()
        assert now >= latest
        latest = now
