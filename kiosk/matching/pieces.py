"""Text -> the pieces of words that an encoder was taught, by a table of a quarter of a million with their scores: the likeliest
way to cut it (a unigram model, as SentencePiece has it).

`tokenizers` cuts the same, but keeps such a table as a tree of small maps, which takes 200 MB; here it is a sorted list of numbers
beside the file itself. That both cut alike is tested.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

UNKNOWN_PENALTY = 10.0
"""A letter that no piece has costs so much more than the least likely piece."""
FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Odd and large: bytes that differ give numbers that differ. Where two should meet, the bytes themselves decide."""
WORD = 1 << 64

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.uint64]


class Pieces:
    def __init__(
        self, names: Bytes, offsets: npt.NDArray[np.integer], scores: npt.NDArray[np.floating], unknown: int
    ) -> None:
        """`names`: those of all pieces in a row, UTF-8; `offsets`: where each begins, and where the last ends; `scores`: natural
        logarithms; `unknown`: the number of what stands for letters that no piece has. Raises ValueError for no such table."""
        if len(offsets) != len(scores) + 1 or not 0 <= unknown < len(scores) or offsets[-1] != len(names):
            raise ValueError("its pieces don't fit together")
        self._names, self._offsets, self._scores = names, offsets, scores
        self._unknown = unknown
        self._unknown_score = float(scores.min()) - UNKNOWN_PENALTY
        lengths = np.diff(offsets.astype(np.int64))
        self._lengths = np.unique(lengths[lengths > 0])
        numbers = np.zeros(len(scores), np.uint64)
        for length in self._lengths.tolist():
            rows = np.flatnonzero(lengths == length)
            numbers[rows] = _running(names[offsets[rows].astype(np.int64)[:, None] + np.arange(length)])[:, -1]
        order = np.argsort(numbers, kind="stable")
        self._numbers, self._ids = numbers[order], order.astype(np.uint32)

    def knows(self, name: str) -> bool:
        """Whether it is one piece."""
        raw, number = name.encode(errors="replace"), 0
        for byte in raw:
            number = (number * int(FACTOR) + byte) % WORD
        row = int(np.searchsorted(self._numbers, np.uint64(number)))
        return bool(raw) and row < len(self._ids) and self._name(int(self._ids[row])) == raw

    def _name(self, piece: int) -> bytes:
        return self._names[self._offsets[piece] : self._offsets[piece + 1]].tobytes()

    def cut(self, text: str) -> list[int]:
        """The numbers of its pieces. Unknown letters in a row are one."""
        raw = np.frombuffer(text.encode(errors="replace"), np.uint8)
        starting: dict[int, list[tuple[int, int]]] = {}
        for start, length, piece in self._found(raw):
            starting.setdefault(start, []).append((start + length, piece))
        return self._likeliest([*_letters(raw).tolist(), len(raw)], starting)

    def _found(self, raw: Bytes) -> Iterator[tuple[int, int, int]]:
        """Every piece that stands somewhere in it: where, how many bytes, and which."""
        starts, longest = _letters(raw), self._lengths[-1]
        padded = np.concatenate([raw, np.zeros(longest, np.uint8)])
        numbers = _running(padded[starts[:, None] + np.arange(longest)])[:, self._lengths - 1]
        rows = np.searchsorted(self._numbers, numbers, side="right") - 1  # of two that are the same, the last
        there = (rows >= 0) & (self._numbers[rows] == numbers) & (starts[:, None] + self._lengths <= len(raw))
        for at, column in np.argwhere(there).tolist():
            start, length, piece = int(starts[at]), int(self._lengths[column]), int(self._ids[rows[at, column]])
            if self._name(piece) == raw[start : start + length].tobytes():
                yield start, length, piece

    def _likeliest(self, letters: list[int], ends_at: dict[int, list[tuple[int, int]]]) -> list[int]:
        """`letters`: where each begins, and where the text ends."""
        best: dict[int, tuple[float, int, int]] = {0: (0.0, 0, self._unknown)}
        for start, after in pairwise(letters):
            so_far = best[start][0]
            pieces = ends_at.get(start, [])
            ways = [(end, so_far + float(self._scores[piece]), piece) for end, piece in pieces]
            if all(end != after for end, _ in pieces):
                ways.append((after, so_far + self._unknown_score, self._unknown))
            for end, score, piece in ways:
                if end not in best or score > best[end][0]:
                    best[end] = score, start, piece
        return list(self._back(best, letters[-1]))

    def _back(self, best: dict[int, tuple[float, int, int]], end: int) -> list[int]:
        way: list[int] = []
        while end > 0:
            _, end, piece = best[end]
            if piece != self._unknown or not way or way[-1] != self._unknown:
                way.append(piece)
        return way[::-1]


def _letters(raw: Bytes) -> npt.NDArray[np.int64]:
    """Where each begins."""
    return np.flatnonzero((raw & 0xC0) != 0x80)


def _running(rows: Bytes) -> Numbers:
    """A number for the first byte of each row, for the first two, and so on; the shape of `rows`."""
    found = np.zeros(rows.shape, np.uint64)
    so_far = np.zeros(len(rows), np.uint64)
    for at in range(rows.shape[1]):
        found[:, at] = so_far = so_far * FACTOR + rows[:, at]
    return found
