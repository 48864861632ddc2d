"""Text -> meaning: all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0) as int8 ONNX on the processor."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kiosk.errors import MatchingError

WIDTH = 384
LONGEST = 96
"""Tokens. Questions are short; stories are cut."""
BATCH = 32

INSTALL = ".venv/bin/python main.py models install --again minilm-l6-int8"

Vectors = npt.NDArray[np.float32]


class Encoder:
    """`encode` gives one unit vector a text; texts of like meaning point the same way."""

    name = "minilm-l6-int8"

    def __init__(self, model: Path, tokenizer: Path, threads: int = 2) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with _named(model, f"Install it again: {INSTALL}"):
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            weights = model.read_bytes()
        with _named(tokenizer, "It comes with the kiosk: put it back."):
            self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
            self.fingerprint = hashlib.sha256(weights + tokenizer.read_bytes()).hexdigest()
            """Of the weights and the tokenizer: encoders with the same one give the same vectors."""
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        self._inputs = {given.name for given in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (number of texts, WIDTH)."""
        if not texts:
            return np.zeros((0, WIDTH), np.float32)
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))  # like lengths together: little padding
        vectors = np.empty((len(texts), WIDTH), np.float32)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._batch([texts[at] for at in rows])
        return vectors

    def _batch(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([each.ids for each in encoded], np.int64)
        mask = np.array([each.attention_mask for each in encoded], np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._session.run(None, {name: given[name] for name in given if name in self._inputs})[0]
        if states.ndim == 3:  # tokens: mean over those that are not padding
            weights = mask[:, :, None].astype(np.float32)
            states = (states * weights).sum(1) / np.maximum(weights.sum(1), 1e-9)
        return np.asarray(states / np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-9), np.float32)


@contextmanager
def _named(file: Path, remedy: str) -> Iterator[None]:
    """Whatever onnxruntime and tokenizers raise (bare ones, of many lines) becomes one line with the file's name."""
    try:
        yield
    except Exception as error:
        why = " ".join(str(error).split())[-100:]  # the reason stands last, behind what was called
        raise MatchingError(f"{file} can't be loaded ({why}). {remedy}") from error
