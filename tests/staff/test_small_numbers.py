"""Nobody can be picked out of what is shown: neither from one number, nor from two, nor from yesterday's beside today's."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kiosk.tally import FEW, Counted, Line
from tests.staff.test_counts import VISIT, Calendar, Clinic

LINES = [
    Line(Counted.OPENED, "a/1"),
    Line(Counted.OPENED, "a/2"),
    Line(Counted.UNANSWERED, "a/1"),
    Line(Counted.UNANSWERED),
    Line(Counted.LANGUAGE, "es"),
]
visits = st.frozensets(st.sampled_from(LINES), max_size=4)
days = st.lists(visits, max_size=14)
histories = st.lists(days, min_size=1, max_size=8)
History = list[list[frozenset[Line]]]
Shown = list[dict[date, dict[Line, int]]]


def looked_at_daily(history: History) -> Shown:
    """What somebody finds who looks every morning, day by day: more than any screen shows."""
    with TemporaryDirectory() as folder:
        clinic, seen = Clinic(Path(folder) / "counts", Calendar()), []
        for day in history:
            for lines in day:
                clinic.visits(1, *lines)
            clinic.night()
            seen.append({each.day: dict(each.lines) for each in clinic.shown.days})
        return seen


def total(shown: dict[date, dict[Line, int]], line: Line) -> int:
    return sum(lines.get(line, 0) for lines in shown.values())


@settings(deadline=None, max_examples=80)
@given(history=histories)
def test_every_number_every_sum_and_every_difference_is_of_five_visits_or_of_none(history: History) -> None:
    seen = looked_at_daily(history)
    numbers = [[total(shown, line) for line in (VISIT, *LINES)] for shown in seen]
    assert all(count % FEW == 0 for row in numbers for count in row)
    for before, after in pairwise(seen):
        assert all(after[day] == lines for day, lines in before.items()), "what was shown once stays as it was"


@settings(deadline=None, max_examples=80)
@given(history=histories)
def test_a_new_number_comes_only_where_five_visits_have_been_since_the_last(history: History) -> None:
    """So that nobody who knows who was there on a quiet day learns what they did."""
    since = 0
    empty: dict[date, dict[Line, int]] = {}
    seen = [empty, *looked_at_daily(history)]
    for day, (before, after) in zip(history, pairwise(seen), strict=True):
        since += len(day)
        if before != after:
            assert since >= FEW
        if since >= FEW:
            since = 0


@settings(deadline=None, max_examples=100)
@given(history=histories, line=st.sampled_from(LINES))
def test_one_visit_more_or_less_with_a_thing_looks_the_same(history: History, line: Line) -> None:
    """Whoever knows all that is shown, each morning, and all that anybody did but for one thing in one visit that still waits,
    can't tell whether it had that: what is not shown can't be reckoned from what is."""
    had = [(day, at) for day, row in enumerate(history) for at, lines in enumerate(row) if line in lines]
    lacked = [(len(history) - 1, at) for at, lines in enumerate(history[-1]) if line not in lines]
    some_wait = len(had) % FEW > 0
    assume(some_wait or lacked)
    place = had[-1] if some_wait else lacked[-1]
    assert looked_at_daily(changed(history, *place, line)) == looked_at_daily(history)


def changed(history: History, day: int, at: int, line: Line) -> History:
    row = list(history[day])
    row[at] = row[at] ^ {line}
    return [*history[:day], row, *history[day + 1 :]]


def test_the_whole_and_all_but_one_part_give_no_hint_of_the_part() -> None:
    """Twenty visits, eighteen of them with a section: the two without it are nobody's business."""
    looks = set()
    for with_it in range(15, 20):
        history: History = [[frozenset({LINES[0]})] * with_it + [frozenset[Line]()] * (20 - with_it)]
        [shown] = looked_at_daily(history)
        looks.add((total(shown, VISIT), total(shown, LINES[0])))
    assert looks == {(20, 15)}


def test_what_is_not_shown_on_its_own_day_comes_with_a_later_one() -> None:
    [*_, last] = looked_at_daily([[frozenset({LINES[0]})] * 7] * 3)
    assert [lines[LINES[0]] for lines in last.values()] == [5, 5, 10]
