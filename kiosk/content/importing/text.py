"""Text pasted from a web page: a line is a paragraph, unless it goes on in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.content.importing.piece import BULLET, Piece, tidy

LONGEST_HEADING = 90
"""Letters."""
MOST_WORDS = 14
WRAPPED = 55
"""Letters. A line at least so long that ends in no full stop goes on in the next, where a file was wrapped by hand."""
_QUESTION = re.compile(
    r"(?:what|when|where|which|who|whom|whose|why|how|is|are|am|do|does|did|can|could|should|shall|will|would|may|must|has|have|"
    r"qué|cuándo|dónde|cuál|quién|por qué|cómo|es|puedo|debo)\b",
    re.IGNORECASE,
)


def pieces(text: str) -> Iterator[Piece]:
    """`text`: with any line ends."""
    run: list[tuple[int, str]] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n|\u2028|\u2029|\f", text), 1):
        if not tidy(line):
            yield from _run(run)
            run = []
        elif run and not BULLET.match(line) and _goes_on(run[-1][1], line):
            run[-1] = (run[-1][0], f"{run[-1][1]} {line.strip()}")
        else:
            run.append((number, line))
    yield from _run(run)


def _goes_on(before: str, line: str) -> bool:
    indented = bool(BULLET.match(before)) and line[:1].isspace() and bool(line.strip())
    wrapped = len(before.strip()) >= WRAPPED and not re.search(r"[.!?:]['”\")]*\s*$", before)
    return indented or (wrapped and not _looks_like_heading(line.strip()) and line[:1].islower())


def _run(run: list[tuple[int, str]]) -> Iterator[Piece]:
    """Lines without a blank one between them."""
    for number, line in run:
        if bullet := BULLET.match(line):
            yield Piece(tidy(line[bullet.end() :]), number, item=True)
        else:
            text = tidy(line)
            yield Piece(text, number, perhaps_heading=_looks_like_heading(text))


def _looks_like_heading(text: str) -> bool:
    """Short, no sentence; or a question that begins like one."""
    if (
        len(text) > LONGEST_HEADING
        or len(text.split()) > MOST_WORDS
        or (not text[:1].isalnum() and text[:1] not in "¿“\"'(")
    ):
        return False
    if text.endswith("?"):
        return text.count("?") == 1 and not re.search(r"[.!]\s", text) and bool(_QUESTION.match(text.lstrip("¿“\"'(")))
    return not re.search(r"[.!:;,…]['”\")]*$", text) and (text[:1].isupper() or text[:1].isdecimal())
