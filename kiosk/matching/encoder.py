"""Text -> meaning, and question + section -> how well they fit: one small BERT as int8 ONNX on the processor.

It began as all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0) and was taught by `training/`.
"""

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
LONGEST_QUESTION, LONGEST_SECTION = 40, 88
"""Tokens of a pair."""
Vectors = npt.NDArray[np.float32]


class Encoder:
    """`encode` gives one unit vector a text; texts of like meaning point the same way. `fits` compares two texts word by word:
    slower and sharper.

    Eight bits are dealt out over a whole batch, so each text goes through by itself: its vector never depends on its
    neighbours.
    """

    name = "kiosk-minilm-2"
    letters = 0.0
    """How much a text's letters count beside the meaning that it finds."""

    def __init__(self, model: Path, tokenizer: Path, threads: int = 2) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = options.enable_mem_pattern = (
            False  # else what the longest text took is kept for good
        )
        # Without VNNI, sums of eight-bit products would not fit into their sixteen bits: vectors off by .02, and wrong answers.
        options.add_session_config_entry("session.x64quantprecision", "1")
        with _named(model):
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            weights = model.read_bytes()
        with _named(tokenizer):
            self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
            self._begin, self._end = (int(self._tokenizer.token_to_id(mark) or 0) for mark in ("[CLS]", "[SEP]"))
            self.fingerprint = hashlib.sha256(weights + tokenizer.read_bytes()).hexdigest()
            """Of the weights and the tokenizer: encoders with the same one give the same vectors."""
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def knows(self, word: str) -> bool:
        """Whether the tokenizer has it whole."""
        return self._tokenizer.token_to_id(word) is not None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (number of texts, WIDTH)."""
        if not texts:
            return np.zeros((0, WIDTH), np.float32)
        vectors = np.empty((len(texts), WIDTH), np.float32)
        for at, text in enumerate(texts):
            tokens = self._tokens(text, LONGEST - 2)
            vectors[at] = self._run([[self._begin, *tokens, self._end]], [0])[0][0]
        return vectors

    def fits(self, question: str, sections: Sequence[str]) -> Vectors:
        """One number a section, above 0 where it answers the question rather than nothing does; shape (sections,)."""
        if not sections:
            return np.zeros(0, np.float32)
        asked = [self._begin, *self._tokens(question, LONGEST_QUESTION), self._end]
        pairs = [[*asked, *self._tokens(section, LONGEST_SECTION), self._end] for section in sections]
        return self._run(pairs, [len(asked)] * len(pairs))[1]

    def _tokens(self, text: str, most: int) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found[:most]

    def _run(self, rows: list[list[int]], seconds: list[int]) -> tuple[Vectors, Vectors]:
        """`seconds`: where in each row the second text begins; 0: there is none."""
        ids, mask, types = np.zeros((3, len(rows), max(map(len, rows))), np.int64)
        for row, (tokens, second) in enumerate(zip(rows, seconds, strict=True)):
            ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
            if second:
                types[row, second : len(tokens)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        meanings, fits = self._session.run(["meaning", "fit"], given)
        return np.asarray(meanings, np.float32), np.asarray(fits, np.float32)


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Whatever onnxruntime and tokenizers raise (bare ones, of many lines) becomes one line with the file's name."""
    try:
        yield
    except Exception as error:
        why = " ".join(str(error).split())[-100:]  # the reason stands last, behind what was called
        raise MatchingError(f"{file} can't be loaded ({why}). It comes with the kiosk: put it back.") from error
