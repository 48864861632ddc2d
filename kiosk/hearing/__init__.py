"""Sound -> text.

A *microphone* gives blocks of sound; a *recogniser* turns them into words; the *listener* thread opens the one, feeds the
other, ends by tap, by silence or by a hard cap, and posts live words, levels and the transcript. Nothing a recogniser invented
on noise is ever shown.

Recognisers in order of preference: Vosk with the model folder named in the settings or installed in models/; Whisper base;
none (the keyboard is always there). To add one: one file, one line in `open_recogniser`, the contract tests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from kiosk.events import Ticket
from kiosk.model import Transcript

RATE = 16_000
"""Hertz. Every microphone and recogniser here speaks 16-bit signed little-endian mono at this rate."""


class Recogniser(Protocol):
    """Hears one question at a time. Not thread-safe: one thread owns it."""

    name: str
    """`vosk:small-en-us-0.15`."""

    def start(self, hints: Sequence[str]) -> None:
        """A new question begins; `hints` are words of the installed articles to be expected (engines may ignore them)."""
        ...

    def accept(self, pcm: bytes) -> None:
        """The next stretch of sound, any length."""
        ...

    @property
    def partial(self) -> str:
        """Words so far, fit to be shown; empty where there are none yet."""
        ...

    def finish(self) -> Transcript:
        """The question is over. Raises HearingError when the engine broke."""
        ...

    def close(self) -> None: ...


class Microphone(Protocol):
    """Gives sound while open. `on_block` is called on the device's own thread: copy and return."""

    name: str

    def open(self, on_block: Callable[[bytes], None]) -> None:
        """Raises HearingError when there is no such device."""
        ...

    def close(self) -> None:
        """After it returns no block comes any more. Safe when not open."""
        ...


class Listening(Protocol):
    """What the session asks of this room. Every call returns at once; news comes by mailbox."""

    def start(self, ticket: Ticket) -> None:
        """Open the microphone as soon as the kiosk itself is silent. Posts ListeningStarted, then LevelHeard and
        WordsHeard, ListeningStopped, and at the end one of Heard and NotHeard."""
        ...

    def finish(self) -> None:
        """Close the microphone and work out what was said."""
        ...

    def abandon(self) -> None:
        """Close the microphone and forget it all; nothing more is posted. Safe when not listening."""
        ...
