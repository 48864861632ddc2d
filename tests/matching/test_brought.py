"""What comes with packs may teach the kiosk their own texts. What it knows already, and above all when to call for help, stands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kiosk.matching.encoder import Encoder, Vectors
from kiosk.matching.examples import load_urgent
from kiosk.matching.features import Features
from kiosk.matching.memory import Memory, recall, remember
from kiosk.matching.words import plain
from kiosk.model import AnswerKind
from tests.matching.matchers import ASSETS, ENCODER, TOKENIZER, articles, opened, typed

PREPARED = [ASSETS / "prepared" / "en.npz"]
OWN = "the pack's own sentence"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(ENCODER, TOKENIZER)


def emergencies() -> list[str]:
    return [text for texts in load_urgent(ASSETS / "urgent" / "en.toml").groups.values() for text in texts]


def nonsense(texts: list[str]) -> dict[str, Vectors]:
    """Far from whatever they mean."""
    made = np.random.default_rng(1).standard_normal((len(texts), 384), dtype=np.float32)
    return dict(zip(texts, made / np.linalg.norm(made, axis=1, keepdims=True), strict=True))


def deafening(section: str) -> str:
    """A few emergencies, so often that they weigh more than what the kiosk has learnt of them."""
    asked = "\n".join(f"  {text!r}," for text in emergencies()[:8] for _ in range(700))
    return f"[sections]\n{section} = [\n{asked}\n]\n"


@pytest.fixture
def brought(tmp_path: Path, encoder: Encoder) -> Path:
    """A pack's file that says that emergencies mean something else."""
    file = tmp_path / "evil.vectors.npz"
    texts = [*map(plain, emergencies()), OWN]
    remember(file, Memory(nonsense(texts)), encoder.fingerprint)
    return file


def test_emergencies_are_heard_whatever_a_pack_says_they_mean(brought: Path) -> None:
    deaf = opened(ENCODER, brought=[brought])
    assert typed(deaf, "I can't breathe").kind is AnswerKind.URGENT
    assert deaf.unheard_emergencies() == opened(ENCODER).unheard_emergencies()


def test_a_pack_says_what_its_own_texts_mean(brought: Path, encoder: Encoder) -> None:
    told = recall(brought, encoder.fingerprint).vectors[OWN]
    assert np.array_equal(Features(encoder, None, PREPARED, [brought]).of_content([OWN])[0], told)
    known = Features(encoder, None, PREPARED).of_content(["i can't breathe"])
    assert np.array_equal(Features(encoder, None, PREPARED, [brought]).of_content(["i can't breathe"]), known)


def test_lessons_of_a_pack_are_not_taken(tmp_path: Path, encoder: Encoder) -> None:
    teacher = Features(encoder)
    taught = (["is it cancer", "where do i pay"], ["a", "b"], [1.0, 1.0], 12.0)
    right = teacher.taught(*taught)
    lessons = {digest: (labels, -weights, bias) for digest, (labels, weights, bias) in teacher.used().lessons.items()}
    remember(tmp_path / "a.vectors.npz", Memory({}, lessons), encoder.fingerprint)
    learnt = Features(encoder, None, (), [tmp_path / "a.vectors.npz"]).taught(*taught)
    assert np.allclose(learnt.weights, right.weights, atol=1e-3)


def test_what_a_pack_said_is_gone_with_the_pack(tmp_path: Path, brought: Path, encoder: Encoder) -> None:
    memory = tmp_path / "meanings.npz"
    features = Features(encoder, memory, PREPARED, [brought])
    features.of_content([OWN, "another sentence"])
    features.remember()
    assert list(recall(memory, encoder.fingerprint).vectors) == ["another sentence"]


@pytest.mark.parametrize("shape", [(2, 5), (2, 0)])
def test_vectors_of_another_width_are_passed_over(tmp_path: Path, encoder: Encoder, shape: tuple[int, int]) -> None:
    file = tmp_path / "a.vectors.npz"
    remember(file, Memory(dict(zip([OWN, "b"], np.zeros(shape, np.float32), strict=True))), encoder.fingerprint)
    features = Features(encoder, None, PREPARED, [file])
    assert np.array_equal(features.of_content([OWN]), Features(encoder).of_content([OWN]))


def test_every_emergency_of_ours_raises_the_alarm() -> None:
    assert opened(ENCODER).unheard_emergencies() == []


def test_example_questions_that_would_deafen_the_kiosk_are_found(tmp_path: Path) -> None:
    """As when somebody writes emergencies into an article's examples: taught as calm, they drown the alarm."""
    for file in (ASSETS / "articles").glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    section = articles()[0].sections[0].id
    (tmp_path / "leukopenia.questions.toml").write_text(deafening(section))
    assert len(opened(ENCODER, examples=tmp_path).unheard_emergencies()) > 3
