"""Whether the kiosk has understood itself, and if not, why: from words and loudness alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hearing.level import LOUD_DB, QUIET_DB, loudest_db
from kiosk.hearing.said_back import SaidBack, decibels_of_level, judged, share_of_words

SAID = "Good morning. Today we are going to drink some coffee and read a good book by the window."
MOST_OF_IT = "good morning today we are going to think some coffee and read a good look by the window"


@pytest.mark.parametrize(
    ("heard", "room_db", "voice_db", "how"),
    [
        (SAID, -60, -20, SaidBack.UNDERSTOOD),
        (MOST_OF_IT, -60, -20, SaidBack.UNDERSTOOD),
        (MOST_OF_IT, -30, -29, SaidBack.UNDERSTOOD),
        ("", -100, -100, SaidBack.SILENT),
        ("", -60, -58, SaidBack.UNHEARD),
        ("", -30, -28, SaidBack.NOISY),
        ("the radio plays", -30, -28, SaidBack.NOISY),
        ("good", -70, -50, SaidBack.SOFT),
        ("could warn in two day", -60, -20, SaidBack.MISUNDERSTOOD),
        ("", -100, -20, SaidBack.MISUNDERSTOOD),
    ],
)
def test_each_way_it_can_end(heard: str, room_db: float, voice_db: float, how: SaidBack) -> None:
    assert judged(SAID, heard, room_db, voice_db) is how


def test_case_accents_and_punctuation_do_not_matter() -> None:
    assert share_of_words("¡Buenos días, señora!", "buenos dias senora") == 1.0


def test_the_right_words_in_the_wrong_order_are_not_understood() -> None:
    assert share_of_words(SAID, " ".join(reversed(SAID.split()))) < 0.4


@given(st.text(), st.text())
def test_the_share_is_a_share(said: str, heard: str) -> None:
    assert 0.0 <= share_of_words(said, heard) <= 1.0
    assert share_of_words(said, said) in (0.0, 1.0)


@given(st.text(), st.text(), st.floats(-100, 0), st.floats(-100, 0))
def test_there_is_always_a_verdict(said: str, heard: str, room_db: float, voice_db: float) -> None:
    assert judged(said, heard, room_db, voice_db) in SaidBack


@given(st.binary(max_size=4000).map(lambda pcm: pcm[: len(pcm) // 2 * 2]))
def test_any_sound_has_a_loudness(pcm: bytes) -> None:
    assert -100.1 <= loudest_db(pcm) <= 0.1


@given(st.floats(-1, 2))
def test_the_meter_tells_no_more_than_it_can_show(level: float) -> None:
    assert QUIET_DB <= decibels_of_level(level) <= LOUD_DB
