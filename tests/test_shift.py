"""A worker's thread tells what it is at, and others see when that takes too long."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from kiosk.shift import Shift, Trouble

LONG_S = 10.0


class Scene:
    """A worker that does one thing after the other, as it is told, by a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.goes_on, self.is_at, self.ends = Event(), Event(), Event()
        self.shift = Shift("worker", self._work, lambda: self.now)

    def _work(self, shift: Shift) -> None:
        with shift.at(5.0):
            self.is_at.set()
            self.goes_on.wait(LONG_S)
        self.is_at.clear()
        self.ends.wait(LONG_S)

    def end(self) -> None:
        self.goes_on.set()
        self.ends.set()
        self.shift.close(LONG_S)


@pytest.fixture
def scene() -> Iterator[Scene]:
    scene = Scene()
    scene.is_at.wait(LONG_S)
    yield scene
    scene.end()


def test_work_that_takes_no_longer_than_it_may_is_no_trouble(scene: Scene) -> None:
    scene.now = 4.9
    assert scene.shift.trouble() is None


def test_work_that_takes_longer_is_stuck(scene: Scene) -> None:
    scene.now = 5.1
    assert scene.shift.trouble() is Trouble.STUCK


def test_whoever_waits_for_work_may_wait_for_ever(scene: Scene) -> None:
    scene.goes_on.set()
    while scene.is_at.is_set():
        pass
    scene.now = 1e9
    assert scene.shift.trouble() is None


def test_a_thread_that_has_ended_by_itself_is_dead() -> None:
    shift = Shift("worker", lambda _: None)
    shift._thread.join(LONG_S)
    assert shift.trouble() is Trouble.DEAD


def test_one_that_was_asked_to_end_is_not() -> None:
    shift = Shift("worker", lambda _: None)
    shift.close(LONG_S)
    assert shift.trouble() is None


def test_of_one_that_was_left_nobody_expects_anything(scene: Scene) -> None:
    scene.now = 6.0
    scene.shift.leave()
    assert scene.shift.is_over
    assert scene.shift.trouble() is None
