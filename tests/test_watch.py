"""What the kiosk does about its own ailments: heal the worker, or ask for a new start; and what it tells meanwhile."""

from __future__ import annotations

import pytest

from kiosk.keeper.policy import Why
from kiosk.shift import Trouble
from kiosk.watch import DRAWN_S, DRAWS_S, FAULTS_S, HEALS_AGAIN_S, MOST_FAULTS, RESTS_S, WEIGHED_S, Watch, Worker

LIMIT_MB = 1000.0


class Ailing:
    def __init__(self) -> None:
        self.ails: Trouble | None = None
        self.healed = 0

    def trouble(self) -> Trouble | None:
        return self.ails

    def heal(self) -> None:
        self.healed += 1
        self.ails = None


class Scene:
    """A kiosk whose worker, memory, pictures and visitors are as the test says."""

    def __init__(self, *, heals: bool = True, is_urgent: bool = True) -> None:
        self.now = 0.0
        self.weight: float | None = 500.0
        self.is_idle = True
        self.draws = True
        self.worker = Ailing()
        self.ended: list[Why] = []
        self.told: list[dict[str, str]] = []
        self.rests = 0
        self.watch = Watch(
            [Worker("asker", self.worker, self.worker.heal if heals else None, is_urgent)],
            memory_mb=lambda: self.weight,
            limit_mb=LIMIT_MB,
            draw=self._draw,
            is_idle=lambda: self.is_idle,
            ends=self.ended.append,
            rest=self._rest,
            tell=lambda **lines: self.told.append(lines),
            clock=lambda: self.now,
        )

    def _rest(self) -> None:
        self.rests += 1

    def _draw(self) -> None:
        if self.draws:
            self.watch.drawn()

    def pass_by(self, seconds: float) -> None:
        for _ in range(round(seconds)):
            self.now += 1.0
            self.watch.look()


def test_a_kiosk_that_is_well_tells_every_second_that_it_lives_and_nothing_else() -> None:
    scene = Scene()
    scene.pass_by(3600)
    assert scene.ended == []
    assert len(scene.told) == 3600
    assert all(lines["WATCHDOG"] == "1" for lines in scene.told)


def test_whether_somebody_is_here_is_told_when_it_changes() -> None:
    scene = Scene()
    scene.pass_by(3)
    scene.is_idle = False
    scene.pass_by(3)
    assert [lines["X_KIOSK_BUSY"] for lines in scene.told if "X_KIOSK_BUSY" in lines] == ["0", "1"]


@pytest.mark.parametrize("trouble", Trouble)
def test_a_worker_in_trouble_is_healed(trouble: Trouble) -> None:
    scene = Scene()
    scene.worker.ails = trouble
    scene.pass_by(60)
    assert (scene.worker.healed, scene.ended) == (1, [])


def test_one_that_is_in_trouble_again_soon_needs_a_new_start_of_the_kiosk() -> None:
    scene = Scene()
    for _ in range(2):
        scene.worker.ails = Trouble.STUCK
        scene.pass_by(60)
    assert (scene.worker.healed, scene.ended) == (1, [Why.STUCK])


def test_one_that_is_in_trouble_again_much_later_is_healed_again() -> None:
    scene = Scene()
    for _ in range(3):
        scene.worker.ails = Trouble.STUCK
        scene.pass_by(HEALS_AGAIN_S)
    assert (scene.worker.healed, scene.ended) == (3, [])


def test_a_worker_that_nobody_can_heal_ends_the_kiosk_at_once_where_visitors_miss_it() -> None:
    scene = Scene(heals=False)
    scene.is_idle = False
    scene.worker.ails = Trouble.DEAD
    scene.pass_by(1)
    assert scene.ended == [Why.STUCK]


def test_one_that_visitors_do_not_miss_waits_until_nobody_is_here() -> None:
    scene = Scene(heals=False, is_urgent=False)
    scene.is_idle = False
    scene.worker.ails = Trouble.DEAD
    scene.pass_by(60)
    assert scene.ended == []
    scene.is_idle = True
    scene.pass_by(1)
    assert scene.ended == [Why.STUCK]


def test_a_kiosk_that_has_grown_too_large_starts_anew_when_nobody_is_here() -> None:
    scene = Scene()
    scene.weight, scene.is_idle = LIMIT_MB + 1, False
    scene.pass_by(60)
    assert scene.ended == []
    scene.is_idle = True
    scene.pass_by(WEIGHED_S)
    assert scene.ended == [Why.MEMORY]


def test_one_that_is_far_too_large_does_not_wait() -> None:
    scene = Scene()
    scene.weight, scene.is_idle = LIMIT_MB * 1.6, False
    scene.pass_by(WEIGHED_S)
    assert scene.ended == [Why.MEMORY]


def test_what_a_visit_needed_is_given_back_once_after_each() -> None:
    scene = Scene()
    scene.pass_by(5)
    assert scene.rests == 1, "the start is over"
    for visits in (2, 3):
        scene.is_idle = False
        scene.pass_by(5)
        assert scene.rests == visits - 1, "nobody waits for it"
        scene.is_idle = True
        scene.pass_by(RESTS_S)
        assert scene.rests == visits - 1, "other threads may still be letting go of it"
        assert not scene.watch.has_tidied_up
        scene.pass_by(3600)
        assert scene.rests == visits
        assert scene.watch.has_tidied_up


def test_where_nobody_can_tell_how_large_it_is_it_goes_on() -> None:
    scene = Scene()
    scene.weight = None
    scene.pass_by(60)
    assert scene.ended == []


def test_a_display_that_takes_no_pictures_any_more_is_noticed_though_nothing_changes_on_it() -> None:
    scene = Scene()
    scene.pass_by(100)
    scene.draws = False
    scene.pass_by(DRAWS_S + DRAWN_S + 2)
    assert scene.ended == [Why.NOT_DRAWN]


def test_screens_that_break_again_and_again_end_the_kiosk_once() -> None:
    scene = Scene()
    for _ in range(MOST_FAULTS + 5):
        scene.now += 0.5
        scene.watch.broke()
    assert scene.ended == [Why.SCREEN_BROKE]
    assert {"X_KIOSK_WHY": "screen_broke"} in scene.told


def test_a_screen_that_breaks_now_and_then_does_not() -> None:
    scene = Scene()
    for _ in range(100):
        scene.now += FAULTS_S / (MOST_FAULTS - 1) + 0.1
        scene.watch.broke()
    assert scene.ended == []
