"""Matchers over the articles that come with the kiosk, as a kiosk opens them: with the encoder, and with letters alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.library import read_articles
from kiosk.matching import Matcher, open_matcher
from kiosk.model import Answer, Article, Question, Way

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"
TOKENIZER = ASSETS / "encoder" / "tokenizer.json"


def encoder_folder() -> Path:
    folder = ROOT / "models" / "minilm-l6-int8"
    if not folder.is_dir():
        pytest.fail("minilm-l6-int8 is not in models/. Install what tests need: script/setup --test", pytrace=False)
    return folder


@cache
def articles() -> tuple[Article, ...]:
    return read_articles(ASSETS / "articles")


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
        encoder_folder=encoder,
        tokenizer=TOKENIZER,
        examples=examples or ASSETS / "articles",
        general_examples=general or ASSETS / "questions" / "en.toml",
        urgent_examples=urgent or ASSETS / "urgent" / "en.toml",
        **lines,
    )


def typed(matcher: Matcher, text: str) -> Answer:
    return matcher.match(Question(text, Way.TYPED))
