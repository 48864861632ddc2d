"""Text -> plain words, sentences and clauses."""

from __future__ import annotations

import re
import unicodedata

MOST_CLAUSES = 6
"""Each takes some milliseconds."""

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


_JOINED = re.compile(
    r"\b(?:and|also|plus|but|then)\s+(?:also\s+)?"
    r"(?=(?:what|how|why|who|when|where|which|can|could|is|are|do|does|did|should|will|would|am|may)\b)"
)


def clauses(text: str) -> list[str]:
    """The sentences of a text, and questions that only an "and" joins, each as plain words; empty where there is but one."""
    found = [
        part.strip() for sentence in re.split(r"[.!?;…\n]+(?=\s|$)", text) for part in _JOINED.split(plain(sentence))
    ]
    found = [part for part in found if part.count(" ") >= 2][:MOST_CLAUSES]
    return found if len(found) > 1 else []


def essential(text: str) -> str:
    """Without the words that people say while they think; the text itself where nothing else is left."""
    return " ".join(_FILLERS.sub(" ", text).split()) or text
