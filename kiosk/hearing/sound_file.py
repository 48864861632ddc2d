"""Any sound file -> what a recogniser hears: 16 kHz, mono, 16 bit."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kiosk.errors import SoundFileError
from kiosk.hearing import RATE

LONGEST_S = 600.0
"""Seconds. Nobody's question is longer, and what is read is held in memory."""
LARGEST = 400_000_000
"""Bytes: ten minutes in any sensible form."""
RATES = range(1_000, 768_001)
"""Hertz. Beyond these a header is damaged."""
_VALUES_AT_ONCE = 1 << 20


def read(path: Path, longest_s: float = LONGEST_S) -> bytes:
    """16-bit signed little-endian mono at 16 kHz. Raises SoundFileError, one line, for anything that can't be that."""
    import soundfile

    raw = _raw(path)
    try:
        with soundfile.SoundFile(BytesIO(raw)) as sound:
            pcm = b"".join(_resampled(path, sound, longest_s))
    except (soundfile.SoundFileError, TypeError, ValueError) as error:
        raise SoundFileError(
            f"{path} is not a sound file that can be read, or it is damaged. Try a WAV or FLAC file."
        ) from error
    if not pcm:
        raise SoundFileError(f"{path} holds no sound. Record it again.")
    return pcm


def _raw(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise SoundFileError(f"There is no sound file {path}.")
        if path.stat().st_size > LARGEST:
            raise SoundFileError(f"{path} is larger than {LARGEST // 1_000_000} MB. Cut it to the question alone.")
        raw = path.read_bytes()
    except OSError as error:
        raise SoundFileError(f"{path} can't be read: {error.strerror or error}.") from error
    if not raw:
        raise SoundFileError(f"{path} is empty. Record it again.")
    return raw


def _resampled(path: Path, sound: Any, longest_s: float) -> Iterator[bytes]:
    import soxr

    rate = int(sound.samplerate)
    if rate not in RATES:
        raise SoundFileError(f"{path} says it has {rate} samples a second: its header is damaged.")
    stream = soxr.ResampleStream(rate, RATE, 1, dtype="float32")
    heard = 0
    for block in _blocks(sound):
        heard += len(block)
        if heard > longest_s * rate:
            raise SoundFileError(f"{path} is longer than {longest_s:.0f} seconds. Cut it to the question alone.")
        yield _pcm(stream.resample_chunk(block))
    if heard:
        yield _pcm(stream.resample_chunk(np.zeros(0, np.float32), last=True))


def _blocks(sound: Any) -> Iterator[npt.NDArray[np.float32]]:
    """Mono blocks of bounded size, whatever the header promises."""
    frames = max(1, _VALUES_AT_ONCE // max(1, int(sound.channels)))
    while len(block := sound.read(frames, dtype="float32", always_2d=True)):
        yield np.ascontiguousarray(np.nan_to_num(block, posinf=1.0, neginf=-1.0).clip(-1.0, 1.0).mean(axis=1))


def _pcm(samples: npt.NDArray[np.float32]) -> bytes:
    return (samples * 32767.0).clip(-32768, 32767).round().astype("<i2").tobytes()
