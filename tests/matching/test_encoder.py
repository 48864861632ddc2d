"""The sentence encoder: what the classifiers count on, whichever weights it has."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import MatchingError
from kiosk.matching.encoder import WIDTH, Encoder
from tests.matching.matchers import ENCODER, TOKENIZER

TEXTS = ("is it cancer", "why", "what can i do at home so that i don't catch anything from my grandchildren", "", "🦠")
SAME = 0.999
MEANS_ANYWHERE = (0.0009, 0.0370, -0.0010, -0.0613, 0.0486, -0.0235, -0.0275, 0.0216)
"""The first numbers of "my dad cant breathe", on a processor with VNNI."""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(ENCODER, TOKENIZER)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(max_size=120), max_size=6))
def test_each_text_becomes_one_unit_vector(encoder: Encoder, texts: list[str]) -> None:
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), WIDTH)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-4)


def test_a_batch_gives_what_single_texts_give(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert together.tobytes() == alone.tobytes()


def test_a_text_means_the_same_on_every_processor(encoder: Encoder) -> None:
    """Eight-bit sums that saturate (AVX2 without VNNI, unless asked otherwise) are off by up to .006 here."""
    [vector] = encoder.encode(["my dad cant breathe"])
    assert vector[:8] == pytest.approx(MEANS_ANYWHERE, abs=1e-3)


def test_the_order_of_a_batch_does_not_matter(encoder: Encoder) -> None:
    """Each row belongs to its text."""
    texts = [f"{text} {number}" for number in range(9) for text in TEXTS]
    forward, backward = encoder.encode(texts), encoder.encode(texts[::-1])[::-1]
    assert ((forward * backward).sum(1) > SAME).all()


def test_the_same_text_gives_the_same_vector_to_the_last_bit(encoder: Encoder) -> None:
    first = encoder.encode(["is it cancer"])
    encoder.encode(TEXTS)
    assert encoder.encode(["is it cancer"]).tobytes() == first.tobytes()


def test_texts_of_like_meaning_point_the_same_way(encoder: Encoder) -> None:
    asked, alike, other = encoder.encode(
        ["how is it treated", "what will they do to cure it", "where do i pay my bill"]
    )
    assert asked @ alike > asked @ other + 0.3


def test_a_section_that_answers_fits_and_another_does_not(encoder: Encoder) -> None:
    """Also where the words differ: question and section are read together."""
    sections = (
        "gout : what brings it on : Beer, red meat and some water tablets make it more likely.",
        "gout : getting help : Call us if the joint is hot and you have a fever.",
        "gout : how it is treated : Rest the foot, cool it, and take the pain tablets that we give you.",
    )
    fits = encoder.fits("how do you treat it", sections)
    assert fits.shape == (3,)
    assert int(fits.argmax()) == 2
    assert encoder.fits("why did i get this", sections).argmax() == 0
    assert encoder.fits("anything", ()).shape == (0,)


def test_a_question_without_an_answer_fits_nothing(encoder: Encoder) -> None:
    sections = ("gout : how it is treated : Rest the foot.", "gout : getting help : Call us.")
    assert encoder.fits("where do i pay for parking", sections).max() < 0


@settings(max_examples=25, deadline=None)
@given(question=st.text(max_size=300), sections=st.lists(st.text(max_size=300), max_size=4))
def test_any_texts_can_be_held_against_each_other(encoder: Encoder, question: str, sections: list[str]) -> None:
    fits = encoder.fits(question, sections)
    assert fits.shape == (len(sections),)
    assert np.isfinite(fits).all()


def test_a_story_is_cut_and_its_beginning_counts(encoder: Encoder) -> None:
    story = "my dog ran into the garden and would not come back " * 40
    long, longer = encoder.encode([story]), encoder.encode([story + "is it cancer"])
    assert long.tobytes() == longer.tobytes()


def test_other_weights_or_another_tokenizer_give_another_fingerprint(tmp_path: Path, encoder: Encoder) -> None:
    weights = ENCODER
    (tmp_path / "model.onnx").write_bytes(weights.read_bytes() + b"\x32\x05other")  # a note in the model's own format
    (tmp_path / "tokenizer.json").write_bytes(TOKENIZER.read_bytes() + b"\n")
    others = (Encoder(tmp_path / "model.onnx", TOKENIZER), Encoder(weights, tmp_path / "tokenizer.json"))
    assert Encoder(weights, TOKENIZER).fingerprint == encoder.fingerprint
    assert len({encoder.fingerprint, *(other.fingerprint for other in others)}) == 3


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x08\x07" * 500])
def test_damaged_weights_are_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.onnx").write_bytes(content)
    with pytest.raises(MatchingError) as refusal:
        Encoder(tmp_path / "model.onnx", TOKENIZER)
    assert str(refusal.value).startswith(str(tmp_path / "model.onnx"))
    assert "put it back" in str(refusal.value)
    assert str(refusal.value).isprintable(), "one line"


def test_a_damaged_tokenizer_is_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text('{"model":\n')
    with pytest.raises(MatchingError) as refusal:
        Encoder(ENCODER, tmp_path / "tokenizer.json")
    assert str(refusal.value).startswith(str(tmp_path / "tokenizer.json"))
    assert str(refusal.value).isprintable(), "one line"
