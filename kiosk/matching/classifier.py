"""A softmax regression: from a text's features to how likely each label is. Taught in a second, when content changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kiosk.errors import MatchingError

Array = npt.NDArray[np.float32]


class Classifier:
    """`labels` are what it was taught; `likely` gives one share a label, summing to 1."""

    def __init__(self, labels: tuple[str, ...], weights: Array, bias: Array) -> None:
        self.labels = labels
        self.weights = weights
        self.bias = bias

    @classmethod
    def taught(
        cls,
        features: Array,
        taught: Sequence[str],
        weights: Sequence[float] | None = None,
        *,
        strength: float = 20.0,
        rounds: int = 300,
    ) -> Classifier:
        """`features`: shape (examples, width), rows of about unit length. `strength`: how much an example may bend the line
        (inverse of the L2 penalty). Deterministic. Raises MatchingError where no numbers come of it."""
        labels = tuple(sorted(set(taught)))
        targets = np.eye(len(labels), dtype=np.float32)[[labels.index(label) for label in taught]]
        share = np.ones(len(taught), np.float32) if weights is None else np.asarray(weights, np.float32)
        share = share / share.sum()
        theta = np.zeros((features.shape[1] + 1, len(labels)), np.float32)
        padded = np.hstack([features, np.ones((len(features), 1), np.float32)])
        penalty = np.full((len(theta), 1), 1.0 / (strength * len(taught)), np.float32)
        penalty[-1] = 0.0
        before = theta
        pace = 1.0 / (0.5 * _spread(padded * np.sqrt(share)[:, None]) + float(penalty.max()))
        for number in range(rounds):  # Nesterov's accelerated gradient
            ahead = theta + (number / (number + 3)) * (theta - before)
            error = (_softmax(padded @ ahead) - targets) * share[:, None]
            slope = padded.T @ error + penalty * ahead
            before, theta = theta, ahead - pace * slope
        if not np.isfinite(theta).all():
            raise MatchingError("A lesson came to nothing: its features are no numbers.")
        return cls(labels, theta[:-1], theta[-1])

    def likely(self, features: Array) -> Array:
        """Shape (texts, labels)."""
        return _softmax(features @ self.weights + self.bias)


def _spread(rows: Array) -> float:
    """Their largest squared singular value, by power iteration: a bolder pace than this allows would never settle."""
    direction, length = rows.sum(0), 0.0
    for _ in range(30):
        direction = rows.T @ (rows @ direction)
        length = float(np.linalg.norm(direction))
        direction /= length
    return length


def _softmax(scores: npt.NDArray[np.floating]) -> Array:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)
