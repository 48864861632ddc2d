"""What takes long to make of an article, made where there is time: when a pack is built. A kiosk reads it as one more memory."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from kiosk.matching.encoder import Encoder
from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples
from kiosk.matching.features import Features
from kiosk.matching.matcher import Lines, SectionMatcher
from kiosk.matching.memory import Memory, recall, remember
from kiosk.matching.shelf import looked_at
from kiosk.model import Article

LARGEST = 64_000_000
"""Bytes of all that is in such a file."""


def vectors_of(
    article: Article, examples: ArticleExamples, general: GeneralExamples, encoder: Encoder, prepared: Sequence[Path]
) -> bytes:
    """The meanings of this article's texts and example questions; not those that every kiosk has in the files `prepared`. Same
    article, same encoder, same processor: same bytes."""
    features = Features(encoder, prepared=prepared)
    matcher = SectionMatcher([article], {article.id: examples}, general, UrgentExamples(), features, {}, Lines())
    matcher.warm()
    features.of_content(looked_at(article))
    common = {text for file in prepared for text in recall(file, encoder.fingerprint).vectors}
    used = features.used()
    own = Memory({text: vector for text, vector in used.vectors.items() if text not in common})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "vectors.npz")
        remember(file, own, encoder.fingerprint)
        return file.read_bytes()


def fault_in_vectors(file: Path) -> str:
    """What is wrong with such a file, looked at before anything of it is unpacked; empty: nothing. One by another encoder is no
    fault: it is passed over."""
    try:
        with zipfile.ZipFile(file) as inside:
            members = inside.infolist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return "no vectors that can be read"
    if any(each.compress_type != zipfile.ZIP_STORED or each.file_size != each.compress_size for each in members):
        return "its vectors are packed tightly"
    return "its vectors are too large" if sum(each.file_size for each in members) > LARGEST else ""
