"""What comes prepared with the kiosk is all that a start needs: nothing is read or learned anew while somebody waits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kiosk import parts
from kiosk.content.generation import read_articles
from kiosk.context import Context
from kiosk.matching.encoder import Vectors
from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples, load
from kiosk.matching.features import AnyEncoder, Features
from kiosk.matching.matcher import Lines, SectionMatcher
from kiosk.settings import Settings

ASSETS = Path(__file__).resolve().parents[2] / "assets"


class Counting:
    """An encoder that notes what it is asked to read."""

    def __init__(self, encoder: AnyEncoder) -> None:
        self._encoder = encoder
        self.read: list[str] = []
        self.name, self.letters, self.fingerprint = encoder.name, encoder.letters, encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        return self._encoder.encode(texts)

    def knows(self, word: str) -> bool:
        return self._encoder.knows(word)


@pytest.mark.models
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_lesson_that_is_taught_anew_finds_every_text_prepared(language: str, tmp_path: Path) -> None:
    """Staff who bring one more question would else wait for thousands of others to be read again."""
    encoder = parts.encoder_for(Context(Settings(), tmp_path), language)
    assert encoder is not None
    counting: Any = Counting(encoder)
    features = Features(counting, prepared=[ASSETS / "prepared" / f"{language}.npz"])
    features.teach_anew()
    articles = [article for article in read_articles(ASSETS / "articles") if article.is_in(language)]
    examples = {each.id: load(ASSETS / "articles" / f"{each.id}.questions.toml", ArticleExamples) for each in articles}
    general = load(ASSETS / "questions" / f"{language}.toml", GeneralExamples)
    urgent = load(ASSETS / "urgent" / f"{language}.toml", UrgentExamples)
    calm = [text for each in examples.values() for text in each.every]
    SectionMatcher(articles, examples, general, urgent, features, {}, Lines(), calm).warm()
    assert counting.read == []
