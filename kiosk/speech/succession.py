"""Voices that stand in for each other: where the first can't speak, the next one says the very same sentence."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kiosk.errors import SpeechError
from kiosk.model import Clip
from kiosk.speech import Voice

log = logging.getLogger(__name__)

REST_S = 30.0
"""A voice that failed is tried again after so long, after a second time twice as long, and so on."""
LONGEST_REST_S = 3600.0


@dataclass
class Member:
    open: Callable[[], Voice]
    voice: Voice | None = None
    failures: int = 0
    rests_until: float = float("-inf")


class Succession:
    """A Voice. Its name is that of the first that could be opened: others stand in for it, and what they say is marked so."""

    def __init__(self, openers: Sequence[Callable[[], Voice]], *, clock: Callable[[], float] = time.monotonic) -> None:
        """The last one must be able to say anything. Raises SpeechError where none can be opened."""
        self._clock = clock
        self._members = [Member(opener) for opener in openers]
        first = next((member for member in self._members if self._opened(member)), None)
        if first is None:
            raise SpeechError("There is no voice at all.")
        self._first = first
        assert first.voice is not None
        self.name = first.voice.name

    def render(self, text: str) -> Clip:
        error: SpeechError | None = None
        for member in self._members[self._members.index(self._first) :]:
            voice = self._opened(member)
            if voice is None:
                continue
            try:
                clip = voice.render(text)
            except SpeechError as failure:
                error = failure
                self._failed(member, failure)
                continue
            member.failures = 0
            return clip if member is self._first else replace(clip, stood_in=True)
        raise error or SpeechError("There is no voice at all.")

    def close(self) -> None:
        for member in self._members:
            if member.voice is not None:
                member.voice.close()

    def _opened(self, member: Member) -> Voice | None:
        """None: it can't be, or rests."""
        if self._clock() < member.rests_until:
            return None
        if member.voice is None:
            try:
                member.voice = member.open()
            except SpeechError as error:
                self._failed(member, error)
        return member.voice

    def _failed(self, member: Member, error: SpeechError) -> None:
        member.failures += 1
        member.rests_until = self._clock() + min(REST_S * 2 ** (member.failures - 1), LONGEST_REST_S)
        log.warning("%s The next voice speaks instead.", error)
