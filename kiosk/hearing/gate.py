"""What may be shown as heard. A recogniser finds words in anything; the gate lets through only what somebody probably said."""

from __future__ import annotations

import zlib

from kiosk.model import Transcript

LEAST_SPEECH_S = 0.2
"""A "yes" takes longer. With less speech than this nothing was said, whatever the recogniser makes of it."""

LEAST_LOG_PROBABILITY = -0.6
MOST_COMPRESSION = 2.4
"""Measured: with both lines none of Whisper's inventions on noise got through, and 95 to 97 of 100 good texts did."""

GUESSED_LOG_PROBABILITY = -0.9
"""Below it not even the urgent check looks. Measured: of 72 recorded emergencies, a third of them with babble 10 dB below, none
was told with less than -0.81; what it makes of the talk of six people lies between -0.88 and -1.3."""

LEAST_CONFIDENCE = 0.5
"""Of Vosk's words on average. Not measured on English: no English model could be had when this was written."""

GHOSTS = frozenset({"the", "a", "an", "and", "of", "to", "uh", "um", "ah", "oh", "eh", "huh", "hm", "hmm", "mm"})
"""Vosk hears these in breath and noise; nobody's question is made of them alone."""


def gated(
    text: str,
    *,
    speech_s: float,
    is_sure: bool,
    is_guessed: bool = False,
    alternatives: tuple[str, ...] = (),
    confidence: float | None = None,
) -> Transcript:
    """Without speech nothing was said, and what is but guessed was not either. With speech, what isn't sure is kept for the urgent
    check alone."""
    if not text or speech_s < LEAST_SPEECH_S or is_guessed:
        return Transcript("")
    if not is_sure:
        return Transcript("", confidence=confidence, ungated=text)
    return Transcript(text, alternatives, confidence)


def is_sure_of_sentence(text: str, log_probability: float) -> bool:
    """Whisper's own doubt, and text that goes round in circles. `log_probability`: average over the tokens, natural logarithm."""
    return log_probability > LEAST_LOG_PROBABILITY and compression(text) < MOST_COMPRESSION


def is_sure_of_words(text: str, confidence: float) -> bool:
    """Vosk's own doubt, and its ghosts. `confidence`: 0..1, average over the words."""
    return confidence >= LEAST_CONFIDENCE and not is_ghost(text)


def is_ghost(text: str) -> bool:
    return all(word in GHOSTS for word in text.lower().split())


def compression(text: str) -> float:
    """How many times smaller the text gets: "and cancer, and cancer, ..." packs well, a question doesn't."""
    plain = text.encode()
    return len(plain) / len(zlib.compress(plain)) if plain else 0.0
