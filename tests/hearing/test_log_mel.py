"""What Whisper looks at."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hearing import RATE
from kiosk.hearing.level import level_of
from kiosk.hearing.log_mel import log_mel, samples_of


def tone(hertz: float) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE)).astype(np.float32)


@pytest.mark.parametrize(("hertz", "band"), [(200, 4), (1000, 26), (4000, 62)])
def test_a_tone_lies_in_its_band(hertz: float, band: int) -> None:
    """80 bands between 0 and 45.2 mel: a mel is 66.7 Hz up to mel 15 (1000 Hz), then 27 mels for a factor of 6.4."""
    picture = log_mel(tone(hertz), 100)
    assert picture.shape == (80, 100)
    assert abs(int(np.argmax(picture[:, 50])) - band) <= 1


def test_what_the_sound_does_not_fill_is_silence() -> None:
    picture = log_mel(tone(1000), 800)
    assert picture.shape == (80, 800)
    assert (picture[:, 200:] == picture.min()).all()


def test_nothing_at_all_has_a_picture_too() -> None:
    assert np.isfinite(log_mel(np.zeros(0, np.float32), 800)).all()


@given(st.binary(max_size=4000))
def test_any_bytes_have_a_picture_and_a_level(pcm: bytes) -> None:
    assert np.isfinite(log_mel(samples_of(pcm), 20)).all()
    assert 0 <= level_of(pcm) <= 1


def test_the_meter_rises_with_the_voice() -> None:
    levels = [level_of((tone(300) * 32767 * gain).astype("<i2").tobytes()) for gain in (0.0, 0.01, 0.1, 1.0)]
    assert levels == sorted(levels)
    assert levels[0] == 0
    assert levels[-1] == 1
