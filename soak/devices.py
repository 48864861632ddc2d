"""In place of the sound card: a loudspeaker as fast as the virtual clock, a microphone into which questions are spoken."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from kiosk.errors import HearingMissingError, SpeechError
from kiosk.hearing.recording import Recording
from kiosk.model import Clip
from kiosk.speech.buttons import Buttons, Turn
from kiosk.speech.passage import word_at
from soak.clock import VirtualClock

LOOK_S = 0.25
"""Real seconds: so long it plays on at most before it looks at the clock and its plug again."""
TALKS = 4.0
"""So many times faster than people the questions are spoken."""


class VirtualLoudspeaker:
    """A Speaker. Whoever pulls its plug (`unplugged`) is noticed in the middle of a sentence, as with a card."""

    name = "virtual loudspeaker"

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._buttons = Buttons()
        self._sounding = False
        self._silent_since = -inf
        self.unplugged = False
        self.played = 0
        """Clips, to their end."""

    @property
    def is_audible(self) -> bool:
        return not self.unplugged

    def wake(self) -> None:
        self._check()

    def play(
        self,
        clip: Clip,
        begin: Callable[[], bool] = lambda: True,
        on_word: Callable[[int], object] = lambda word: None,
    ) -> bool:
        turn = self._buttons.turn()
        self._check()
        if not turn.may_go() or not begin():
            return False
        self._sounding = True
        try:
            whole = self._play(clip, turn, on_word)
        finally:
            self._sounding = False
            self._silent_since = self._clock()
        self.played += whole
        return whole

    def _play(self, clip: Clip, turn: Turn, on_word: Callable[[int], object]) -> bool:
        at_ms, end_ms, word = 0.0, clip.duration_s * 1000, 0
        while at_ms < end_ms:
            self._check()
            while word < len(clip.words) and clip.words[word].start_ms <= at_ms:
                on_word(word)
                word += 1
            until_ms = min(clip.words[word].start_ms if word < len(clip.words) else end_ms, end_ms)
            since = self._clock()
            wanted_s = self._clock.real_s((until_ms - at_ms) / 1000 / turn.speed)
            goes_on = turn.wait(min(wanted_s, LOOK_S))
            heard_ms = at_ms + (self._clock() - since) * turn.speed * 1000
            at_ms = until_ms if goes_on and wanted_s <= LOOK_S else min(until_ms, heard_ms)
            if not goes_on and not turn.may_go():
                return False
            if not goes_on and (here := word_at(clip, at_ms)) is not None:
                word, at_ms = here, clip.words[here].start_ms
        return not turn.stopped

    def _check(self) -> None:
        if self.unplugged:
            raise SpeechError("The virtual loudspeaker is unplugged.")

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
        return 0.0 if self._sounding else self._clock() - self._silent_since

    def close(self) -> None:
        self.stop()


class SpokenQuestions:
    """A Microphone. `question` is what is spoken into it when it is opened next."""

    name = "spoken questions"

    def __init__(self, question: bytes) -> None:
        """16-bit mono at the recognisers' rate."""
        self.question = question
        self.unplugged = False
        self._open: Recording | None = None

    def is_there(self) -> bool:
        return not self.unplugged

    def open(self, on_block: Callable[[bytes], None]) -> None:
        self.close()
        if self.unplugged:
            raise HearingMissingError("There is no microphone: it is unplugged.")
        self._open = Recording("question", self.question, TALKS)
        self._open.open(lambda block: on_block(bytes(len(block)) if self.unplugged else block))

    def close(self) -> None:
        """Pulled out in the middle, it gives zeros and no error, as was seen with a sound server."""
        if self._open is not None:
            self._open.close()
            self._open = None
