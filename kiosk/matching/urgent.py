"""Is something happening now? Looked at before any answer, at every reading of what was said. It routes; it never triages.

What it knows came with the kiosk. No article that is brought teaches it anything: none can make it deaf.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from math import isfinite

import numpy as np

from kiosk.matching.classifier import Classifier
from kiosk.matching.examples import UrgentExamples
from kiosk.matching.features import Features
from kiosk.matching.words import plain, sentences
from kiosk.model import UrgentGroup

CALM = "~calm"
EMPHASIS, EMPHASIS_BESIDE_LETTERS, EMPHASIS_OF_LETTERS = 16.0, 6.0, 2.5
"""A missed emergency is worse than a false alarm: how much more an urgent example counts. Letters cry wolf sooner."""

ALIKE_BESIDE_LETTERS = 2.0
"""And one that only sounds like it: letters alike make it look more urgent than it is."""

STRENGTH, STRENGTH_BESIDE_LETTERS = 10.0, 20.0

ALONE = 0.4
"""What a sentence counts by itself: those around it may say that it is over, or no more than a manner of speaking."""
IN_DOUBT = 1.0
"""Where no number comes of it, people are called."""
COUNT = re.compile(r"(?<![\d.,])(?:\d{1,3}[,.]\d{3}|\d{4,6})(?![\d.,]*\d)")
"""A count of cells, or a year: no temperature, pulse or pressure has so many digits. Yet "my count is 4200" looks like a fever."""
MOST_SENTENCES = 20
"""Of one reading: each takes some milliseconds, and nobody in need speaks longer."""


@dataclass(frozen=True, slots=True)
class Alarm:
    group: UrgentGroup
    share: float
    """0..1: how likely something is happening now."""


NO_ALARM = Alarm(UrgentGroup.OTHER, 0.0)


class Level(IntEnum):
    """What an alarm is good for, by the lines of a matcher."""

    CALM = 0
    BANNER = 1
    """Something may be happening."""
    SCREEN = 2


@dataclass(frozen=True, slots=True)
class Danger:
    """An alarm, and what it is good for: shares of different matchers mean different things, levels the same."""

    level: Level
    group: UrgentGroup
    share: float


class UrgentCheck:
    def __init__(self, features: Features, classifier: Classifier | None) -> None:
        self._features = features
        self._classifier = classifier
        labels = classifier.labels if classifier else (CALM,)
        self._calm = labels.index(CALM)
        self._groups = [UrgentGroup(label) for label in labels if label != CALM]

    @classmethod
    def taught(cls, features: Features, examples: UrgentExamples, calm: Iterable[str]) -> UrgentCheck:
        """`calm`: what else people ask here."""
        taught = [(text, str(group)) for group, texts in examples.groups.items() for text in texts]
        if not taught:
            return cls(features, None)
        urgent = len(taught)
        taught += [(text, CALM) for texts in examples.look_alikes.values() for text in texts]
        sounds_like_it = len(taught) - urgent
        taught += [(text, CALM) for text in calm]
        texts, labels = [plain(text) for text, _ in taught], [label for _, label in taught]
        emphasis, alike, strength = EMPHASIS_OF_LETTERS, 1.0, STRENGTH
        if features.encoder and features.encoder.letters:
            emphasis, alike, strength = EMPHASIS_BESIDE_LETTERS, ALIKE_BESIDE_LETTERS, STRENGTH_BESIDE_LETTERS
        elif features.encoder:
            emphasis = EMPHASIS
        rest = len(taught) - urgent - sounds_like_it
        weights = [emphasis] * urgent + [alike] * sounds_like_it + [1.0] * rest
        return cls(features, features.taught(texts, labels, weights, strength))

    def check(self, readings: Iterable[str]) -> Alarm:
        """The most alarming of these readings, and of their sentences: calm words before an emergency must not hide it."""
        if self._classifier is None:
            return NO_ALARM
        alarms = [alarm for reading in readings for alarm in self._alarms(reading, self._classifier)]
        return max(alarms, key=lambda alarm: alarm.share, default=NO_ALARM)

    def _alarms(self, reading: str, classifier: Classifier) -> Iterator[Alarm]:
        reading = COUNT.sub(" ", reading)
        if words := plain(reading):
            yield self._alarm(words, 1.0, classifier)
        said = sentences(reading)
        if len(said) > 1:
            for sentence in said[:MOST_SENTENCES]:
                yield self._alarm(sentence, ALONE, classifier)

    def _alarm(self, words: str, weight: float, classifier: Classifier) -> Alarm:
        likely = classifier.likely(self._features.of_question(words))[0]
        group = self._groups[int(np.argmax(np.delete(likely, self._calm)))]
        share = float(1.0 - likely[self._calm])
        if not isfinite(share):
            return Alarm(group, IN_DOUBT)
        return Alarm(group, weight * share)
