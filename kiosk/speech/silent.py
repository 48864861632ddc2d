"""The last loudspeaker: nobody hears it, but it takes its time, so that the highlight still moves at reading pace."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

from kiosk.model import Clip
from kiosk.speech.buttons import Buttons, Turn
from kiosk.speech.passage import word_at


class SilentSpeaker:
    name = "silent"
    is_audible = False

    def __init__(self, *, speed: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        """`speed`: so many times faster than real time."""
        self._speed = speed
        self._clock = clock
        self._buttons = Buttons()

    def wake(self) -> None:
        pass

    def play(
        self,
        clip: Clip,
        begin: Callable[[], bool] = lambda: True,
        on_word: Callable[[int], object] = lambda word: None,
    ) -> bool:
        turn = self._buttons.turn()
        if not turn.may_go() or not begin():
            return False
        at_ms, end_ms = 0.0, clip.duration_s * 1000
        word = 0
        while at_ms < end_ms:
            while word < len(clip.words) and clip.words[word].start_ms <= at_ms:
                on_word(word)
                word += 1
            until_ms = min(clip.words[word].start_ms if word < len(clip.words) else end_ms, end_ms)
            pace = self._speed * turn.speed * 1000
            since = self._clock()
            goes_on = self._passes((until_ms - at_ms) / pace, turn)
            at_ms = until_ms if goes_on else min(until_ms, at_ms + (self._clock() - since) * pace)
            if not goes_on and not turn.may_go():
                return False
            if not goes_on and (here := word_at(clip, at_ms)) is not None:
                word, at_ms = here, clip.words[here].start_ms
        return not turn.stopped

    def _passes(self, seconds: float, turn: Turn) -> bool:
        """So much time goes by; False: a button was pressed in it."""
        return turn.wait(seconds)

    def pause(self) -> None:
        self._buttons.pause()

    def resume(self) -> None:
        self._buttons.resume()

    def stop(self) -> None:
        self._buttons.stop()

    def set_speed(self, speed: float) -> None:
        self._buttons.set_speed(speed)

    def set_volume(self, gain: float) -> None:
        pass

    def silent_for_s(self) -> float:
        return inf

    def close(self) -> None:
        self.stop()
