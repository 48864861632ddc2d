"""How what is shown is said: rules of a language, as content (assets/lexicon), whole words only."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kiosk.errors import SpeechError
from kiosk.speech.figures import Figures
from kiosk.speech.spoken import Spoken

VERSION = 2
"""Of the patterns in `figures`: clips made with others are made again."""


class Lexicon:
    """Words by rules, shown -> said: longer ones win, capitals count. Numbers with what belongs to them by patterns."""

    def __init__(self, words: Mapping[str, str], figures: Figures | None = None, trusted: Iterable[str] = ()) -> None:
        """`trusted`: words that need no rule."""
        self._words = dict(words)
        self._trusted = frozenset(word.lower() for word in trusted)
        self._figures = figures or Figures()
        longest_first = sorted((shown for shown in words if shown), key=len, reverse=True)
        self._pattern = re.compile("|".join(whole(shown) for shown in longest_first) or "(?!)")
        content = repr((VERSION, sorted(words.items()), self._figures))
        self.version = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        """Names the clips that were made with these rules."""

    @classmethod
    def load(cls, file: Path) -> Lexicon:
        """Raises SpeechError for a file that can't be read."""
        try:
            return cls.read(file.read_bytes(), str(file))
        except OSError as error:
            raise SpeechError(f"The spoken forms in {file} can't be read: {error}") from error

    @classmethod
    def read(cls, content: bytes, file: str) -> Lexicon:
        """`file`: how messages call it. Raises SpeechError."""
        try:
            tree = tomllib.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise SpeechError(f"The spoken forms in {file} can't be read: {error}") from error
        words = tree.pop("words", {})
        if not isinstance(words, dict) or not all(isinstance(said, str) for said in words.values()):
            raise SpeechError(f'{file} holds something else than lines "shown" = "said" under [words].')
        try:
            trusted = [str(word) for word in dict(tree.pop("trusted", {})).pop("words", [])]
            return cls(words, Figures.of(tree), trusted)
        except (KeyError, TypeError, ValueError) as error:
            raise SpeechError(f"{file}: {error}. The English file shows how it is written.") from error

    def joined(self, others: Sequence[Lexicon]) -> Lexicon:
        """With the words of these, which come before its own; numbers are said by its own rules."""
        if not others:
            return self
        words = dict(self._words)
        trusted = set(self._trusted)
        for other in others:
            words.update(other._words)
            trusted |= other._trusted
        return Lexicon(words, self._figures, trusted)

    @property
    def words(self) -> Mapping[str, str]:
        return self._words

    def version_of(self, shown: str) -> str:
        return self.version

    def trusts(self, word: str) -> bool:
        """Somebody has listened to it: voices say it rightly as it is, or a rule sees to it."""
        return word in self._words or word.lower() in self._trusted

    def left_alone(self, shown: str) -> str:
        """What no rule is for; blanks where there is one."""
        letters = list(shown)
        for start, end, _ in self._found(shown):
            letters[start:end] = " " * (end - start)
        return "".join(letters)

    def spoken(self, shown: str) -> Spoken:
        text: list[str] = []
        origin: list[int] = []
        done = 0
        for start, end, said in self._found(shown):
            text += shown[done:start], said
            origin += range(done, start)
            origin += (start + at * (end - start) // len(said) for at in range(len(said)))
            done = end
        return Spoken("".join(text) + shown[done:], shown, (*origin, *range(done, len(shown))))

    def _found(self, shown: str) -> list[tuple[int, int, str]]:
        """What is said otherwise: from, to, and how; in order, none within another. Figures come before words."""
        figures = list(self._figures.found(shown))
        taken = iter([*figures, (len(shown) + 1, len(shown) + 1, "")])
        start, end, _ = next(taken)
        words = []
        for match in self._pattern.finditer(shown):
            while end <= match.start():
                start, end, _ = next(taken)
            if match.end() <= start:
                words.append((match.start(), match.end(), self._words[match[0]]))
        return sorted([*figures, *words])


def whole(shown: str) -> str:
    """A pattern for this and not for a part of a longer word."""
    before = r"(?<!\w)" if shown[0].isalnum() else ""
    after = r"(?!\w)" if shown[-1].isalnum() else ""
    return before + re.escape(shown) + after
