"""From what is shown to what is said: "CBCs" is said "C B sees", and the word that lights up is still "CBCs".

The rules are content, a file a language (assets/lexicon): whole words only, so that a rule for ANC leaves "chance" alone.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.errors import SpeechError
from kiosk.model import Clip, SpokenWord
from kiosk.speech import Voice


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


class Lexicon:
    """Whole-word rules, shown -> said. Longer ones win; capitals count."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules = dict(rules)
        self.version = hashlib.sha256(repr(sorted(rules.items())).encode()).hexdigest()[:12]
        """Names the clips that were made with these rules."""
        longest_first = sorted((shown for shown in rules if shown), key=len, reverse=True)
        self._pattern = re.compile("|".join(whole(shown) for shown in longest_first) or "(?!)")

    @classmethod
    def load(cls, file: Path) -> Lexicon:
        """Raises SpeechError for a file that can't be read."""
        try:
            tree = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SpeechError(f"The spoken forms in {file} can't be read: {error}") from error
        rules = tree.get("words", {})
        if (
            set(tree) - {"words"}
            or not isinstance(rules, dict)
            or not all(isinstance(said, str) for said in rules.values())
        ):
            raise SpeechError(f'{file} holds something else than lines "shown" = "said" under [words].')
        return cls(rules)

    def spoken(self, shown: str) -> Spoken:
        text: list[str] = []
        origin: list[int] = []
        done = 0
        for match in self._pattern.finditer(shown):
            text += shown[done : match.start()], self._rules[match[0]]
            origin += *range(done, match.start()), *[match.start()] * len(self._rules[match[0]])
            done = match.end()
        return Spoken("".join(text) + shown[done:], shown, (*origin, *range(done, len(shown))))


def whole(shown: str) -> str:
    """A pattern for this and not for a part of a longer word."""
    before = r"(?<!\w)" if shown[0].isalnum() else ""
    after = r"(?!\w)" if shown[-1].isalnum() else ""
    return before + re.escape(shown) + after


def said(voice: Voice, lexicon: Lexicon, shown: str) -> Clip:
    """The sound of a shown sentence; the words of the clip are the shown ones. Raises SpeechError."""
    spoken = lexicon.spoken(shown)
    clip = voice.render(spoken.text)
    return replace(clip, words=spoken.shown_words(clip.words))


def speakable(text: str) -> str:
    """On one line and without what no voice can say and some choke on: control characters, halves of characters. Empty where
    no letter or digit is left."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if any(letter.isalnum() for letter in line) else ""
