"""Text -> sound.

A *voice* renders one sentence into a `Clip`; a *speaker* plays clips; the *reader* thread renders ahead while the speaker
plays, and posts what is being spoken. A voice never plays, a speaker never renders: so every voice can pause, stop within
a block and be followed on the screen.

Voices: pyttsx3 with espeak-ng; silence last (the highlight still moves at reading pace). A lost sound card narrows the
kiosk to silent text and never ends it. To add a voice: one file, one line in `open_voice`, the contract tests.
"""

from __future__ import annotations

from typing import Protocol

from kiosk.events import Ticket
from kiosk.model import Clip, Utterance


class Voice(Protocol):
    """Renders speech. Not thread-safe: one thread owns it from the first call to `close`."""

    name: str
    """`pyttsx3:en-us`; part of what names a clip."""

    def render(self, text: str) -> Clip:
        """One sentence, already in spoken form. Raises SpeechError when the voice can't."""
        ...

    def close(self) -> None: ...


class Speaker(Protocol):
    """Plays one clip at a time. `play` blocks; the others may be called from any thread and return at once."""

    name: str

    @property
    def is_audible(self) -> bool:
        """Somebody can hear it."""
        ...

    def play(self, clip: Clip) -> bool:
        """Blocks until the last sample was played (True) or `stop` was called (False). Raises SpeechError when the
        device is lost."""
        ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def stop(self) -> None:
        """Silent within a block (60 ms at most); a `play` under way returns False."""
        ...

    def silent_for_s(self) -> float:
        """Seconds since the last sound was played; infinite if there never was one."""
        ...

    def close(self) -> None: ...


class Speaking(Protocol):
    """What the session asks of this room. Every call returns at once; news comes by mailbox."""

    def read(self, ticket: Ticket, utterances: tuple[Utterance, ...]) -> None:
        """Speak these in order, in place of whatever was being spoken. Posts UtteranceStarted for each, then
        ReadingEnded, or ReadingBroke. Nothing is posted after `stop`."""
        ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def stop(self) -> None: ...
