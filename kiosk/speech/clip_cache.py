"""Clips on the disk: what is said again and again is rendered once. Only texts of articles and messages come in here, never a
visitor's words: that is for whoever asks to `keep`.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import time
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import soundfile

from kiosk.model import Clip, SpokenWord

log = logging.getLogger(__name__)

MOST_BYTES = 300_000_000
"""Some ten thousand sentences."""
MAGIC = b"kiosk clip 1\n"
DIGEST = hashlib.sha256().digest_size
FRESH_S = 3600.0
"""A clip's last use is noted so precisely: noting each would write to the disk at every sentence."""


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """What stands behind the digest: one message pack."""

    rate: int
    words: tuple[tuple[str, float, float], ...]
    flac: bytes


def key_of(voice: str, lexicon: str, text: str) -> str:
    """Names a clip: another voice or another way of saying things makes another one."""
    return hashlib.sha256("\0".join((voice, lexicon, text)).encode("utf-8", "surrogatepass")).hexdigest()


class ClipCache:
    """One folder, a file a clip. What is damaged is as good as gone, and a disk that can't be written to is only slow."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._bytes: int | None = None
        self._complained = False

    def find(self, key: str) -> Clip | None:
        file = self._file(key)
        try:
            stored = file.read_bytes()
        except OSError:
            return None
        clip = unpacked(stored)
        if clip is None:
            log.warning("A stored clip was damaged and is rendered again: %s", file.name)
            self._remove(file)
        elif time.time() - _used_at(file) > FRESH_S:
            with suppress(OSError):
                os.utime(file)
        return clip

    def holds(self, key: str) -> bool:
        """Whole or not: that is seen when it is needed."""
        return self._file(key).exists()

    def keep(self, key: str, clip: Clip) -> None:
        packed = packed_of(clip)
        if len(packed) > self._most_bytes:
            return
        file = self._file(key)
        part = file.with_suffix(".part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(packed)
            part.replace(file)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            if not self._complained:
                self._complained = True
                log.warning("Clips can't be kept in %s: %s", self._folder, error.strerror or error)
            return
        self._bytes = self._size() if self._bytes is None else self._bytes + len(packed)
        if self._bytes > self._most_bytes:
            self._tidy()

    def _tidy(self) -> None:
        """What was not used for longest goes, until a tenth is free."""
        files = sorted(self._files(), key=_used_at)
        size = self._size()
        for file in files:
            if size <= 0.9 * self._most_bytes:
                break
            size -= _size_of(file)
            self._remove(file)
        self._bytes = size

    def _size(self) -> int:
        return sum(map(_size_of, self._files()))

    def _files(self) -> list[Path]:
        return [file for file in self._folder.glob("*/*") if file.is_file()]

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.clip"

    def _remove(self, file: Path) -> None:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def packed_of(clip: Clip) -> bytes:
    samples = np.frombuffer(clip.pcm[: len(clip.pcm) // 2 * 2], "<i2")
    sound = io.BytesIO()
    if len(samples):
        soundfile.write(sound, samples, clip.rate, format="FLAC", subtype="PCM_16")
    words = tuple((word.text, word.start_ms, word.end_ms) for word in clip.words)
    body = msgspec.msgpack.encode(Stored(clip.rate, words, sound.getvalue()))
    return MAGIC + hashlib.sha256(body).digest() + body


def unpacked(packed: bytes) -> Clip | None:
    """None for what is not, or no longer, a clip."""
    start = len(MAGIC) + DIGEST
    body = packed[start:]
    if packed[: len(MAGIC)] != MAGIC or packed[len(MAGIC) : start] != hashlib.sha256(body).digest():
        return None
    try:
        stored = msgspec.msgpack.decode(body, type=Stored)
        samples = soundfile.read(io.BytesIO(stored.flac), dtype="int16")[0] if stored.flac else np.zeros(0, np.int16)
    except (msgspec.MsgspecError, soundfile.SoundFileError):
        return None
    return Clip(samples.astype("<i2").tobytes(), stored.rate, tuple(SpokenWord(*word) for word in stored.words))


def _used_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
