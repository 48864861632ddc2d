"""The loudspeaker: clips, played by a process of its own.

PortAudio was seen to wait for ever for a card that went away, its list of devices is that of its start, and a frame being drawn
may hold Python for a tenth of a second. A process that is started with a visit and killed after it has none of these faults.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf
from threading import Lock, Timer

from kiosk.errors import SpeechError
from kiosk.model import Clip
from kiosk.speech.buttons import Buttons, Turn
from kiosk.speech.card import Card
from kiosk.speech.passage import Passage, passage

PULSE_S = 0.5
HALTS_S = 3.0
TAIL_S = 0.06
"""What the card still plays of its buffer after a stop."""
LOOKED_AT_S = 5.0
"""Who only asks whether there is a card needs it no longer."""
RESTS_AFTER_S = 120.0
"""Longer than anybody reads a section in silence; then nothing runs until somebody comes."""


class Loudspeaker:
    """A Speaker. The card stays open between clips, and is closed after `rests_after_s` without one."""

    def __init__(self, device: str = "", *, rests_after_s: float = RESTS_AFTER_S) -> None:
        """`device`: part of its name; empty: the system's default. It is looked for when first needed."""
        self.name = f"sound card: {device or 'default'}"
        self._device = device
        self._rests_after_s = rests_after_s
        self._buttons = Buttons()
        self._playing = Lock()
        self._card: Card | None = None
        self._volume = 1.0
        self._sounding = False
        self._sound_until = -inf
        self._rest: Timer | None = None
        self._closed = False

    @property
    def is_audible(self) -> bool:
        """Whether the card is open, or can be opened now."""
        if self._card is not None:
            return True
        with self._playing:
            try:
                self._woken()
            except SpeechError:
                return False
            self._rest_later(min(LOOKED_AT_S, self._rests_after_s))
            return True

    def wake(self) -> None:
        """Raises SpeechError when there is no card."""
        if not self._playing.acquire(blocking=False):
            return  # it is awake, or just waking
        try:
            if not self._closed:
                self._woken()
                self._rest_later(self._rests_after_s)
        finally:
            self._playing.release()

    def play(
        self,
        clip: Clip,
        begin: Callable[[], bool] = lambda: True,
        on_word: Callable[[int], object] = lambda word: None,
    ) -> bool:
        turn = self._buttons.turn()
        with self._playing:
            if self._closed:
                return False
            card = self._woken()
            try:
                return turn.may_go() and begin() and self._play(card, clip, turn, on_word)
            finally:
                self._rest_later(self._rests_after_s)

    def pause(self) -> None:
        self._buttons.pause()

    def resume(self) -> None:
        self._buttons.resume()

    def stop(self) -> None:
        self._buttons.stop()

    def set_speed(self, speed: float) -> None:
        self._buttons.set_speed(speed)

    def set_volume(self, gain: float) -> None:
        self._volume = gain
        if card := self._card:
            card.set_volume(gain)

    def silent_for_s(self) -> float:
        return 0.0 if self._sounding else max(0.0, time.monotonic() - self._sound_until)

    def close(self) -> None:
        self._closed = True
        self.stop()
        with self._playing:
            self._rest_later(self._rests_after_s)
            self._sleep()

    # ---- playing

    def _play(self, card: Card, clip: Clip, turn: Turn, on_word: Callable[[int], object]) -> bool:
        at_ms = 0.0
        while True:
            part = passage(clip, at_ms, turn.speed, card.rate)
            self._sounding = True
            try:
                heard_ms = self._heard(card, part, turn, on_word)
            finally:
                self._sounding = False
                self._sound_until = time.monotonic()
                card.forget()
            if heard_ms is None:
                return True
            self._sound_until += TAIL_S
            if not turn.may_go():
                return False
            at_ms = heard_ms

    def _heard(self, card: Card, part: Passage, turn: Turn, on_word: Callable[[int], object]) -> float | None:
        """Where in the clip it was interrupted, milliseconds; None: never."""
        card.play(part, lambda mark: on_word(part.first_word + mark))
        while turn.wait(PULSE_S, lambda: card.is_over() or card.is_lost) and not card.is_over():
            self._check(card)
        if card.is_over():
            return None
        card.halt()
        deadline = time.monotonic() + HALTS_S
        while not card.is_halted() and time.monotonic() < deadline:
            self._check(card)
            time.sleep(0.002)
        return None if card.is_over() else part.clip_ms(card.heard_frames)

    def _check(self, card: Card) -> None:
        if card.is_lost:
            self._sleep()
            raise card.lost()

    # ---- waking and sleeping

    def _woken(self) -> Card:
        if self._card is None or self._card.is_lost:
            self._sleep()
            card = Card(self._device, self._buttons.nudge)
            card.set_volume(self._volume)
            self._card = card
        return self._card

    def _rest_later(self, seconds: float) -> None:
        if self._rest:
            self._rest.cancel()
        if self._card is None or self._closed:
            return
        self._rest = Timer(seconds, self._rested)
        self._rest.daemon = True
        self._rest.name = "loudspeaker-rest"
        self._rest.start()

    def _rested(self) -> None:
        if self._playing.acquire(blocking=False):
            try:
                self._sleep()
            finally:
                self._playing.release()

    def _sleep(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.close()
