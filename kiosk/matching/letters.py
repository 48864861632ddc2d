"""Text -> features by its letters and words alone: forgives spelling, needs no model."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

WIDTH = 2048


def letter_vectors(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """One unit vector a (plain) text, shape (texts, WIDTH): hashed words, word pairs and runs of three to five letters."""
    vectors = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in enumerate(texts):
        for feature, weight in _features(text):
            hashed = zlib.crc32(feature.encode())
            vectors[row, hashed % WIDTH] += weight if hashed & 0x80000000 else -weight
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)


def _features(text: str) -> Iterator[tuple[str, float]]:
    words = text.split()
    for word in words:
        yield word, 1.0
        padded = f"<{word}>"
        for length in (3, 4, 5):
            for start in range(len(padded) - length + 1):
                yield f"#{padded[start : start + length]}", 0.35
    for one, other in pairwise(words):
        yield f"{one} {other}", 0.8
