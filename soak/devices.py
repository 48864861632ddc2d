"""In place of the sound card: a loudspeaker as fast as the virtual clock, a microphone into which questions are spoken."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from kiosk.errors import HearingMissingError, SpeechError
from kiosk.hearing.recording import Recording
from kiosk.model import Clip
from kiosk.speech.buttons import Turn
from kiosk.speech.silent import SilentSpeaker
from soak.clock import VirtualClock

LOOK_S = 0.25
"""Real seconds: so long it plays on at most before it looks at the clock and its plug again."""
PAUSE_S = 3.0
"""Virtual seconds."""
TALKS = 4.0
"""So many times faster than people the questions are spoken."""


class VirtualLoudspeaker(SilentSpeaker):
    """The silent one, by the virtual clock, and as if it were heard. Whoever pulls its plug (`unplugged`) is noticed in the middle
    of a sentence, as with a card."""

    name = "virtual loudspeaker"

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock=clock)
        self._virtual = clock
        self._sounding = False
        self._silent_since = -inf
        self.unplugged = False
        self.played = 0
        """Clips, to their end."""

    @property
    def is_audible(self) -> bool:  # type: ignore[override]  # it depends
        return not self.unplugged

    def wake(self) -> None:
        self._check()

    def play(
        self,
        clip: Clip,
        begin: Callable[[], bool] = lambda: True,
        on_word: Callable[[int], object] = lambda word: None,
    ) -> bool:
        def began() -> bool:
            self._sounding = begin()
            return self._sounding

        self._check()
        try:
            whole = super().play(clip, began, on_word)
        finally:
            self._sounding = False
            self._silent_since = self._clock()
        self.played += whole
        return whole

    def _passes(self, seconds: float, turn: Turn) -> bool:
        """In steps: a plug may be pulled meanwhile, and time change its pace."""
        end = self._clock() + seconds
        while (rest_s := self._virtual.real_s(end - self._clock())) > 0:
            self._check()
            if not turn.wait(min(rest_s, LOOK_S)):
                return False
        return True

    def _check(self) -> None:
        if self.unplugged:
            raise SpeechError("The virtual loudspeaker is unplugged.")

    @property
    def is_awaited(self) -> bool:
        """It has been silent for longer than between two sentences, and could sound."""
        return not self.unplugged and self.silent_for_s() > PAUSE_S

    def silent_for_s(self) -> float:
        return 0.0 if self._sounding else self._clock() - self._silent_since


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
