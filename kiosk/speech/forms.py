"""Spoken forms that somebody brings along with an article: words alone. How numbers and dates are said is the language's to say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping

from kiosk.errors import SpeechError
from kiosk.speech.lexicon import Lexicon, whole
from kiosk.speech.spoken import speakable

LONGEST_WORD, LONGEST_SAID = 80, 200
"""Letters."""
MOST_WORDS = 1000
TABLES = {"words", "trusted"}


def read(content: bytes, file: str) -> Lexicon:
    """`file`: how messages call it. Raises SpeechError, one line."""
    try:
        tree = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SpeechError(f"{file}: the spoken forms can't be read: {error}") from error
    if strange := sorted(set(tree) - TABLES):
        raise SpeechError(f"{file}: [{strange[0]}] can't come with an article, only [words] and [trusted].")
    words = tree.get("words", {})
    if not isinstance(words, dict) or not all(isinstance(said, str) for said in words.values()):
        raise SpeechError(f'{file} holds something else than lines "shown" = "said" under [words].')
    if fault := fault_in(words):
        raise SpeechError(f"{file}: {fault}")
    return Lexicon.read(content, file)


def fault_in(words: Mapping[str, str]) -> str:
    """What is wrong with them; empty: nothing."""
    if len(words) > MOST_WORDS:
        return f"{len(words):,} spoken forms, and there is room for {MOST_WORDS:,}"
    for shown, said in words.items():
        if not (0 < len(shown) <= LONGEST_WORD and shown.isprintable() and any(map(str.isalnum, shown))):
            return f"a spoken form for {_short(shown)}, which is no word"
        if not (len(said) <= LONGEST_SAID and said.isprintable() and speakable(said)):
            return f"{_short(shown)} can't be said as {_short(said)}"
    return ""


def touching(words: Mapping[str, str], texts: Iterable[str]) -> dict[str, str]:
    """Those of them that change how one of these texts is said."""
    all_texts = "\n".join(texts)
    there = {shown: said for shown, said in words.items() if shown != said and shown in all_texts}
    return {shown: said for shown, said in there.items() if re.search(whole(shown), all_texts)}


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")
