"""Is something happening now? Looked at before any answer, at every reading of what was said. It routes; it never triages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kiosk.matching.classifier import Classifier
from kiosk.matching.examples import UrgentExamples
from kiosk.matching.features import Features
from kiosk.matching.words import plain
from kiosk.model import UrgentGroup

CALM = "~calm"
EMPHASIS = 3.0
"""A missed emergency is worse than a false alarm: how much more an urgent example counts."""


@dataclass(frozen=True, slots=True)
class Alarm:
    group: UrgentGroup
    share: float
    """0..1: how likely something is happening now."""


class UrgentCheck:
    def __init__(self, features: Features, classifier: Classifier | None) -> None:
        self._features = features
        self._classifier = classifier

    @classmethod
    def taught(cls, features: Features, examples: UrgentExamples, calm: Iterable[str]) -> UrgentCheck:
        """`calm`: everything else that people ask here."""
        taught = [(text, str(group)) for group, texts in examples.groups.items() for text in texts]
        if not taught:
            return cls(features, None)
        taught += [(text, CALM) for texts in examples.look_alikes.values() for text in texts]
        taught += [(text, CALM) for text in calm]
        texts, labels = [plain(text) for text, _ in taught], [label for _, label in taught]
        weights = [1.0 if label == CALM else EMPHASIS for label in labels]
        return cls(features, Classifier.taught(features.of_content(texts), labels, weights, strength=10.0))

    def check(self, readings: Iterable[str]) -> Alarm:
        """The most alarming of these readings."""
        alarms = [self._alarm(reading) for reading in readings if plain(reading)]
        return max(alarms, key=lambda alarm: alarm.share, default=Alarm(UrgentGroup.OTHER, 0.0))

    def _alarm(self, reading: str) -> Alarm:
        if self._classifier is None:
            return Alarm(UrgentGroup.OTHER, 0.0)
        likely = self._classifier.likely(self._features.of_question(plain(reading)))[0]
        labels = self._classifier.labels
        calm = labels.index(CALM)
        groups = np.delete(likely, calm)
        first = int(np.argmax(groups))
        group = [label for label in labels if label != CALM][first]
        return Alarm(UrgentGroup(group), float(1.0 - likely[calm]))
