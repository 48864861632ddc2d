"""Any sound a person may bring becomes 16 kHz mono, or one line that says why not."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import SoundFileError
from kiosk.hearing import RATE, sound_file
from tests.hearing.engines import SPEECH


def tone(rate: int, channels: int, seconds: float = 1.0) -> np.ndarray:
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate)
    return np.repeat(wave[:, None], channels, axis=1)


def pitch(pcm: bytes) -> float:
    """Hertz of the loudest tone."""
    samples = np.frombuffer(pcm, "<i2").astype(float)
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * RATE / len(samples))


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 44100, 48000, 96000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_any_rate_and_any_number_of_channels(tmp_path: Path, rate: int, channels: int) -> None:
    file = tmp_path / "tone.wav"
    soundfile.write(file, tone(rate, channels), rate)
    pcm = sound_file.read(file)
    assert len(pcm) == pytest.approx(2 * RATE, rel=0.01)
    assert pitch(pcm) == pytest.approx(440, abs=3)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"])
def test_any_kind_of_wav(tmp_path: Path, subtype: str) -> None:
    file = tmp_path / "tone.wav"
    soundfile.write(file, tone(16000, 1), 16000, subtype=subtype)
    assert pitch(sound_file.read(file)) == pytest.approx(440, abs=3)


@pytest.mark.parametrize("ending", ["flac", "ogg", "mp3", "aiff", "au"])
def test_other_forms_whatever_the_file_is_called(tmp_path: Path, ending: str) -> None:
    soundfile.write(tmp_path / f"tone.{ending}", tone(16000, 1), 16000)
    file = (tmp_path / f"tone.{ending}").rename(tmp_path / "question.raw")
    assert pitch(sound_file.read(file)) == pytest.approx(440, abs=3)


def test_a_sound_that_is_right_already_is_not_changed(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).integers(-20000, 20000, 16000).astype("<i2")
    soundfile.write(tmp_path / "sound.wav", samples, RATE)
    heard = np.frombuffer(sound_file.read(tmp_path / "sound.wav"), "<i2")
    assert np.abs(heard.astype(int) - samples).max() <= 1


def test_values_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    samples = np.array([np.nan, np.inf, -np.inf, 5.0, -5.0] * 100, np.float32)
    soundfile.write(tmp_path / "odd.wav", samples, RATE, subtype="FLOAT")
    assert len(sound_file.read(tmp_path / "odd.wav")) == 1000


def refusal(file: Path, longest_s: float = 600) -> str:
    with pytest.raises(SoundFileError) as refused:
        sound_file.read(file, longest_s)
    line = str(refused.value)
    assert "\n" not in line
    assert str(file) in line
    assert refused.value.exit_code == 3
    return line


def test_each_file_that_is_no_sound_is_refused_with_its_reason(tmp_path: Path) -> None:
    empty, words, silent = tmp_path / "empty.wav", tmp_path / "words.wav", tmp_path / "silent.wav"
    empty.touch()
    words.write_text("What is leukopenia?")
    soundfile.write(silent, np.zeros(0), RATE)
    assert "no sound file" in refusal(tmp_path / "missing.wav")
    assert "no sound file" in refusal(tmp_path)
    assert "is empty" in refusal(empty)
    assert "damaged" in refusal(words)
    assert "holds no sound" in refusal(silent)


def test_a_cut_off_flac_is_refused(tmp_path: Path) -> None:
    whole = (SPEECH / "prevention.flac").read_bytes()
    (tmp_path / "cut.flac").write_bytes(whole[:30])
    assert "damaged" in refusal(tmp_path / "cut.flac")


def test_hours_of_sound_are_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "long.wav", tone(8000, 1, 3.0), 8000)
    assert "longer than 2 seconds" in refusal(tmp_path / "long.wav", longest_s=2)
    assert sound_file.read(tmp_path / "long.wav", longest_s=3.5)


def damaged() -> st.SearchStrategy[bytes]:
    buffer = io.BytesIO()
    soundfile.write(buffer, tone(8000, 2, 0.05), 8000, format="WAV")
    flac = (SPEECH / "leukopenia.flac").read_bytes()[:4000]
    return st.one_of(
        st.binary(max_size=300),
        *(
            st.builds(_spoilt, st.just(whole), st.integers(0, 60), st.binary(max_size=8), st.integers(1, len(whole)))
            for whole in (buffer.getvalue(), flac)
        ),
    )


def _spoilt(whole: bytes, place: int, patch: bytes, length: int) -> bytes:
    return (whole[:place] + patch + whole[place + len(patch) :])[:length]


@given(damaged())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_foreign_bytes_are_sound_or_one_line(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "foreign.wav"
    file.write_bytes(raw)
    with suppress(SoundFileError):
        assert len(sound_file.read(file)) % 2 == 0
