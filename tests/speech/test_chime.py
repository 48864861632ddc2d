"""The chime is clear, calm, not clipped, and is what script/make-sounds makes."""

from __future__ import annotations

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
CHIME = ROOT / "assets" / "sounds" / "chime.wav"


def test_the_chime_is_loud_enough_and_not_clipped() -> None:
    with wave.open(str(CHIME), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22_050)
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.int32)
    assert 1.0 < len(samples) / 22_050 < 1.5
    assert 15_000 < np.abs(samples).max() < 30_000
    assert np.abs(samples[-20:]).max() < 100, "it ends in silence, not in a click"


def test_anybody_can_make_it_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "script" / "make-sounds"), str(tmp_path)], check=True, timeout=60)
    with wave.open(str(tmp_path / "chime.wav"), "rb") as made, wave.open(str(CHIME), "rb") as kept:
        new, old = (np.frombuffer(sound.readframes(10**6), dtype="<i2").astype(np.int32) for sound in (made, kept))
    assert np.abs(new - old).max() <= 1, "the last bit may differ from machine to machine"
