"""Whisper as a recogniser: it reads the whole question again whenever there is enough new sound, and once more, with more care,
as soon as the visitor pauses: where that pause was the end, nothing is left to do."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from kiosk.errors import HearingMissingError
from kiosk.hearing import RATE
from kiosk.hearing.gate import GUESSED_LOG_PROBABILITY, LEAST_SPEECH_S, gated, is_sure_of_sentence
from kiosk.hearing.log_mel import Floats, samples_of
from kiosk.hearing.trial import try_out
from kiosk.hearing.voice_activity import VoiceActivity, stretches
from kiosk.hearing.whisper_model import INSTALL as INSTALL
from kiosk.hearing.whisper_model import (
    LONGEST_S,
    SHORTEST_CONTEXT_S,
    WHOLE_CONTEXT_S,
    Reading,
    WhisperModel,
    require_files,
)
from kiosk.model import Transcript

BEAMS = 5
"""For the words that count. Measured on 96 clean and 192 noisy questions: fewer errors than one or three, 0.1 s more."""
NEW_SOUND_S = 1.0
"""Live words are looked for whenever there is so much new sound ..."""
REST = 4.0
""" ... but never more than one second in four is spent on either kind of reading, on however slow a machine."""
BREATH_S = 0.3
"""Silence after which the visitor may have said it all: shorter than the pause that ends a question, by one careful reading."""


DOUBTFUL_LOG_PROBABILITY = -0.4
"""Below it a question is read a second time, with the whole context. Measured on 288 questions: 7 in 100 of clear ones are, and
57 of those with babble 10 dB below; word errors fall from .12 to .11 and from .51 to .43, as if all had been."""
SECOND_LOOK_S = 2.0
"""A second look that would take longer is not worth the wait."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of sound that was read."""

    samples: Floats = field(repr=False)
    readings: list[Reading]
    """Best first."""
    cost_s: float
    """What reading it took."""


class WhisperRecogniser:
    """`whisper:base`. Live words are those on which two readings in a row agree."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], float] = time.monotonic,
        *,
        language: str = "en",
        model: WhisperModel | None = None,
    ) -> None:
        """`language`: what it hears. `model`: that folder's, where it is open already."""
        self.name = f"whisper:{folder.name.removeprefix('whisper-')}"
        if model is None:
            require_files(folder)
            try_out("whisper", folder, INSTALL)
            model = WhisperModel(folder)
        if not model.hears(language):
            raise HearingMissingError(f"Whisper can't hear the language {language!r}. Visitors type instead.")
        self._folder = folder
        self._language = language
        self._model = model
        self._voice = VoiceActivity()
        self._clock = clock
        self._sound = bytearray()
        self._careful: tuple[float, list[Piece]] | None = None
        """Seconds of speech, and what was read in them."""
        self.start(())

    def in_language(self, language: str) -> WhisperRecogniser:
        """Another one that hears this language, from the same weights. Raises HearingMissingError."""
        return WhisperRecogniser(self._folder, self._clock, language=language, model=self._model)

    def start(self, hints: Sequence[str]) -> None:
        self._hints = tuple(hints)
        self._forget()
        self._voice.start()
        self._last_words: tuple[str, ...] = ()
        self._agreed = ""
        self._quick_from_s = NEW_SOUND_S
        self._careful_from_s = 0.0

    def _forget(self) -> None:
        """Nothing of a voice stays in memory that is given back."""
        self._sound[:] = bytes(len(self._sound))
        for piece in self._careful[1] if self._careful else ():
            piece.samples.fill(0)
        self._sound, self._careful = bytearray(), None

    def accept(self, pcm: bytes) -> None:
        self._sound += pcm
        self._voice.accept(pcm)

    @property
    def speech_s(self) -> float:
        return self._voice.speech_s

    @property
    def silence_s(self) -> float:
        return self._voice.silence_s

    @property
    def partial(self) -> str:
        """Reads the sound when enough of it is new, or the visitor pauses: may take as long as one decoding."""
        if self.speech_s < LEAST_SPEECH_S:
            return ""
        if self.silence_s < BREATH_S:
            if self._quick_from_s <= self._sound_s <= LONGEST_S:
                cost_s = self._timed(self._read_quickly)
                self._quick_from_s = self._sound_s + max(NEW_SOUND_S, REST * cost_s)
        elif self._careful_from_s <= self._sound_s:
            cost_s = self._timed(self._read_carefully)
            self._careful_from_s = self._sound_s + REST * cost_s
        return self._agreed

    @property
    def _sound_s(self) -> float:
        return len(self._sound) / 2 / RATE

    def _timed(self, work: Callable[[], object]) -> float:
        before = self._clock()
        work()
        return self._clock() - before

    def _read_quickly(self) -> None:
        self._compare(self._readings(self._samples(), beams=1)[0])

    def _compare(self, reading: Reading) -> None:
        """The end of a reading changes while the person speaks; its agreed beginning rarely does."""
        words = tuple(reading.text.split()) if is_sure_of_sentence(reading.text, reading.log_probability) else ()
        common = sum(
            1
            for _ in takewhile(
                lambda pair: _plain(pair[0]) == _plain(pair[1]), zip(words, self._last_words, strict=False)
            )
        )
        self._last_words = words
        if common:
            self._agreed = " ".join(words[:common])

    def finish(self) -> Transcript:
        if self.speech_s < LEAST_SPEECH_S:
            return Transcript("")
        return _joined([self._heard(self._looked_at_again(piece)) for piece in self._read_carefully()])

    def _read_carefully(self) -> list[Piece]:
        """All that was said so far; once for each word more."""
        if self._careful is None or self._careful[0] != self.speech_s:
            samples = self._samples()
            places = stretches(self._voice.probabilities, len(samples), LONGEST_S)
            self._careful = self.speech_s, [self._piece(samples[place]) for place in places]
        return self._careful[1]

    def _piece(self, samples: Floats) -> Piece:
        before = self._clock()
        readings = self._readings(samples, beams=BEAMS)
        return Piece(samples, readings, self._clock() - before)

    def _looked_at_again(self, piece: Piece) -> list[Reading]:
        """Where the first look leaves doubt, and the machine is quick enough, with all the context that Whisper was trained on."""
        first = piece.readings
        longer = WHOLE_CONTEXT_S / max(SHORTEST_CONTEXT_S, len(piece.samples) / RATE)
        is_doubtful = GUESSED_LOG_PROBABILITY <= first[0].log_probability < DOUBTFUL_LOG_PROBABILITY
        if not is_doubtful or piece.cost_s * longer > SECOND_LOOK_S:
            return first
        second = self._readings(piece.samples, beams=BEAMS, least_context_s=WHOLE_CONTEXT_S)
        return [second[0], first[0], *second[1:]]

    def _heard(self, readings: Sequence[Reading]) -> Transcript:
        best, *others = readings
        return gated(
            best.text,
            speech_s=self.speech_s,
            is_sure=is_sure_of_sentence(best.text, best.log_probability),
            is_guessed=best.log_probability < GUESSED_LOG_PROBABILITY,
            alternatives=_different(best.text, [other.text for other in others]),
        )

    def _readings(self, samples: Floats, *, beams: int, least_context_s: float = SHORTEST_CONTEXT_S) -> list[Reading]:
        return self._model.readings(
            samples, self._hints, beams=beams, least_context_s=least_context_s, language=self._language
        )

    def _samples(self) -> Floats:
        return samples_of(bytes(self._sound))

    def close(self) -> None:
        self.start(())


def _joined(pieces: Sequence[Transcript]) -> Transcript:
    if len(pieces) == 1:
        return pieces[0]
    text = " ".join(piece.text for piece in pieces if piece.text)
    ungated = " ".join(piece.ungated for piece in pieces if piece.ungated)
    return Transcript(text, ungated=ungated)


def _different(best: str, others: Sequence[str]) -> tuple[str, ...]:
    """Readings in other words: "can't" for "can" matters, a comma doesn't."""
    readings = {_plain(text): text for text in reversed(others)}
    return tuple(text for plain, text in reversed(readings.items()) if plain not in ("", _plain(best)))


def _plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())
