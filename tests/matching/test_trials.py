"""An article's example questions are asked one by one while they are left out: what that tells of them, and of the article."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kiosk.matching.calibration import Trial
from kiosk.matching.encoder import Encoder
from kiosk.matching.examples import ArticleExamples, GeneralExamples
from kiosk.matching.memory import recall
from kiosk.matching.preparation import vectors_of
from kiosk.matching.trials import Miss, calibrated, trials
from kiosk.model import About
from tests.fakes import SLEEP
from tests.matching.matchers import ENCODER, TOKENIZER

OFF = "what keeps people awake at night"
"""Stands under another section than it asks for."""
EXAMPLES = ArticleExamples(
    sections={
        "prevention": ("how can i sleep better", "what habits help me sleep", "how do i get better sleep", OFF),
        "causes": ("what keeps people awake", "why are people awake", "does worry keep people awake"),
        "torn-out": ("nobody asks this",),
    },
    items={"prevent.coffee": ("may i drink coffee after noon", "is coffee bad after noon")},
    not_answered={About.HEALTH: ("how is snoring treated", "what pills make me sleep")},
)
GENERAL = GeneralExamples(clinic=("where is the toilet",), unclear=("hello",))


def found() -> list[Trial | Miss]:
    return list(trials(SLEEP, EXAMPLES, GENERAL, None, ()))


def test_every_question_of_what_stands_in_the_article_is_asked_once() -> None:
    asked = [each for each in found() if isinstance(each, Trial)]
    assert len(asked) == 4 + 3 + 2 + 2
    assert sum(not each.has_answer for each in asked) == 2, "near misses"
    assert all(0.0 <= each.share <= 1.0 for each in asked)


def test_one_that_finds_another_section_is_told_with_that_sections_title() -> None:
    missed = {each.question: each for each in found() if isinstance(each, Miss)}
    assert (missed[OFF].wanted, missed[OFF].found) == ("prevention", "What keeps people awake?")
    assert not missed.keys() & {text for texts in EXAMPLES.not_answered.values() for text in texts}


def test_a_calibration_says_how_many_questions_it_rests_on() -> None:
    _, count = calibrated(SLEEP, EXAMPLES, GENERAL, None, ())
    assert count == 11


def test_an_article_without_examples_has_no_trials() -> None:
    assert list(trials(SLEEP, ArticleExamples(), GENERAL, None, ())) == []


# ---- what a pack brings


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(ENCODER, TOKENIZER)


def test_a_pack_brings_the_meanings_of_its_own_texts_and_no_others(tmp_path: Path, encoder: Encoder) -> None:
    first = tmp_path / "vectors.npz"
    first.write_bytes(vectors_of(SLEEP, EXAMPLES, GENERAL, encoder, ()))
    known = recall(first, encoder.fingerprint).vectors
    assert OFF in known
    assert np.allclose(known[OFF], encoder.encode([OFF])[0], atol=1e-2)
    again = tmp_path / "again.npz"
    again.write_bytes(vectors_of(SLEEP, EXAMPLES, GENERAL, encoder, (first,)))
    assert recall(again, encoder.fingerprint).vectors == {}, "what every kiosk has is not brought once more"
