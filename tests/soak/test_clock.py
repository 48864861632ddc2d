"""Virtual time: how fast it goes by, and when it must not."""

from __future__ import annotations

import pytest

from kiosk.model import Place, Question, Way
from kiosk.staff_moments import Installing
from kiosk.state import Attract, Home, Playback, Reading, Thinking
from soak.clock import HURRY, LAG_S, RUSH, VirtualClock, pace


class Real:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_stands_until_it_is_told_to_run() -> None:
    real = Real()
    clock = VirtualClock(real)
    before = clock()
    real.now += 5
    assert clock() == before


def test_it_runs_at_its_pace() -> None:
    real = Real()
    clock = VirtualClock(real)
    before = clock()
    clock.run_at(20.0, at_most_s=1000)
    real.now += 3
    assert clock() - before == pytest.approx(60)
    clock.run_at(1.0, at_most_s=1000)
    real.now += 3
    assert clock() - before == pytest.approx(63)


def test_a_machine_that_stalls_takes_nobody_s_time_away() -> None:
    real = Real()
    clock = VirtualClock(real)
    before = clock()
    clock.run_at(20.0, at_most_s=8)
    real.now += 60
    assert clock() - before == pytest.approx(8)


def test_it_never_runs_backwards() -> None:
    real = Real()
    clock = VirtualClock(real)
    seen = [clock()]
    for speed, real_s in ((20.0, 0.1), (1.0, 5.0), (160.0, 0.01), (20.0, 30.0)):
        clock.run_at(speed)
        real.now += real_s
        seen.append(clock())
    assert seen == sorted(seen)


@pytest.mark.parametrize("moment", [Thinking(Question("is it cancer", Way.TYPED), 1), Installing(1)])
def test_engines_are_given_real_time(moment: Thinking | Installing) -> None:
    assert pace(moment, 20.0, behind_s=10_000, waiting=True) == 1.0


def test_what_was_lost_is_made_up_for_most_where_nobody_acts() -> None:
    assert pace(Home("a"), 20.0, behind_s=0, waiting=False) == 20.0
    assert pace(Home("a"), 20.0, behind_s=LAG_S + 1, waiting=False) == 20.0 * HURRY
    assert pace(Home("a"), 20.0, behind_s=LAG_S + 1, waiting=True) == 20.0 * RUSH
    assert pace(Attract(), 20.0, behind_s=LAG_S + 1, waiting=False) == 20.0 * RUSH


def test_a_voice_that_has_nothing_to_play_yet_is_waited_for_in_real_time() -> None:
    reading = Reading(Place("a", "intro"), playback=Playback.PLAYING)
    assert pace(reading, 20.0, behind_s=0, waiting=False, silent=True) == 1.0
    assert pace(reading, 20.0, behind_s=0, waiting=False) == 20.0
    assert pace(Reading(Place("a", "intro")), 20.0, behind_s=0, waiting=False, silent=True) == 20.0
