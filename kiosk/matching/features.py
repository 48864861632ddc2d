"""Text -> what a classifier sees of it: its meaning, where there is an encoder, and its letters."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kiosk.matching.encoder import Encoder
from kiosk.matching.letters import letter_vectors

log = logging.getLogger(__name__)

LETTERS = 0.5
"""How much the letters count beside the meaning; measured on questions that no example was written for."""

Vectors = npt.NDArray[np.float32]


class Features:
    """Meanings of content are remembered in `memory`, a file; those of questions never are."""

    def __init__(self, encoder: Encoder | None, memory: Path | None = None) -> None:
        self._encoder = encoder
        self._memory = memory
        self._known: dict[str, Vectors] = _recall(memory, encoder) if memory and encoder else {}

    @property
    def name(self) -> str:
        return f"letters+{self._encoder.name}" if self._encoder else "letters"

    def of_question(self, text: str) -> Vectors:
        """Shape (1, width). Leaves no trace."""
        return self._joined(self._encoder.encode([text]) if self._encoder else None, [text])

    def of_content(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, width)."""
        return self._joined(self._meanings(texts) if self._encoder else None, texts)

    def _joined(self, meanings: Vectors | None, texts: Sequence[str]) -> Vectors:
        letters = letter_vectors(texts)
        return letters if meanings is None else np.hstack([meanings, LETTERS * letters])

    def _meanings(self, texts: Sequence[str]) -> Vectors:
        assert self._encoder is not None
        new = sorted({text for text in texts if text not in self._known})
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
            if self._memory and not _remember(self._memory, self._known, self._encoder):
                self._memory = None  # told once
        return np.stack([self._known[text] for text in texts]) if texts else self._encoder.encode(())


def _recall(memory: Path, encoder: Encoder) -> dict[str, Vectors]:
    """Nothing where the file is missing, damaged or by another encoder: it is made again."""
    try:
        with np.load(memory, allow_pickle=False) as kept:
            texts, vectors, seal = kept["texts"], kept["vectors"], str(kept["seal"])
        if seal == _seal(texts, vectors, encoder):
            return dict(zip(texts.tolist(), vectors, strict=True))
        log.warning("The memory of meanings is damaged or by another encoder, and is made again: %s", memory)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except Exception as error:  # whatever a damaged zip makes numpy raise
        log.warning("The memory of meanings can't be read and is made again: %s: %r", memory, error)
    return {}


def _remember(memory: Path, known: dict[str, Vectors], encoder: Encoder) -> bool:
    texts, vectors = np.array(list(known)), np.stack(list(known.values()))
    draft = memory.with_name(f"{memory.name}.{os.getpid()}.new")
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            np.savez(file, texts=texts, vectors=vectors, seal=_seal(texts, vectors, encoder))
        draft.replace(memory)
    except OSError as error:
        log.warning("Meanings can't be remembered in %s: %s", memory, error.strerror or error)
        with suppress(OSError):  # where nothing can be written, there may be nothing to take away
            draft.unlink()
        return False
    return True


def _seal(texts: npt.NDArray[np.str_], vectors: Vectors, encoder: Encoder) -> str:
    """Texts, their vectors and the weights these came from belong together."""
    return hashlib.sha256("\n".join([encoder.fingerprint, *texts.tolist()]).encode() + vectors.tobytes()).hexdigest()
