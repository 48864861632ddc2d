"""Text -> plain words and sentences, in any language. What only one language has is in `wording`."""

from __future__ import annotations

import re
import unicodedata


def plain(text: str) -> str:
    """Small letters without accents and punctuation, one blank between words; an apostrophe stays inside its word."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    if not text.isascii():
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text))


def sentences(text: str) -> list[str]:
    """Those of two words or more, each as plain words."""
    found = (plain(part) for part in re.split(r"[.!?;…\n]+(?=\s|$)", text))
    return [words for words in found if " " in words]
