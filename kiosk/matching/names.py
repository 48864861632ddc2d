"""What articles are called, found in a question also when it is misspelt or misheard."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jellyfish import metaphone
from rapidfuzz.fuzz import ratio

from kiosk.matching.words import plain
from kiosk.model import Article

ALIKE = 0.72
"""Mean of how like the letters and how like the sounds are. `loop a penia` is .73 of leukopenia, `leukemia` .67."""
SHORTEST = 6
"""Letters. Shorter names are found only as they are written."""
LONGEST = 4
"""Words that a misheard name may have become."""


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    """First word, counted from 0."""
    end: int
    """The word after the last."""
    articles: frozenset[str]
    """Those that are called so."""


class Names:
    """`is_word`: whether a word is an ordinary one, so that it can't be a misspelt name. `mask`: what stands for a name."""

    def __init__(
        self,
        names: Mapping[str, Iterable[str]],
        is_word: Callable[[str], bool] = lambda word: False,
        mask: str = "it",
    ) -> None:
        self._is_word = is_word
        self._mask = mask
        self._articles: dict[str, set[str]] = defaultdict(set)
        for article, called in names.items():
            for name in called:
                if words := plain(name):
                    self._articles[words].add(article)
        self._longest = max((len(name.split()) for name in self._articles), default=0)
        self._by_sound: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for name in self._articles:
            letters = name.replace(" ", "")
            if len(letters) >= SHORTEST and letters.isascii():
                sound = metaphone(letters)
                self._by_sound[sound[:1]].append((letters, sound, name))

    def find(self, text: str) -> tuple[Mention, ...]:
        """In plain text, from left to right; the longest first, none within another."""
        words = text.split()
        found: list[Mention] = []
        for mention in (*self._written(words), *self._alike(words)):
            if all(mention.end <= other.start or other.end <= mention.start for other in found):
                found.append(mention)
        return tuple(sorted(found, key=lambda mention: mention.start))

    def masked(self, text: str) -> str:
        """Plain text in which every name is the mask: every section of its article names it, so it says nothing."""
        words = plain(text).split()
        for mention in reversed(self.find(" ".join(words))):
            words[mention.start : mention.end] = [self._mask]
        return re.sub(rf"\b{self._mask}(?: {self._mask})+\b", self._mask, " ".join(words))

    def _written(self, words: Sequence[str]) -> Iterator[Mention]:
        for length in range(min(self._longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                called = " ".join(words[start : start + length])
                articles = self._articles.get(called) or self._articles.get(called.removesuffix("s"))
                if articles:
                    yield Mention(start, start + length, frozenset(articles))

    def _alike(self, words: Sequence[str]) -> Iterator[Mention]:
        """The most alike first."""
        found: list[tuple[float, Mention]] = []
        for start in range(len(words)):
            for length in range(1, min(LONGEST, len(words) - start) + 1):
                window = words[start : start + length]
                if all(map(self._is_word, window)):
                    continue
                if match := self._most_alike("".join(window).replace("'", "")):
                    share, name = match
                    found.append((share, Mention(start, start + length, frozenset(self._articles[name]))))
        yield from (mention for _, mention in sorted(found, key=lambda each: (-each[0], each[1].start)))

    def _most_alike(self, letters: str) -> tuple[float, str] | None:
        if len(letters) < SHORTEST - 1 or not letters.isascii():
            return None
        sound = metaphone(letters)
        best: tuple[float, str] | None = None
        for theirs, their_sound, name in self._by_sound.get(sound[:1], ()):
            if abs(len(theirs) - len(letters)) <= max(3, len(theirs) // 3):
                share = (ratio(letters, theirs) + ratio(sound, their_sound)) / 200
                if share >= ALIKE and (best is None or share > best[0]):
                    best = share, name
        return best


def names_of(article: Article) -> tuple[str, ...]:
    """`Low white blood cell count (leukopenia)` has two names in one."""
    return (article.title, *re.split(r"[()]", article.title), *article.aliases)
