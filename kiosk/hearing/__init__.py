"""Sound -> text.

A *microphone* gives blocks of sound; a *recogniser* turns them into words; the *listener* thread opens the one, feeds the
other, ends by tap, by silence or by a hard cap, and posts live words, levels and the transcript. Nothing a recogniser invented
on noise is ever shown.

Recognisers in order of preference: Vosk with the model folder named in the settings or installed in models/; Whisper base;
none (the keyboard is always there). To add one: one file, one line in `open_recogniser`, the contract tests. A Vosk model hears its
own language alone; Whisper hears each as if there were no other, from the same weights."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.errors import HearingMissingError
from kiosk.events import Event, Ticket
from kiosk.model import Transcript

if TYPE_CHECKING:
    from kiosk.hearing.listener import Listener

log = logging.getLogger(__name__)

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
        """The next stretch of sound, any length. Raises HearingError when the engine broke."""
        ...

    @property
    def speech_s(self) -> float:
        """Seconds in which somebody spoke, so far."""
        ...

    @property
    def silence_s(self) -> float:
        """Seconds of sound since somebody last spoke; infinite while nobody has."""
        ...

    @property
    def partial(self) -> str:
        """Words so far, fit to be shown; empty where there are none yet. May take a while: an engine that can't follow
        along looks again. Raises HearingError when the engine broke."""
        ...

    def finish(self) -> Transcript:
        """The question is over. Raises HearingError when the engine broke."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Ear:
    """How one more language is heard."""

    recogniser: Callable[[Recogniser | None], Recogniser | None]
    """Called when it is first needed, on the thread that owns them all, with that of the usual language: it may share its model."""
    hints: Callable[[], Sequence[str]]


class Microphone(Protocol):
    """Gives sound while open. `on_block` is called on the device's own thread: copy and return."""

    name: str

    def is_there(self) -> bool:
        """Whether opening it could succeed now; takes some milliseconds."""
        ...

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

    def set_language(self, language: str) -> None:
        """What is heard from the next `start` on is this language (BCP 47), until it is set again. Posts HearingChanged where it
        can't be heard, or can be again."""
        ...


def open_recogniser(
    engine: str,
    *,
    vosk_folder: Path | None,
    whisper_folder: Path | None,
    language: str = "en",
    beside: Recogniser | None = None,
) -> Recogniser | None:
    """`language`: what it is to hear, BCP 47; the Vosk model must be of this language. `beside`: one that is open already, for
    another language, whose weights it shares if it can. `engine`: `vosk`, `whisper`, `none`, or `auto`: the first of these whose
    model is there and whole. None: no recogniser.

    The folders are those of installed models; None: not installed. Raises HearingMissingError where the engine asked for by
    name can't be had. Takes a second or two: the model is loaded and tried out."""

    def vosk() -> Recogniser:
        from kiosk.hearing.vosk_recogniser import INSTALL, VoskRecogniser

        return VoskRecogniser(_installed(vosk_folder, "Vosk", INSTALL))

    def whisper() -> Recogniser:
        from kiosk.hearing.whisper_recogniser import INSTALL, WhisperRecogniser

        if isinstance(beside, WhisperRecogniser):
            return beside.in_language(language)
        return WhisperRecogniser(_installed(whisper_folder, "Whisper", INSTALL), language=language)

    openers: dict[str, Callable[[], Recogniser | None]] = {"vosk": vosk, "whisper": whisper, "none": lambda: None}
    if engine != "auto":
        return openers[engine]()
    for folder, opener in ((vosk_folder, vosk), (whisper_folder, whisper)):
        if folder is not None:
            try:
                return opener()
            except HearingMissingError as error:
                log.warning("%s Until then the next engine takes its place.", error)
    return None


def _installed(folder: Path | None, name: str, install: str) -> Path:
    if folder is None:
        raise HearingMissingError(f"The speech model for {name} is not installed. Install it: {install}")
    return folder


def transcribe(recogniser: Recogniser, pcm: bytes, hints: Sequence[str]) -> Transcript:
    """A whole question at once. `pcm` at RATE. Raises HearingError when the engine broke."""
    before = time.perf_counter()
    recogniser.start(hints)
    for start in range(0, len(pcm), 2 * RATE):
        recogniser.accept(pcm[start : start + 2 * RATE])
    transcript = recogniser.finish()
    return replace(transcript, recognise_ms=(time.perf_counter() - before) * 1000)


def open_microphone(device: str) -> Microphone:
    """The microphone with this in its name; empty: the system's default. It is looked for when it is opened."""
    from kiosk.hearing.recorder import Recorder

    return Recorder(device)


def open_recording(path: Path) -> Microphone:
    """A microphone into which a sound file is spoken each time it is opened. Raises SoundFileError."""
    from kiosk.hearing.recording import Recording
    from kiosk.hearing.sound_file import read

    return Recording(path.stem, read(path))


def open_listener(
    recogniser: Callable[[], Recogniser | None],
    microphone: Microphone,
    hints: Callable[[], Sequence[str]],
    silent_for_s: Callable[[], float],
    post: Callable[[Event], object],
    *,
    longest_s: float,
    longest_without_words_s: float,
    clock: Callable[[], float] = time.monotonic,
    on_dropped: Callable[[float], object] = lambda seconds: None,
    language: str = "en",
    others: Mapping[str, Ear] | None = None,
) -> Listener:
    """`language`: what `recogniser` and `hints` are for, with which it begins; `others`: more languages. `recogniser` is called on
    the thread that will own it, so that nobody waits while it loads; HearingChanged tells when it is ready, or that there is none.
    `silent_for_s`: seconds since the kiosk itself last made a sound. `on_dropped`, on that thread: so many seconds of a question
    came faster than the recogniser could take them, and were given up."""
    from kiosk.hearing.endpoint import Patience
    from kiosk.hearing.listener import Listener

    return Listener(
        recogniser,
        microphone,
        hints,
        silent_for_s,
        post,
        Patience(longest_s, longest_without_words_s),
        clock,
        on_dropped,
        language,
        others or {},
    )
