"""Pause, resume, stop and the speed: pressed on any thread, felt by the one that plays."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition


class Buttons:
    """A pause holds until resume or stop. A stop ends the clips that were under way, and no later one."""

    def __init__(self) -> None:
        self._pressed = Condition()
        self._paused = False
        self._stops = 0
        self.speed = 1.0

    def pause(self) -> None:
        self._press(paused=True)

    def resume(self) -> None:
        self._press(paused=False)

    def stop(self) -> None:
        self._press(paused=False, stops=1)

    def set_speed(self, speed: float) -> None:
        with self._pressed:
            self.speed = speed
            self._pressed.notify_all()

    def nudge(self) -> None:
        """Whoever waits looks again at what they wait for."""
        with self._pressed:
            self._pressed.notify_all()

    def turn(self) -> Turn:
        """A new clip's turn: stops from now on are meant for it."""
        return Turn(self, self._stops)

    def _press(self, *, paused: bool, stops: int = 0) -> None:
        with self._pressed:
            self._paused = paused
            self._stops += stops
            self._pressed.notify_all()


class Turn:
    """One clip's view of the buttons."""

    def __init__(self, buttons: Buttons, stops: int) -> None:
        self._buttons = buttons
        self._stops = stops
        self.speed = buttons.speed
        """That it is played with: `goes_on` ends where another one is chosen, `may_go` takes it over."""

    @property
    def stopped(self) -> bool:
        return self._buttons._stops != self._stops

    @property
    def goes_on(self) -> bool:
        return not self.stopped and not self._buttons._paused and self._buttons.speed == self.speed

    def wait(self, seconds: float, over: Callable[[], bool] = lambda: False) -> bool:
        """Waits so long, or until it is `over`, or until a button ends the going on; True: it still goes on."""
        with self._buttons._pressed:
            self._buttons._pressed.wait_for(lambda: over() or not self.goes_on, timeout=seconds)
        return self.goes_on

    def may_go(self) -> bool:
        """Waits while paused; False: stopped."""
        with self._buttons._pressed:
            self._buttons._pressed.wait_for(lambda: self.stopped or not self._buttons._paused)
            self.speed = self._buttons.speed
        return not self.stopped
