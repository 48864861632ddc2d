"""All articles at once: whose sections come nearest to a question that names none of them?

A coarse look at every section finds the hundred nearest, a fine one puts them in order. Ten thousand articles take some
tens of milliseconds and 400 bytes a section.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kiosk.matching.features import Features, Vectors
from kiosk.matching.memory import from_bytes, in_bytes
from kiosk.matching.words import plain
from kiosk.model import Article

COARSE = 48
"""Dimensions of the coarse look."""
NEAREST = 100


class Sections:
    """Unit vectors with owners. `vectors`: shape (sections, width)."""

    def __init__(self, vectors: Vectors, owners: Sequence[int]) -> None:
        self._owners = np.asarray(owners, np.int32)
        self._fine = in_bytes(vectors)
        self._middle, self._turn = _directions(vectors)
        self._coarse = ((vectors - self._middle) @ self._turn).astype(np.float32)

    def nearest(self, question: Vectors, most: int) -> list[int]:
        """Owners, the nearest first. `question`: shape (1, width)."""
        rough = self._coarse @ ((question[0] - self._middle) @ self._turn)
        rows = np.argpartition(-rough, min(NEAREST, len(rough)) - 1)[:NEAREST]
        fine = from_bytes(self._fine[rows]) @ question[0]
        order = rows[np.argsort(-fine, kind="stable")]
        return list(dict.fromkeys(self._owners[order].tolist()))[:most]


def looked_at(article: Article) -> list[str]:
    """What stands for each of its sections in the coarse look. What it means is never taken from packs: here they all compete."""
    return [plain(f"{article.title} {section.title}") for section in article.sections]


class Shelf:
    def __init__(self, articles: Sequence[Article], features: Features, few: int) -> None:
        """`few`: so many articles need no search."""
        self._features = features
        self._ids = [article.id for article in articles]
        self._sections: Sections | None = None
        if len(articles) > few and features.encoder is not None:
            texts = [text for article in articles for text in looked_at(article)]
            owners = [at for at, article in enumerate(articles) for _ in article.sections]
            self._sections = Sections(features.of_content(texts), owners)

    def nearest(self, words: str, most: int) -> tuple[str, ...]:
        """Ids of articles. Without an encoder, or where there are few, the first."""
        if self._sections is None:
            return tuple(self._ids[:most])
        return tuple(self._ids[at] for at in self._sections.nearest(self._features.of_question(words), most))


def _directions(vectors: Vectors) -> tuple[Vectors, Vectors]:
    """Their middle, and the directions in which they differ most; shapes (width,) and (width, COARSE)."""
    middle = vectors.mean(0)
    some = vectors[:: max(1, len(vectors) // 4000)] - middle
    _, _, turned = np.linalg.svd(some, full_matrices=False)
    return middle, np.asarray(turned[:COARSE].T, np.float32)
