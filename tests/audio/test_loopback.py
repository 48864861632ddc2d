"""The kiosk plays, and hears itself: `doctor` on a sound card, and what its tone is looked for in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hearing import RATE, sound_file
from kiosk.hearing.loopback import delay_s, sweep
from kiosk.model import Level
from tests.audio.virtual_sound import VirtualSound, virtual_sound
from tests.doctor.machines import look
from tests.hearing.engines import SPEECH


@pytest.mark.sound
def test_a_microphone_before_the_loudspeaker_hears_it(tmp_path: Path) -> None:
    with virtual_sound() as card:
        card.put_the_microphone_before_the_loudspeaker()
        assert look("loopback", tmp_path).level is Level.GOOD


@pytest.mark.sound
def test_a_microphone_in_another_room_does_not(sound: VirtualSound, tmp_path: Path) -> None:
    part = look("loopback", tmp_path)
    assert (part.level, part.cause) == (Level.LESS, "deaf")
    assert "does not hear" in part.detail
    assert "sound settings" in part.remedy


@given(st.floats(0.0, 2.0), st.floats(0.01, 1.0))
def test_the_tone_is_found_where_it_begins(delay: float, loudness: float) -> None:
    tone = np.frombuffer(sweep(), "<i2") * loudness
    hiss = np.random.default_rng(0).normal(0, 0.05 * np.std(tone), int(delay * RATE))
    found = delay_s(np.concatenate([hiss, tone]).astype("<i2").tobytes())
    assert found == pytest.approx(delay, abs=0.002)


def test_talk_is_not_taken_for_the_tone() -> None:
    for file in SPEECH.glob("*.flac"):
        assert delay_s(sound_file.read(file)) is None


@given(st.binary(max_size=4 * RATE))
def test_any_bytes_may_be_heard(heard: bytes) -> None:
    assert delay_s(heard) is None
