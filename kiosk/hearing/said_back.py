"""The kiosk says a sentence and listens to itself: did it understand, and if not, why. Pure: words and loudness go in."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum, unique

from rapidfuzz.distance import LCSseq

from kiosk.hearing.level import FAINT_DB, LOUD_DB, NOISY_DB, QUIET_DB

MOST = 0.6
"""Share of the words that must come back in their order. A machine's voice through a small loudspeaker loses some; by chance nobody
says three in five."""
LOUDER_DB = 6.0
"""By so much the loudest moments of the voice must rise above the room before it."""
SILENT_DB = -95.0
"""Nothing but zeros: a room is never so silent."""


@unique
class SaidBack(StrEnum):
    UNDERSTOOD = "understood"
    SILENT = "silent"
    """The microphone gives nothing but silence: muted, or its cable is out."""
    UNHEARD = "unheard"
    """The microphone hears the room, and not the voice."""
    NOISY = "noisy"
    """The room is as loud as the voice."""
    SOFT = "soft"
    """It came back, too soft to be understood."""
    MISUNDERSTOOD = "misunderstood"
    """It came back loud enough, as other words."""


def judged(said: str, heard: str, room_db: float, voice_db: float) -> SaidBack:
    """`room_db`: how loud it was before the voice; `voice_db`: the loudest while it spoke, decibels below the loudest possible."""
    if share_of_words(said, heard) >= MOST:
        return SaidBack.UNDERSTOOD
    if voice_db <= SILENT_DB:
        return SaidBack.SILENT
    if voice_db < room_db + LOUDER_DB:
        return SaidBack.NOISY if room_db > NOISY_DB else SaidBack.UNHEARD
    return SaidBack.SOFT if voice_db < FAINT_DB else SaidBack.MISUNDERSTOOD


def share_of_words(said: str, heard: str) -> float:
    """0..1: of the words that were said, those that came back in their order; case, accents and punctuation don't matter."""
    wanted, found = words_of(said), words_of(heard)
    return LCSseq.similarity(wanted, found) / len(wanted) if wanted else 0.0


def words_of(text: str) -> list[str]:
    plain = "".join(each for each in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(each))
    return re.findall(r"\w+", plain)


def decibels_of_level(level: float) -> float:
    """What `level_of` made of them; at 0 they may be fewer, at 1 more."""
    return QUIET_DB + min(max(level, 0.0), 1.0) * (LOUD_DB - QUIET_DB)
