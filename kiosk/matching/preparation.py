"""What takes long to make of an article, made where there is time: when a pack is built (`brought` reads it)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples
from kiosk.matching.features import AnyEncoder, Features
from kiosk.matching.matcher import Lines, SectionMatcher
from kiosk.matching.memory import Memory, recall, remember
from kiosk.model import Article


def vectors_of(
    article: Article, examples: ArticleExamples, general: GeneralExamples, encoder: AnyEncoder, prepared: Sequence[Path]
) -> bytes:
    """The meanings of this article's texts and example questions; not those that every kiosk has in the files `prepared`. Same
    article, same encoder, same processor: same bytes."""
    features = Features(encoder, prepared=prepared)
    matcher = SectionMatcher([article], {article.id: examples}, general, UrgentExamples(), features, {}, Lines())
    matcher.warm()
    common = {text for file in prepared for text in recall(file, encoder.fingerprint).vectors}
    used = features.used()
    own = Memory({text: vector for text, vector in used.vectors.items() if text not in common})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "vectors.npz")
        remember(file, own, encoder.fingerprint)
        return file.read_bytes()
