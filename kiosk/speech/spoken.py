"""From what is shown to what is said: "CBCs" is said "C B sees", and the word that lights up is still "CBCs"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kiosk.model import Clip, SpokenWord
from kiosk.speech import Pronunciation, Voice


@dataclass(frozen=True, slots=True)
class Spoken:
    text: str
    shown: str
    origin: tuple[int, ...]
    """For each character of `text`, where in `shown` it comes from."""

    def shown_words(self, words: tuple[SpokenWord, ...]) -> tuple[SpokenWord, ...]:
        """The words as they are shown, with the times of what is said for them."""
        tokens = list(re.finditer(r"\S+", self.shown))
        times: dict[int, tuple[float, float]] = {}
        at = token = 0
        for word in words:
            at = max(self.text.find(word.text, at), at)
            place = self.origin[min(at, len(self.origin) - 1)]
            at += len(word.text)
            token = next((i for i in range(token, len(tokens)) if place < tokens[i].end()), token)
            times[token] = (times.get(token, (word.start_ms,))[0], word.end_ms)
        return tuple(SpokenWord(tokens[i][0], *times[i]) for i in sorted(times))


def said(voice: Voice, lexicon: Pronunciation, shown: str) -> Clip:
    """The sound of a shown sentence; the words of the clip are the shown ones. Raises SpeechError."""
    spoken = lexicon.spoken(shown)
    clip = voice.render(spoken.text)
    return replace(clip, words=spoken.shown_words(clip.words))


def speakable(text: str) -> str:
    """On one line and without what no voice can say and some choke on: control characters, halves of characters. Empty where
    no letter or digit is left."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if any(letter.isalnum() for letter in line) else ""
