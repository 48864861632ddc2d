"""A loudspeaker that is never lost for good: a silent one stands in while it is, and it is tried again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from kiosk.errors import SpeechError
from kiosk.model import Clip
from kiosk.speech import Speaker
from kiosk.speech.silent import SilentSpeaker

log = logging.getLogger(__name__)


class Understudy:
    """A Speaker around another one. `changed` is told, on the playing thread, when sound can be heard again or no longer."""

    def __init__(
        self,
        speaker: Speaker,
        changed: Callable[[bool], object],
        *,
        stand_in: Speaker | None = None,
        retry_s: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = speaker.name
        self._speaker = speaker
        self._stand_in = stand_in or SilentSpeaker()
        self._changed = changed
        self._retry_s = retry_s
        self._clock = clock
        self._retry_at = 0.0
        self._audible: bool | None = None
        self._complaint = ""

    @property
    def is_audible(self) -> bool:
        if self._audible is None:
            self._audible = self._speaker.is_audible
        return self._audible

    def wake(self) -> None:
        """A lost one is tried again at once."""
        try:
            self._speaker.wake()
        except SpeechError as error:
            self._complain(str(error))
            self._became(False)
        else:
            self._retry_at = 0.0
            self._became(self._speaker.is_audible)

    def play(
        self,
        clip: Clip,
        begin: Callable[[], bool] = lambda: True,
        on_word: Callable[[int], object] = lambda word: None,
    ) -> bool:
        def began() -> bool:
            self._complaint = ""
            self._became(self._speaker.is_audible)
            return begin()

        if self._clock() >= self._retry_at:
            try:
                return self._speaker.play(clip, began, on_word)
            except SpeechError as error:
                self._complain(str(error))
                self._retry_at = self._clock() + self._retry_s
                self._became(False)
        return self._stand_in.play(clip, begin, on_word)

    def pause(self) -> None:
        self._speaker.pause()
        self._stand_in.pause()

    def resume(self) -> None:
        self._speaker.resume()
        self._stand_in.resume()

    def stop(self) -> None:
        self._speaker.stop()
        self._stand_in.stop()

    def set_speed(self, speed: float) -> None:
        self._speaker.set_speed(speed)
        self._stand_in.set_speed(speed)

    def set_volume(self, gain: float) -> None:
        self._speaker.set_volume(gain)
        self._stand_in.set_volume(gain)

    def silent_for_s(self) -> float:
        return self._speaker.silent_for_s()

    def close(self) -> None:
        self._speaker.close()
        self._stand_in.close()

    def _complain(self, complaint: str) -> None:
        """Once, not at every new try."""
        if complaint != self._complaint:
            log.warning("%s", complaint)
            self._complaint = complaint

    def _became(self, audible: bool) -> None:
        if audible is not self._audible:
            self._audible = audible
            self._changed(audible)
