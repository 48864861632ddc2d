"""The book of the counts: what waits, what is given out and when, and a disk that can't be trusted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.events import CountsRead, Event
from kiosk.staff.book import MOST_DAYS, Book
from kiosk.staff.counts import Counts
from kiosk.staff.day_files import WAITING, day_files, exported, read_tallies
from kiosk.tally import Counted, Fault, Line, Tallies

MONDAY = date(2026, 11, 23)
VISIT = Line(Counted.VISITS)
NAPS = Line(Counted.UNANSWERED, "sleep/naps")
FEET = Line(Counted.OPENED, "feet/intro")
LONG = 36_500
"""Days."""


@dataclass
class Calendar:
    """Both days can be set, as clocks can."""

    day: date = MONDAY
    clock_day: date = MONDAY

    def next(self, days: int = 1) -> None:
        self.day += timedelta(days=days)
        self.clock_day += timedelta(days=days)


@dataclass
class Clinic:
    folder: Path
    calendar: Calendar = field(default_factory=Calendar)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.book = Book(self.folder, lambda: self.calendar.day, lambda: self.calendar.clock_day)

    def visits(self, count: int, *lines: Line) -> None:
        for _ in range(count):
            self.book.turn_page()
            self.book.add_visit({VISIT, *lines})

    def breaks(self, fault: Fault) -> None:
        self.book.turn_page()
        self.book.add_fault(fault)

    def night(self, days: int = 1) -> None:
        self.calendar.next(days)
        self.book.turn_page()

    @property
    def shown(self) -> Tallies:
        self.book.turn_page()
        return self.book.tallies()

    @property
    def lines(self) -> dict[Line, int]:
        return dict(self.shown.lines(LONG))


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path / "counts")


# ---- days


def test_nothing_of_a_day_is_shown_before_it_is_over(clinic: Clinic) -> None:
    clinic.visits(20, NAPS)
    assert clinic.lines == {}
    clinic.night()
    assert clinic.lines == {VISIT: 20, NAPS: 20}
    assert [day.day for day in clinic.shown.days] == [MONDAY]


def test_only_whole_fives_are_shown_and_the_rest_waits_for_others(clinic: Clinic) -> None:
    clinic.visits(9, NAPS)
    clinic.night()
    assert clinic.lines == {VISIT: 5, NAPS: 5}
    clinic.visits(5, FEET)
    clinic.visits(1, NAPS)
    clinic.night()
    assert clinic.lines == {VISIT: 15, NAPS: 10, FEET: 5}


def test_a_day_with_hardly_a_visit_is_shown_only_with_those_after_it(clinic: Clinic) -> None:
    clinic.visits(9, NAPS)
    clinic.night()
    clinic.visits(1, NAPS)
    clinic.night()
    assert clinic.lines == {VISIT: 5, NAPS: 5}, "the tenth would tell what the only visitor of that day has asked"
    clinic.visits(4, FEET)
    clinic.night()
    assert clinic.lines == {VISIT: 10, NAPS: 10}
    assert [day.day - MONDAY for day in clinic.shown.days] == [timedelta(0), timedelta(2)]


def test_what_is_asked_once_a_week_is_shown_in_the_end(clinic: Clinic) -> None:
    for _ in range(5):
        clinic.visits(1, NAPS)
        for _ in range(7):
            clinic.visits(6)
            clinic.night()
    assert clinic.lines[NAPS] == 5


def test_a_period_ends_where_it_should(clinic: Clinic) -> None:
    clinic.visits(5, NAPS)
    clinic.night(7)
    assert clinic.shown.lines(7)[NAPS] == 5
    clinic.night()
    assert clinic.shown.lines(7) == {}
    assert clinic.shown.lines(30)[NAPS] == 5


def test_faults_are_shown_at_once_and_each(clinic: Clinic) -> None:
    clinic.breaks(Fault.MICROPHONE)
    assert clinic.shown.faults(7) == {Fault.MICROPHONE: 1}
    clinic.night()
    clinic.breaks(Fault.MICROPHONE)
    clinic.breaks(Fault.CRASH)
    assert clinic.shown.faults(7) == {Fault.MICROPHONE: 2, Fault.CRASH: 1}


# ---- starts, ends and clocks


def test_what_waits_waits_through_every_night_without_power(clinic: Clinic) -> None:
    for _ in range(5):
        clinic.visits(2, NAPS)
        clinic.book.keep()
        clinic.calendar.next()
        clinic.start()
        clinic.book.turn_page()
    assert clinic.lines[NAPS] == 5


def test_a_power_cut_between_the_two_files_counts_nothing_twice(clinic: Clinic) -> None:
    clinic.visits(7, NAPS)
    clinic.book.keep()
    before = (clinic.folder / WAITING).read_bytes()
    clinic.night()
    (clinic.folder / WAITING).write_bytes(before)  # the day's file is there, the other still says that it waits
    clinic.start()
    assert clinic.lines == {VISIT: 5, NAPS: 5}
    clinic.visits(5, NAPS)
    clinic.night()
    assert clinic.lines == {VISIT: 10, NAPS: 10}


def test_a_clock_that_leaps_and_is_put_right_loses_nothing(clinic: Clinic) -> None:
    clinic.visits(6, NAPS)
    clinic.night(390)
    clinic.visits(6, NAPS)
    clinic.calendar.clock_day = MONDAY  # the latest day stays where the wrong clock has put it
    clinic.visits(6, NAPS)
    clinic.calendar.clock_day += timedelta(days=1)
    assert clinic.lines == {VISIT: 15, NAPS: 15}
    clinic.calendar.day = MONDAY + timedelta(days=2)  # somebody has deleted the wrong latest day
    assert clinic.shown.lines(7)[NAPS] == 15, "what a wrong clock has put into days to come is not hidden for a year"


def test_days_are_kept_by_their_number_whatever_the_clock_says(clinic: Clinic) -> None:
    for _ in range(MOST_DAYS + 3):
        clinic.visits(5)
        clinic.night()
    kept = day_files(clinic.folder)
    assert len(kept) == MOST_DAYS
    assert kept[0].name.startswith(str(MONDAY + timedelta(days=3)))
    clinic.visits(5)
    clinic.night(300_000)
    assert len(day_files(clinic.folder)) == MOST_DAYS


# ---- the disk


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """As a full one: nothing can be made in it. Also for root, whom permissions don't stop."""
    aside = folder.with_name("aside")
    if folder.exists():
        folder.rename(aside)
    folder.write_text("in the way")
    yield
    folder.unlink()
    if aside.exists():
        aside.rename(folder)


def test_a_disk_that_takes_nothing_is_told_once_and_the_counts_go_on(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    with unwritable(clinic.folder):
        clinic.visits(4, NAPS)
        clinic.book.keep()
        clinic.night()
        clinic.visits(4, NAPS)
        clinic.night()
        clinic.book.keep()
    [line] = [record.getMessage() for record in caplog.records]
    assert "Nothing is counted for now" in line
    assert "naps" not in line
    assert clinic.lines == {VISIT: 5, NAPS: 5}, "they were kept in memory"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"day": 7}', b"\xff\xfe", b"[" * 100_000, b'{"day": "2026-13-01"}']
)
def test_a_damaged_file_costs_what_it_held_and_no_more(clinic: Clinic, content: bytes) -> None:
    clinic.visits(5, NAPS)
    clinic.night()
    clinic.visits(4, NAPS)
    clinic.book.keep()
    (clinic.folder / WAITING).write_bytes(content)
    (clinic.folder / "2026-01-01-00000.json").write_bytes(content)
    clinic.start()
    clinic.visits(5, NAPS)
    clinic.night()
    assert clinic.lines == {VISIT: 10, NAPS: 10}
    assert [file.name[:10] for file in day_files(clinic.folder)] == ["2026-01-01", "2026-11-23", "2026-11-24"]


@settings(deadline=None, max_examples=150)
@given(content=st.binary(max_size=300))
def test_no_bytes_whatever_break_the_book(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("home") / "counts"
    folder.mkdir()
    (folder / WAITING).write_bytes(content)
    (folder / "2026-11-20-00001.json").write_bytes(content)
    clinic = Clinic(folder)
    clinic.visits(5)
    clinic.night()
    assert clinic.lines[VISIT] == 5


numbers = st.integers(-5, 40) | st.sampled_from([10**30, 1.5, None, "7"])
known = st.dictionaries(st.sampled_from([*Counted, "later"]), st.dictionaries(st.text(max_size=5), numbers, max_size=3))


@settings(deadline=None, max_examples=150)
@given(lines=known)
def test_whatever_stands_in_a_days_file_only_whole_fives_come_out(
    tmp_path_factory: pytest.TempPathFactory, lines: dict[str, dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("home")
    (folder / "2026-11-20-00001.json").write_text(json.dumps({"day": "2026-11-20", "lines": lines}))
    found = read_tallies(folder, MONDAY).lines(30)
    assert all(count > 0 and count % 5 == 0 for count in found.values())
    again = [json.loads(content)["lines"] for content in exported(folder).values()]
    assert all(count % 5 == 0 for each in again for abouts in each.values() for count in abouts.values())


def test_the_files_tell_neither_time_nor_order_nor_who_may_read_them(clinic: Clinic) -> None:
    contents = []
    for order in ((NAPS, FEET), (FEET, NAPS)):
        folder = clinic.folder.with_name(str(order[0].counted))
        one = Clinic(folder)
        for line in order:
            one.visits(3, line)
        one.book.keep()
        contents.append((folder / WAITING).read_bytes())
        assert (folder / WAITING).stat().st_mode & 0o077 == 0
    assert contents[0] == contents[1]
    assert set(json.loads(contents[0])) == {"day", "clock_day", "serial", "visits", "lines", "faults"}


# ---- on its thread


class Beat:
    """A clock that only somebody's hand moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_counts_are_kept_and_read_on_a_thread_of_their_own(tmp_path: Path) -> None:
    calendar, letters = Calendar(), list[Event]()
    book = Book(tmp_path, lambda: calendar.day, lambda: calendar.clock_day)
    counts = Counts(book, letters.append, Beat())
    for _ in range(5):
        counts.add_visit(frozenset({VISIT, NAPS}))
    counts.add_fault(Fault.STICK)
    counts.look_up(7)
    counts.close()
    assert letters == [CountsRead(7, Tallies(MONDAY, (read_tallies(tmp_path, MONDAY).days)))]
    assert read_tallies(tmp_path, MONDAY).faults(7) == {Fault.STICK: 1}
    calendar.next()
    counts = Counts(Book(tmp_path, lambda: calendar.day, lambda: calendar.clock_day), letters.append, Beat())
    counts.look_up(8)
    counts.close()
    told = letters[-1]
    assert isinstance(told, CountsRead)
    assert told.tallies.lines(7) == {VISIT: 5, NAPS: 5}


def test_between_two_beats_nothing_is_written(tmp_path: Path) -> None:
    asked: list[date] = []

    def today() -> date:
        asked.append(MONDAY)
        return MONDAY

    counts = Counts(Book(tmp_path, today, lambda: MONDAY), print, Beat())
    counts.add_visit(frozenset({VISIT}))
    counts.add_visit(frozenset({VISIT}))
    assert wait_for(lambda: len(asked) >= 3), "the book was opened, and looked for the day before each visit"
    assert list(tmp_path.iterdir()) == [], "when a visit ended can't be seen at a file"
    counts.close()
    assert [file.name for file in tmp_path.iterdir()] == [WAITING]


def test_with_each_beat_what_is_new_is_written(tmp_path: Path) -> None:
    counts = Counts(Book(tmp_path, lambda: MONDAY, lambda: MONDAY), print, beat_s=0.02)
    counts.add_visit(frozenset({VISIT}))
    assert wait_for((tmp_path / WAITING).exists)
    counts.close()


def wait_for(what: Callable[[], bool], patience_s: float = 20.0) -> bool:
    end = time.monotonic() + patience_s
    while not what() and time.monotonic() < end:
        time.sleep(0.01)
    return what()


def test_a_book_that_breaks_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    days = iter([MONDAY])
    counts = Counts(Book(tmp_path, lambda: next(days), lambda: MONDAY), print, Beat())
    counts.add_visit(frozenset({VISIT, NAPS}))
    counts.close()
    assert "Counting failed: " in caplog.text
    assert "naps" not in caplog.text
