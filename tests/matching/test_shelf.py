"""Many sections by meaning: a coarse look, then a fine one."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.matching.encoder import WIDTH
from kiosk.matching.features import Vectors
from kiosk.matching.shelf import Sections

ARTICLES, EACH = 800, 5


def directions(count: int, seed: int) -> Vectors:
    """Unit vectors, as alike as meanings are: most of what differs lies in a few dimensions."""
    dice = np.random.default_rng(seed)
    found = dice.standard_normal((count, WIDTH)) * np.geomspace(1, 0.02, WIDTH)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return directions(ARTICLES * EACH, 1)


def test_the_article_of_a_question_like_one_of_its_sections_comes_first(vectors: Vectors) -> None:
    sections = Sections(vectors, [row // EACH for row in range(len(vectors))])
    noise = directions(50, 2)
    for row in range(0, len(vectors), 100):
        question = vectors[row : row + 1] + 0.3 * noise[row % 50]
        assert sections.nearest(question, 3)[0] == row // EACH


def test_no_article_is_named_twice_and_never_more_than_asked(vectors: Vectors) -> None:
    found = Sections(vectors, [row // EACH for row in range(len(vectors))]).nearest(vectors[:1], 7)
    assert len(found) == len(set(found)) == 7


def test_a_single_section_is_found() -> None:
    one = directions(1, 3)
    assert Sections(one, [0]).nearest(one, 3) == [0]
