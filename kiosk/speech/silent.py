"""The last loudspeaker: nobody hears it, but it takes its time, so that the highlight still moves at reading pace."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

from kiosk.model import Clip
from kiosk.speech.buttons import Buttons


class SilentSpeaker:
    name = "silent"
    is_audible = False

    def __init__(self, *, speed: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        """`speed`: so many times faster than real time."""
        self._speed = speed
        self._clock = clock
        self._buttons = Buttons()

    def play(self, clip: Clip, begin: Callable[[], bool] = lambda: True) -> bool:
        turn = self._buttons.turn()
        if not turn.may_go() or not begin():
            return False
        left = clip.duration_s / self._speed
        while left > 0:
            since = self._clock()
            turn.wait(left)
            left -= self._clock() - since
            if not turn.may_go():
                return False
        return not turn.stopped

    def pause(self) -> None:
        self._buttons.pause()

    def resume(self) -> None:
        self._buttons.resume()

    def stop(self) -> None:
        self._buttons.stop()

    def silent_for_s(self) -> float:
        return inf

    def close(self) -> None:
        self.stop()
