"""Matchers over the articles that come with the kiosk, as a kiosk opens them: with the encoder, and with letters alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kiosk.content.generation import read_articles
from kiosk.matching import Matcher, open_matcher
from kiosk.model import Answer, Article, Question, Way

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"
TOKENIZER = ASSETS / "encoder" / "tokenizer.json"


ENCODER = ASSETS / "encoder" / "encoder.onnx"


@cache
def articles() -> tuple[Article, ...]:
    """The English ones."""
    return tuple(article for article in read_articles(ASSETS / "articles") if article.is_in("en"))


def opened(
    encoder: Path | None,
    *,
    library: tuple[Article, ...] | None = None,
    examples: Path | None = None,
    general: Path | None = None,
    urgent: Path | None = None,
    **lines: Any,
) -> Matcher:
    """`lines`: as in `open_matcher`."""
    return open_matcher(
        articles() if library is None else library,
        encoder=encoder,
        tokenizer=TOKENIZER,
        examples=examples or ASSETS / "articles",
        general_examples=general or ASSETS / "questions" / "en.toml",
        prepared=[ASSETS / "prepared" / "en.npz"],
        urgent_examples=urgent or ASSETS / "urgent" / "en.toml",
        calm_examples=[ASSETS / "articles" / "leukopenia.questions.toml"],
        **lines,
    )


def typed(matcher: Matcher, text: str) -> Answer:
    return matcher.match(Question(text, Way.TYPED))
