"""The classifier: learns what it is shown, says how sure it is, and learns the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kiosk.matching.classifier import Array, Classifier

CORNERS = np.eye(3, 5, dtype=np.float32)
LABELS = ("fruit", "animal", "stone")


def around_corners(each: int = 8) -> tuple[Array, list[str]]:
    """Some unit vectors near each of three corners."""
    noise = np.random.default_rng(7).normal(0, 0.1, (3 * each, 5))
    features = np.repeat(CORNERS, each, axis=0) + noise
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    return features.astype(np.float32), [label for label in LABELS for _ in range(each)]


@pytest.fixture(scope="module")
def taught() -> Classifier:
    return Classifier.taught(*around_corners())


def first(classifier: Classifier, features: Array) -> list[str]:
    return [classifier.labels[at] for at in classifier.likely(features).argmax(axis=1)]


def test_what_can_be_told_apart_is_told_apart(taught: Classifier) -> None:
    features, labels = around_corners()
    assert first(taught, features) == labels
    assert first(taught, CORNERS) == list(LABELS)
    assert taught.likely(CORNERS).max(axis=1).min() > 0.8


def test_in_the_middle_of_all_it_is_sure_of_none(taught: Classifier) -> None:
    middle = CORNERS.sum(axis=0, keepdims=True) / np.sqrt(3).astype(np.float32)
    assert taught.likely(middle).max() < 0.6


@settings(max_examples=50, deadline=None)
@given(features=arrays.arrays(np.float32, (4, 5), elements=st.floats(-1e4, 1e4, width=32)))
def test_shares_of_anything_sum_to_one(taught: Classifier, features: Array) -> None:
    shares = taught.likely(features)
    assert shares.shape == (4, len(taught.labels))
    assert (shares >= 0).all()
    assert shares.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_the_same_lesson_gives_the_same_shares_to_the_last_bit(taught: Classifier) -> None:
    assert Classifier.taught(*around_corners()).likely(CORNERS).tobytes() == taught.likely(CORNERS).tobytes()


def test_the_order_of_a_lesson_does_not_matter(taught: Classifier) -> None:
    features, labels = around_corners()
    backward = Classifier.taught(features[::-1], labels[::-1])
    assert backward.labels == taught.labels
    assert backward.likely(CORNERS) == pytest.approx(taught.likely(CORNERS), abs=1e-4)


def test_what_counts_more_wins_where_examples_disagree() -> None:
    features, labels = np.repeat(CORNERS[:1], 2, axis=0), ["calm", "alarm"]
    even = Classifier.taught(features, labels).likely(features[:1])[0]
    assert even == pytest.approx([0.5, 0.5], abs=0.01)
    biased = Classifier.taught(features, labels, [1.0, 3.0])
    assert biased.labels == ("alarm", "calm")
    assert biased.likely(features[:1])[0] == pytest.approx([0.75, 0.25], abs=0.02)


def test_a_label_with_many_examples_is_likelier_where_nothing_is_known() -> None:
    """How common it is, is learnt freely, not held back like the rest."""
    features = np.repeat(CORNERS[:2], [30, 1], axis=0)
    classifier = Classifier.taught(features, ["common"] * 30 + ["rare"], strength=0.01)
    assert classifier.likely(CORNERS[2:])[0] == pytest.approx([30 / 31, 1 / 31], abs=0.02)


def test_the_only_label_is_certain() -> None:
    assert Classifier.taught(CORNERS, ["all"] * 3).likely(CORNERS) == pytest.approx(np.ones((3, 1)))
