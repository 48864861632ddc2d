"""Text -> plain words. What the condition is called is masked: every section of its article names it, so it says nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MASK = "it"

_FILLERS = re.compile(r"\b(?:um+|uh+|er+m*|hmm+|please|excuse me|hey|hi|hello|okay|ok|so|well|like|kiosk)\b")


def plain(text: str) -> str:
    """Small letters without accents and punctuation, one blank between words; an apostrophe stays inside its word."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text))


def sentences(text: str) -> list[str]:
    """Those of two words or more, each as plain words."""
    found = (plain(part) for part in re.split(r"[.!?;…\n]+(?=\s|$)", text))
    return [words for words in found if " " in words]


def names_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of these names in plain text, the longest first; None where there are none."""
    found = sorted({plain(name) for name in names} - {""}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, found)) + r")s?\b") if found else None


def masked(text: str, names: re.Pattern[str] | None) -> str:
    """Plain text in which every name is `it`."""
    text = plain(text)
    if names is None:
        return text
    text = names.sub(MASK, text)
    return re.sub(rf"\b{MASK}(?: {MASK})+\b", MASK, text)


def essential(text: str) -> str:
    """Without the words that people say while they think; the text itself where nothing else is left."""
    return " ".join(_FILLERS.sub(" ", text).split()) or text
