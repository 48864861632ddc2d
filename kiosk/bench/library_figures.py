"""A library of ten thousand articles, made up: how long until the one that is meant is found, and how much memory it takes."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Sequence

import numpy as np
import psutil

from kiosk import parts
from kiosk.context import Context
from kiosk.matching.encoder import WIDTH, Encoder
from kiosk.matching.names import Names
from kiosk.matching.shelf import Sections

ARTICLES = 10_000
SECTIONS = 7
"""An article."""
SYLLABLES = (
    "ba",
    "cor",
    "fi",
    "gal",
    "hyp",
    "itis",
    "ko",
    "leu",
    "mel",
    "osis",
    "pa",
    "ria",
    "sta",
    "ul",
    "vas",
    "xan",
    "emia",
)
NEAREST = 3


def search(context: Context, times: int = 15) -> Sequence[float]:
    """Milliseconds a question: its names, as they are written and as they sound, and all sections by meaning."""
    names, sections = _library()
    encoder = Encoder(parts.encoder(context), parts.tokenizer(context))
    called = _called(random.Random(1))
    runs = []
    for text in (f"what brings on {called}", f"what brings on {called[:-2]}", "why do my knees hurt on the stairs"):
        for _ in range(times):
            start = time.perf_counter()
            names.find(text)
            sections.nearest(encoder.encode([text]), NEAREST)
            runs.append((time.perf_counter() - start) * 1000)
    return runs


def size(_: Context) -> Sequence[float]:
    """Megabytes of names and sections, the encoder not counted."""
    gc.collect()
    before = psutil.Process().memory_info().rss
    library = _library()
    gc.collect()
    megabytes = (psutil.Process().memory_info().rss - before) / 1e6
    assert library
    return [megabytes]


def _library() -> tuple[Names, Sections]:
    dice, random_vectors = random.Random(1), np.random.default_rng(1)
    names = Names({str(number): [_called(dice) for _ in range(3)] for number in range(ARTICLES)})
    vectors = random_vectors.standard_normal((ARTICLES * SECTIONS, WIDTH), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return names, Sections(vectors, [number // SECTIONS for number in range(len(vectors))])


def _called(dice: random.Random) -> str:
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(dice.randint(1, 2)))
