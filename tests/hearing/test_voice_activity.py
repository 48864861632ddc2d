"""Where somebody speaks, and where long sound may be cut."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kiosk.hearing import RATE
from kiosk.hearing.voice_activity import FRAME_S, VoiceActivity, stretches
from tests.hearing.engines import spoken

FRAME = round(FRAME_S * RATE)


def test_speech_and_the_silence_after_it_are_measured() -> None:
    ear = VoiceActivity()
    assert (ear.speech_s, ear.silence_s) == (0, math.inf)
    ear.accept(spoken("prevention") + bytes(2 * RATE))
    assert 1.5 < ear.speech_s < 3.5
    assert 1 <= ear.silence_s < 2.5


def test_it_starts_anew() -> None:
    ear = VoiceActivity()
    ear.accept(spoken("prevention"))
    ear.start()
    assert (ear.speech_s, ear.silence_s, len(ear.probabilities)) == (0, math.inf, 0)


def test_short_sound_is_one_stretch() -> None:
    assert stretches([0.9] * 10, 10 * FRAME + 7, 28.0) == [slice(0, 10 * FRAME + 7)]


def test_long_sound_is_cut_where_nobody_speaks_and_silence_is_left_out() -> None:
    probabilities = [0.9] * 700 + [0.0] * 100 + [0.9] * 500 + [0.0] * 2000
    pieces = stretches(probabilities, len(probabilities) * FRAME, 28.0)
    assert pieces[0].stop == 700 * FRAME
    assert pieces[-1].start < 1300 * FRAME
    assert all(piece.stop - piece.start <= 28 * RATE for piece in pieces)


@given(st.lists(st.floats(0, 1), max_size=400), st.integers(0, FRAME - 1))
def test_stretches_never_overlap_and_no_speech_is_lost(probabilities: list[float], rest: int) -> None:
    samples = len(probabilities) * FRAME + rest
    pieces = stretches(probabilities, samples, 3.2)
    assert all(before.stop <= after.start for before, after in pairwise(pieces))
    assert all(0 <= piece.start < piece.stop <= samples for piece in pieces)
    covered = {frame for piece in pieces for frame in range(piece.start // FRAME, piece.stop // FRAME)}
    assert {index for index, value in enumerate(probabilities) if value >= 0.5} <= covered
