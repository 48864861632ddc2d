"""How long new content takes, from a pack on a stick to answers: one article, and a thousand."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk import parts, sealing, sound_parts
from kiosk.bench import made_up
from kiosk.content import keys
from kiosk.content.article import parse
from kiosk.content.pack import SUFFIX
from kiosk.context import Context
from kiosk.errors import KioskError
from kiosk.intake import Intake
from kiosk.matching.encoder import WIDTH, Encoder
from kiosk.matching.examples import ArticleExamples, GeneralExamples, load
from kiosk.matching.preparation import vectors_of
from kiosk.model import Article, Question, Way
from kiosk.packs import Manifest, Refusal
from kiosk.speech import render_ahead

MANY = 1000
KEY = Ed25519PrivateKey.from_private_bytes(b"a bench's key, of use to nobody.")


def one_article(context: Context) -> Sequence[float]:
    """Seconds from the pack on a stick until a question is answered from it, with its index, and its first clips rendered."""
    return [_installed_afresh(context, [made_up.article(0)], with_clips=True) for _ in range(3)]


def thousand_articles(context: Context) -> Sequence[float]:
    """Seconds, with vectors in the pack; clips come later, in the background."""
    return [_installed_afresh(context, [made_up.article(number) for number in range(MANY)], with_clips=False)]


def start_with_thousand(context: Context) -> Sequence[float]:
    """Seconds from nothing to a library and a matcher that answers, a thousand articles installed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        installed(replace(context, home=home), [made_up.article(number) for number in range(MANY)], with_clips=False)
        before = time.perf_counter()
        fresh = replace(context, home=home)
        parts.matcher(fresh, parts.library(fresh)).match(Question("what can i do about it", Way.TYPED))
        return [time.perf_counter() - before]


def _installed_afresh(context: Context, texts: Sequence[str], *, with_clips: bool) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return installed(replace(context, home=Path(folder) / "home"), texts, with_clips=with_clips)


def installed(context: Context, texts: Sequence[str], *, with_clips: bool) -> float:
    """Seconds, into the home of this context, which keeps it."""
    stick = context.home.parent / "stick"
    stick.mkdir(parents=True, exist_ok=True)
    pack = stick / f"bench{SUFFIX}"
    pack.write_bytes(_packed(context, texts))
    intake = Intake(context, parts.library(context))
    intake.keyring.add(keys.key_of(keys.public_of(KEY), "A bench"))
    before = time.perf_counter()
    copy = intake.bring(pack)
    proposal = copy if isinstance(copy, Refusal) else intake.propose(copy)
    if isinstance(copy, Refusal) or isinstance(proposal, Refusal):
        raise KioskError(f"The bench's own pack was refused: {copy if isinstance(copy, Refusal) else proposal}")
    made: list[Any] = []

    def prepare(staged: Any, move: Any) -> None:
        made.append(parts.matcher(context, staged))
        if with_clips:
            _speak(context, proposal.articles)

    outcome = intake.install(copy, None, prepare=prepare, proposal=proposal)
    if outcome.refusal:
        raise KioskError(f"The bench's own pack was refused: {outcome.refusal}")
    made[0].match(Question("what can i do about it", Way.TYPED))
    took = time.perf_counter() - before
    shutil.rmtree(stick)
    return took


def _speak(context: Context, articles: tuple[Article, ...]) -> None:
    first, content = sound_parts.repertoire(articles, parts.messages(context))
    own = [text for text in first if text in {each for article in articles for each in _said(article)}]
    render_ahead(
        lambda: sound_parts.voice(context),
        sound_parts.lexicon(context),
        sound_parts.clips(context),
        own,
        content,
        _nobody,
    )


def _said(article: Article) -> Iterator[str]:
    for section in article.sections:
        yield section.title
        yield from section.sentences


def _nobody(done: int, total: int) -> None: ...


# ---- made-up content


def _packed(context: Context, texts: Sequence[str]) -> bytes:
    general = load(context.assets / "questions" / "en.toml", GeneralExamples)
    prepared = [context.assets / "prepared" / "en.npz"]
    real = Encoder(parts.encoder(context), parts.tokenizer(context))
    encoder = real if len(texts) == 1 else _Guesses(real)
    files: dict[str, bytes] = {}
    for text in texts:
        article = parse(text, "bench.md")
        files[f"articles/{article.id}.md"] = text.encode()
        vectors = vectors_of(article, ArticleExamples(), general, encoder, prepared)
        files[f"articles/{article.id}.vectors.npz"] = vectors
    return sealing.sealed(Manifest(1, date(2026, 11, 20), (), (), (), encoder=real.fingerprint), files, KEY)


class _Guesses(Encoder):
    """Vectors at random: what a thousand articles really mean would take an hour to find out, and costs the kiosk the same."""

    def __init__(self, real: Encoder) -> None:
        self.fingerprint = real.fingerprint
        self._real = real

    def knows(self, word: str) -> bool:
        return self._real.knows(word)

    def encode(self, texts: Sequence[str]) -> Any:
        made = [np.random.default_rng(_seed(text)).standard_normal(WIDTH, dtype=np.float32) for text in texts]
        found = np.stack(made) if made else np.zeros((0, WIDTH), np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)


def _seed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
