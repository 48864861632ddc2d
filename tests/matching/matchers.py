"""Matchers over the articles that come with the kiosk, as a kiosk opens them: with the encoder, and with letters alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

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
    encoder: Path | None, memory: Path | None = None, *, examples: Path | None = None, library: tuple[Article, ...] = ()
) -> Matcher:
    return open_matcher(
        library or articles(),
        encoder_folder=encoder,
        tokenizer=TOKENIZER,
        examples=examples or ASSETS / "articles",
        general_examples=ASSETS / "questions" / "en.toml",
        urgent_examples=ASSETS / "urgent" / "en.toml",
        memory=memory,
    )


def typed(matcher: Matcher, text: str) -> Answer:
    return matcher.match(Question(text, Way.TYPED))
