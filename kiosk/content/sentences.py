"""Text -> sentences, each letter for letter as it stands in the text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pysbd


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    return pysbd.Segmenter(language="en", clean=False)


def sentences_of(text: str) -> tuple[str, ...]:
    """In order, without the blanks between them; the whole text where the splitter loses its way."""
    found = [sentence.strip() for sentence in _segmenter().segment(text)]
    found = [sentence for sentence in found if sentence]
    return tuple(found) if _stand_in_order(found, text) else ((text.strip(),) if text.strip() else ())


def _stand_in_order(sentences: list[str], text: str) -> bool:
    """pysbd rewrites some odd texts inside; what is shown must be the article's own letters, all of them."""
    at = 0
    for sentence in sentences:
        found = text.find(sentence, at)
        if found < 0 or text[at:found].strip():
            return False
        at = found + len(sentence)
    return not text[at:].strip()
