"""Words are cut as the library `tokenizers` cuts them, on tables small and large."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from tokenizers import Tokenizer, models

from kiosk.matching.pieces import Pieces

NAMES = (
    "<s>",
    "</s>",
    "<unk>",
    "▁",
    "a",
    "o",
    "l",
    "h",
    "la",
    "ho",
    "hola",
    "▁hola",
    "▁no",
    "ola",
    "ñ",
    "ñandú",
    "á",
    "日本",
)
LETTERS = "▁aolhnñandúá日本🙂x"


def table(names: tuple[str, ...], scores: list[float]) -> Pieces:
    raw = [name.encode() for name in names]
    offsets = np.cumsum([0, *map(len, raw)]).astype(np.uint32)
    return Pieces(np.frombuffer(b"".join(raw), np.uint8), offsets, np.array(scores, np.float32), names.index("<unk>"))


def cut_by_the_library(names: tuple[str, ...], scores: list[float], text: str) -> list[int]:
    exact = np.array(scores, np.float32).tolist()
    library = Tokenizer(models.Unigram(list(zip(names, exact, strict=True)), names.index("<unk>"), False))
    found: list[int] = library.encode(text, add_special_tokens=False).ids
    return found


@given(
    some.text(LETTERS, max_size=30),
    some.lists(some.floats(-14, -1, width=32), min_size=len(NAMES), max_size=len(NAMES)),
)
def test_any_text_is_cut_as_the_library_cuts_it(text: str, scores: list[float]) -> None:
    assert table(NAMES, scores).cut(text) == cut_by_the_library(NAMES, scores, text)


@given(some.text(max_size=40))
def test_no_text_is_too_foreign_to_be_cut(text: str) -> None:
    """Also one that no UTF-8 can hold: half of a pair of surrogates."""
    pieces = table(NAMES, [-float(at % 7 + 1) for at in range(len(NAMES))])
    cut = pieces.cut(text)
    assert bool(cut) == bool(text)
    assert all(one != other or one != NAMES.index("<unk>") for one, other in pairwise(cut)), (
        "unknown letters aren't one"
    )


def test_a_word_is_known_only_where_it_is_one_piece() -> None:
    pieces = table(NAMES, [-1.0] * len(NAMES))
    assert all(map(pieces.knows, ("▁hola", "ñandú")))
    assert not any(map(pieces.knows, ("▁ola", "holaa", "")))


def test_of_two_pieces_of_one_name_the_last_counts() -> None:
    names = ("<unk>", "a", "a")
    assert table(names, [-1.0, -2.0, -3.0]).cut("a") == cut_by_the_library(names, [-1.0, -2.0, -3.0], "a") == [2]


def test_a_table_that_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ValueError, match="don't fit together"):
        Pieces(np.zeros(3, np.uint8), np.array([0, 1, 2], np.uint32), np.zeros(2, np.float32), 0)
