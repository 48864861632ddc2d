"""What comes after a crash."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.keeper.policy import (
    LONGEST_REST_S,
    MOST_KILLS,
    PAUSES_S,
    SOON_S,
    WINDOW_S,
    Again,
    Crash,
    Over,
    Rest,
    Why,
    in_a_row,
    next_step,
)

NOW = 100_000.0
QUICK = len(PAUSES_S)


def broken(count: int, *, up_s: float = 5.0, why: Why = Why.BROKE, now: float = NOW) -> list[Crash]:
    """So many, a few seconds apart, the last one just now."""
    return [Crash(why, up_s, now - 10.0 * (count - 1 - number)) for number in range(count)]


def test_the_first_crash_costs_no_time() -> None:
    assert next_step(broken(1), NOW, is_kept=False) == Again(0.0)


def test_crashes_in_a_row_are_given_more_and_more_time() -> None:
    pauses = [next_step(broken(count), NOW, is_kept=False) for count in range(1, QUICK + 1)]
    assert pauses == [Again(pause) for pause in PAUSES_S]


def test_after_some_in_a_row_people_are_sent_to_the_staff_meanwhile() -> None:
    assert next_step(broken(QUICK + 1), NOW, is_kept=False) == Rest(60.0, QUICK + 1)


def test_the_safe_screen_stands_longer_each_time_but_never_for_ever() -> None:
    rests = [next_step(broken(count), NOW, is_kept=False) for count in range(QUICK + 1, QUICK + 12)]
    lengths = [rest.for_s for rest in rests if isinstance(rest, Rest)]
    assert lengths == sorted(lengths)
    assert lengths[-1] == LONGEST_REST_S


def test_a_kiosk_that_ran_well_for_a_while_begins_anew() -> None:
    crashes = [*broken(QUICK + 3, now=NOW - 500), Crash(Why.BROKE, SOON_S + 1, NOW)]
    assert next_step(crashes, NOW, is_kept=False) == Again(0.0)


def test_whoever_kills_a_kiosk_that_runs_sees_it_again_at_once() -> None:
    """It was well: a safe screen would help nobody."""
    assert next_step(broken(MOST_KILLS - 1, why=Why.KILLED, up_s=1.0), NOW, is_kept=True) == Again(0.0)
    assert next_step(broken(50, why=Why.KILLED, up_s=30.0), NOW, is_kept=True) == Again(0.0)


def test_one_that_is_killed_again_and_again_soon_after_its_first_picture_rests() -> None:
    """The kernel does that where memory is short, and for ever."""
    assert isinstance(next_step(broken(MOST_KILLS, why=Why.KILLED, up_s=5.0), NOW, is_kept=True), Rest)


def test_a_kiosk_that_is_killed_before_its_first_picture_counts_as_crashed() -> None:
    """The kernel may kill it for its memory, each time."""
    assert isinstance(next_step(broken(QUICK + 1, why=Why.KILLED, up_s=0.0), NOW, is_kept=False), Rest)


def test_what_two_safe_screens_do_not_heal_is_left_to_the_unit() -> None:
    assert isinstance(next_step(broken(QUICK + 3), NOW, is_kept=True), Over)


def test_the_keeper_that_the_unit_starts_then_begins_with_the_safe_screen() -> None:
    assert isinstance(next_step(broken(QUICK + 3), NOW + 3, is_kept=True), Rest)


def test_a_keeper_whom_nobody_would_start_again_never_gives_up() -> None:
    assert not any(isinstance(next_step(broken(count), NOW, is_kept=False), Over) for count in range(1, 60))


crashes = st.lists(
    st.builds(
        Crash,
        st.sampled_from([why for why in Why if why is not Why.ENDED]),
        st.floats(0, 1e7),
        st.floats(0, 1e7),
    ),
    max_size=40,
)


@given(crashes, st.booleans(), st.floats(0, 1e7))
def test_whatever_has_happened_the_kiosk_is_tried_again_within_a_quarter_of_an_hour(
    past: list[Crash], is_kept: bool, now: float
) -> None:
    step = next_step(past, now, is_kept=is_kept) if past else Again(0.0)
    match step:
        case Again(after_s=pause):
            assert 0 <= pause <= max(PAUSES_S)
        case Rest(for_s=length):
            assert 0 < length <= LONGEST_REST_S
        case Over():
            assert is_kept


@given(crashes)
def test_crashes_of_long_ago_count_no_more(past: list[Crash]) -> None:
    newest = max((crash.at_s for crash in past), default=0.0)
    assert in_a_row(past, newest + WINDOW_S + 1) == 0
