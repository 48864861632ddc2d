"""What was made of content and takes long to make again: the meanings of texts, and the lessons learnt from them."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

log = logging.getLogger(__name__)

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Memory:
    """Never of questions: only of what stands in articles and example questions."""

    vectors: Mapping[str, Array] = field(default_factory=dict)
    """By text."""
    lessons: Mapping[str, tuple[tuple[str, ...], Array, Array]] = field(default_factory=dict)
    """By the digest of what was taught: labels, weights, bias."""


STEPS = 127.0
"""An int8 holds a share of a unit vector in so many steps."""


def in_bytes(vectors: Array) -> npt.NDArray[np.int8]:
    return np.round(vectors * STEPS).astype(np.int8)


def from_bytes(vectors: npt.NDArray[np.generic]) -> Array:
    return np.asarray(vectors.astype(np.float32) / STEPS, np.float32)


def recall(file: Path, encoder: str) -> Memory:
    """An empty one where the file is missing, damaged or by another encoder (`encoder`: its fingerprint): it is made again."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            held = {name: kept[name] for name in kept.files}
        if str(held.pop("seal")) == seal_of(held, encoder):
            return _unpacked(held)
        log.warning("The memory of meanings is damaged or by another encoder, and is made again: %s", file)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except Exception as error:  # whatever a damaged zip makes numpy raise
        log.warning("The memory of meanings can't be read and is made again: %s: %r", file, error)
    return Memory()


def remember(file: Path, memory: Memory, encoder: str) -> bool:
    """Whether it could be written: where nothing can, the kiosk goes on and starts slower."""
    held = _packed(memory)
    draft = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as out:
            np.savez(out, seal=np.array(seal_of(held, encoder)), **held)  # type: ignore[arg-type]
        draft.replace(file)
    except OSError as error:
        log.warning("Meanings can't be remembered in %s: %s", file, error.strerror or error)
        with suppress(OSError):  # where nothing can be written, there may be nothing to take away
            draft.unlink()
        return False
    return True


def _packed(memory: Memory) -> dict[str, npt.NDArray[np.generic]]:
    texts = "\0".join(memory.vectors).encode(errors="surrogatepass")
    held: dict[str, npt.NDArray[np.generic]] = {"texts": np.frombuffer(texts, np.uint8)}
    held["vectors"] = in_bytes(np.array(list(memory.vectors.values()), np.float32))
    for digest, (labels, weights, bias) in memory.lessons.items():
        held[f"{digest}.labels"] = np.array(labels, np.str_)
        held[f"{digest}.weights"], held[f"{digest}.bias"] = weights.astype(np.float16), bias.astype(np.float32)
    return held


def _unpacked(held: Mapping[str, npt.NDArray[np.generic]]) -> Memory:
    texts = held["texts"].tobytes().decode(errors="surrogatepass").split("\0")
    digests = {name.partition(".")[0] for name in held if "." in name}
    if not all(np.isfinite(array).all() for name, array in held.items() if name.endswith((".weights", ".bias"))):
        raise ValueError("a lesson without numbers")
    return Memory(
        dict(zip(texts, from_bytes(held["vectors"]), strict=True)) if len(held["vectors"]) else {},
        {
            each: (
                tuple(held[f"{each}.labels"].tolist()),
                held[f"{each}.weights"].astype(np.float32),
                held[f"{each}.bias"].astype(np.float32),
            )
            for each in digests
        },
    )


def seal_of(held: Mapping[str, npt.NDArray[np.generic]], encoder: str) -> str:
    """All that is held and the weights it came from belong together."""
    digest = hashlib.sha256(encoder.encode())
    for name in sorted(held):
        array = held[name]
        digest.update(f"{name} {array.dtype.kind} {array.shape}".encode())
        digest.update("\n".join(array.tolist()).encode() if array.dtype.kind == "U" else array.tobytes())
    return digest.hexdigest()
