"""The meanings that come with an article in a pack, so that a weak kiosk needn't make them: read with the care that foreign bytes
need, counted for that article's own texts alone, and never kept.

A file that `memory.remember` wrote, without lessons: `texts.npy`, `vectors.npy` and `seal.npy` in a zip that packs nothing tightly.
"""

from __future__ import annotations

import io
import logging
import math
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kiosk.matching.encoder import WIDTH, Vectors
from kiosk.matching.memory import from_bytes, seal_of

log = logging.getLogger(__name__)

LARGEST = 16_000_000
"""Bytes of all that is in such a file: forty thousand texts. An article has some hundred."""
END = struct.Struct("<4sIHHIIH")
"""The record at the end of a zip."""
_MEMBERS = ["seal.npy", "texts.npy", "vectors.npy"]
SHORTEST, LONGEST = 0.9, 1.1
"""Of a vector whose length is 1 but for what eight bits round off."""


def meanings_in(file: Path, encoder: str) -> Mapping[str, Vectors]:
    """By text; rows of about unit length. None where they are by another encoder (`encoder`: the fingerprint of ours), or not as
    they should be: the kiosk makes its own then."""
    try:
        texts, vectors, seal = _read(file.read_bytes())
    except (OSError, ValueError) as error:
        log.warning("Meanings that came with content are made again: %s: %s", file, error)
        return {}
    held: dict[str, npt.NDArray[np.generic]] = {"texts": texts, "vectors": vectors}
    if seal != seal_of(held, encoder):
        log.info("Meanings that came with content are by another encoder: %s", file)
        return {}
    return dict(zip(_cut(texts), from_bytes(vectors), strict=True)) if len(vectors) else {}


def fault_in(content: bytes) -> str:
    """What is wrong with such a file; empty: nothing. One by another encoder is no fault: it is passed over."""
    try:
        _read(content)
    except ValueError as error:
        return str(error)
    return ""


def _read(content: bytes) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int8], str]:
    """Texts, vectors and seal. Raises ValueError, one line, before anything is unpacked that doesn't fit."""
    if len(content) > LARGEST:
        raise ValueError("its vectors are too large")
    if not _holds_three(content):
        raise ValueError("it holds something else than vectors")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as inside:
            members = inside.infolist()
            if any(
                each.compress_type != zipfile.ZIP_STORED or each.file_size != each.compress_size for each in members
            ):
                raise ValueError("its vectors are packed tightly")
            if sorted(each.filename for each in members) != _MEMBERS:
                raise ValueError("it holds something else than vectors")
            texts = _array(inside.read("texts.npy"), np.uint8)
            vectors = _array(inside.read("vectors.npy"), np.int8)
            seal = _array(inside.read("seal.npy"), "<U64")
    except ValueError:
        raise
    except Exception as error:  # whatever a damaged zip makes zipfile raise
        raise ValueError("no vectors that can be read") from error
    if texts.ndim != 1 or seal.ndim:
        raise ValueError("its vectors have no texts")
    if vectors.size:
        if vectors.shape != (np.count_nonzero(texts == 0) + 1, WIDTH):
            raise ValueError("its vectors don't fit its texts")
        _cut(texts)
        lengths = np.linalg.norm(from_bytes(vectors), axis=1)
        if lengths.min() < SHORTEST or lengths.max() > LONGEST:
            raise ValueError("its vectors mean nothing: they aren't of unit length")
    return texts, vectors, str(seal)


def _holds_three(content: bytes) -> bool:
    """By the record at its end: three members, nothing before and nothing behind. `zipfile` would read any number of them first."""
    if len(content) < END.size:
        return False
    mark, disks, number, all_numbers, size, start, comment = END.unpack(content[-END.size :])
    told = (mark, disks, number, all_numbers, comment) == (b"PK\5\6", 0, len(_MEMBERS), len(_MEMBERS), 0)
    return told and start + size + END.size == len(content)


def _array(content: bytes, wanted: npt.DTypeLike) -> npt.NDArray[Any]:
    """Raises ValueError."""
    kind, stream = np.dtype(wanted), io.BytesIO(content)
    try:
        if np.lib.format.read_magic(stream) != (1, 0):
            raise ValueError("a newer kind of array")
        shape, by_columns, found = np.lib.format.read_array_header_1_0(stream)
    except Exception as error:  # whatever a strange header makes numpy raise
        raise ValueError("its vectors can't be read") from error
    fits = all(isinstance(each, int) and each >= 0 for each in shape)
    if found != kind or by_columns or not fits or math.prod(shape) * kind.itemsize != len(content) - stream.tell():
        raise ValueError("its vectors are of another kind")
    return np.frombuffer(content, kind, offset=stream.tell()).reshape(shape)


def _cut(texts: npt.NDArray[np.uint8]) -> list[str]:
    """Raises ValueError for what isn't UTF-8."""
    return texts.tobytes().decode().split("\0")
