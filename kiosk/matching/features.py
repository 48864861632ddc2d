"""Text -> what a classifier sees of it: its meaning, its letters, or both: an encoder says how much letters count beside what it
finds; where there is none, they are all there is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kiosk.matching.brought import meanings_in
from kiosk.matching.classifier import Classifier
from kiosk.matching.e5 import E5
from kiosk.matching.encoder import Encoder
from kiosk.matching.letters import letter_vectors
from kiosk.matching.memory import Memory, from_bytes, in_bytes, recall, remember

MANY_ROUNDS, FEW_ROUNDS = 300, 150
"""Of teaching: letters are ten times as wide as meanings, and a start must not take minutes."""

Vectors = npt.NDArray[np.float32]
NOTHING: Mapping[str, Vectors] = {}
AnyEncoder = Encoder | E5


class Features:
    """Those of content, and lessons learnt from it, are remembered in the file `memory`; those of questions never are.

    `prepared`: such files that came with the kiosk, so that nothing must be made here. `brought`: what came with packs, by article
    (see `of_article`).
    """

    def __init__(
        self,
        encoder: AnyEncoder | None,
        memory: Path | None = None,
        prepared: Sequence[Path] = (),
        brought: Mapping[str, Path] | None = None,
    ) -> None:
        self.encoder = encoder
        self.reader = encoder if isinstance(encoder, Encoder) else None
        """The encoder, if it also reads a question and a text together."""
        self._file = memory
        self._fingerprint = encoder.fingerprint if encoder else "letters alone"
        memories = [recall(file, self._fingerprint) for file in (memory, *prepared) if file and encoder]
        self._vectors = {text: in_bytes(vector) for each in memories for text, vector in each.vectors.items()}
        """As coarse as they are kept, so that the first start gives the same answers as every later one; and a quarter as large."""
        self._lessons = {digest: lesson for each in memories for digest, lesson in each.lessons.items()}
        self._brought = brought or {}
        self._used_texts: set[str] = set()
        self._used_lessons: set[str] = set()
        self._is_new = bool(
            memory and memory.exists() and memories and not memories[0].vectors
        )  # of no use: to be replaced

    @property
    def name(self) -> str:
        return self.encoder.name if self.encoder else "letters"

    def is_word(self, word: str) -> bool:
        """An ordinary one, as far as the encoder knows."""
        return self.encoder is not None and self.encoder.knows(word)

    def of_question(self, text: str) -> Vectors:
        """Shape (1, width). Leaves no trace."""
        if self.encoder is None:
            return letter_vectors([text])
        return self._beside_letters(self.encoder.encode([text]), [text])

    def _beside_letters(self, meanings: Vectors, texts: Sequence[str]) -> Vectors:
        if self.encoder is None or not self.encoder.letters:
            return meanings
        return np.hstack([meanings, np.float32(self.encoder.letters) * letter_vectors(texts)])

    def of_article(self, id: str) -> ArticleFeatures:
        """Those for one article's texts. Its pack tells what these mean, and no more: for other texts it isn't asked, what the
        kiosk knows already stands, and lessons are learnt here."""
        file = self._brought.get(id) if self.encoder else None
        return ArticleFeatures(self, meanings_in(file, self._fingerprint) if file else NOTHING)

    def of_content(self, texts: Sequence[str], brought: Mapping[str, Vectors] = NOTHING) -> Vectors:
        """Shape (texts, width). `brought`: what stands for a text that isn't known here."""
        if self.encoder is None:
            return letter_vectors(texts)
        if new := sorted({text for text in texts if text not in self._vectors and text not in brought}):
            self._vectors.update(zip(new, in_bytes(self.encoder.encode(new)), strict=True))
            self._is_new = True
        self._used_texts.update(text for text in texts if text in self._vectors)
        found = [from_bytes(self._vectors[text]) if text in self._vectors else brought[text] for text in texts]
        return self._beside_letters(np.stack(found) if texts else self.encoder.encode(()), texts)

    def taught(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        weights: Sequence[float],
        strength: float,
        brought: Mapping[str, Vectors] = NOTHING,
    ) -> Classifier:
        """A classifier of these features, from memory where the same was taught before. Raises MatchingError."""
        lines = (f"{text}\t{label}\t{weight}" for text, label, weight in zip(texts, labels, weights, strict=True))
        told = hashlib.sha256("\n".join((str(strength), *lines)).encode(errors="replace"))
        for text in sorted({text for text in texts if text in brought and text not in self._vectors}):
            told.update(in_bytes(brought[text]).tobytes())  # said to mean something else, it is another lesson
        digest = told.hexdigest()
        if digest not in self._lessons:
            rounds = MANY_ROUNDS if self.encoder and not self.encoder.letters else FEW_ROUNDS
            seen = self.of_content(texts, brought)
            learnt = Classifier.taught(seen, labels, weights, strength=strength, rounds=rounds)
            self._lessons[digest] = (learnt.labels, learnt.weights.astype(np.float16).astype(np.float32), learnt.bias)
            self._is_new = True
        self._used_lessons.add(digest)
        return Classifier(*self._lessons[digest])

    def remember(self) -> None:
        """What was made since, and nothing that content no longer holds."""
        if self._is_new and self._file and self.encoder:
            remember(self._file, self.used(), self._fingerprint)
        self._is_new = False

    def used(self) -> Memory:
        """What the content of now needs, and no pack has said."""
        return Memory(
            {text: from_bytes(self._vectors[text]) for text in sorted(self._used_texts)},
            {digest: self._lessons[digest] for digest in sorted(self._used_lessons)},
        )

    def teach_anew(self) -> None:
        """Vectors of before count, lessons don't: so `used` names every text that a lesson needs."""
        self._lessons.clear()

    def prepare(self, file: Path) -> None:
        """Writes what `prepared` is read from."""
        remember(file, self.used(), self._fingerprint)


class ArticleFeatures:
    """Features for the texts of one article, with what came along for them."""

    def __init__(self, common: Features, brought: Mapping[str, Vectors]) -> None:
        self.encoder = common.encoder
        self.reader = common.reader
        self.is_word = common.is_word
        self.of_question = common.of_question
        self._common = common
        self._brought = brought

    def of_content(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, width)."""
        return self._common.of_content(texts, self._brought)

    def taught(
        self, texts: Sequence[str], labels: Sequence[str], weights: Sequence[float], strength: float
    ) -> Classifier:
        return self._common.taught(texts, labels, weights, strength, self._brought)
