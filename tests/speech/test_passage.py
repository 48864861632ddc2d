"""A clip from some word on, faster or slower: what is heard, and the way back to the clip."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.model import Clip, SpokenWord
from kiosk.speech.passage import passage, word_at
from kiosk.speech.stretch import stretched

RATE = 22_050


def tone(seconds: float, hertz: float = 200.0) -> bytes:
    wave = np.sin(np.arange(round(seconds * RATE)) * 2 * np.pi * hertz / RATE) * 8000
    return wave.astype("<i2").tobytes()


def pitch(pcm: bytes) -> float:
    """Hertz of its loudest tone."""
    samples = np.frombuffer(pcm, "<i2").astype(float)
    return float(np.argmax(np.abs(np.fft.rfft(samples * np.hanning(len(samples))))) * RATE / len(samples))


CLIP = Clip(
    tone(2.0),
    RATE,
    tuple(SpokenWord(word, at, at + 500.0) for word, at in zip("abcd", (0, 500, 1000, 1500), strict=True)),
)


@pytest.mark.parametrize("speed", [0.75, 1.25, 1.5])
def test_another_speed_keeps_the_pitch(speed: float) -> None:
    other = stretched(CLIP.pcm, RATE, speed)
    assert len(other) == pytest.approx(len(CLIP.pcm) / speed, rel=0.01)
    assert pitch(other) == pytest.approx(pitch(CLIP.pcm), rel=0.03)


@pytest.mark.parametrize("pcm", [b"", b"\0\0", b"\0\0\1"])
def test_next_to_nothing_can_be_stretched(pcm: bytes) -> None:
    assert len(stretched(pcm, RATE, 1.5)) <= 2


def test_from_within_a_word_it_goes_on_at_the_words_beginning() -> None:
    part = passage(CLIP, 1200.0, 1.0, RATE)
    assert (part.first_word, part.marks) == (2, (0, RATE // 2))
    assert len(part.pcm) == len(CLIP.pcm) // 2
    assert part.clip_ms(0) == 1000.0


def test_a_word_that_is_all_but_over_is_not_said_again() -> None:
    assert passage(CLIP, 1490.0, 1.0, RATE).first_word == 3


def test_at_another_speed_and_rate_the_words_come_in_time() -> None:
    part = passage(CLIP, 0.0, 1.5, 48_000)
    assert part.marks == (0, 16_000, 32_000, 48_000)
    assert len(part.pcm) / 2 == pytest.approx(2.0 / 1.5 * 48_000, rel=0.01)
    assert part.clip_ms(32_000) == pytest.approx(1000.0)


def test_a_sound_without_words_goes_on_exactly_where_it_was() -> None:
    chime = Clip(tone(1.0), RATE)
    assert word_at(chime, 400.0) is None
    assert passage(chime, 400.0, 1.0, RATE).pcm == chime.pcm[2 * round(0.4 * RATE) :]


@given(from_ms=st.floats(0, 5000), speed=st.sampled_from([0.75, 1.0, 1.25, 1.5]), rate=st.sampled_from([RATE, 44_100]))
@settings(deadline=None, max_examples=50)
def test_wherever_it_begins_its_words_stand_in_it_in_order(from_ms: float, speed: float, rate: int) -> None:
    part = passage(CLIP, from_ms, speed, rate)
    assert list(part.marks) == sorted(part.marks)
    assert len(part.marks) == len(CLIP.words) - part.first_word
    assert all(0 <= mark <= len(part.pcm) // 2 + rate // 100 for mark in part.marks)
    assert part.clip_ms(0) <= from_ms + 15
