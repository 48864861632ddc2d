"""What the readers of .txt, .html and .docx hand on: the file's blocks in order, before anybody judges what they mean."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Soft hyphens, joiners and other marks without a shape."""
BULLET = re.compile(r"^\s*(?:[•◦▪▫‣⁃·●○∙*‧-]|[–—](?=\s)|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    line: int
    """1-based."""
    heading: int = 0
    """1 to 6; 0: no heading, as far as the file says."""
    item: bool = False
    link: bool = False
    """All of it is a link."""
    perhaps_heading: bool = False
    """Nothing but its looks tells: a line of its own, or bold letters."""


def tidy(text: str) -> str:
    """One line, without what can't be seen. The letters themselves stay."""
    plain = unicodedata.normalize("NFC", text).translate(UNSEEN)
    return " ".join("".join(" " if unicodedata.category(letter) in _ODD else letter for letter in plain).split())


_ODD = ("Cc", "Co", "Cs", "Cn")
"""Kinds of letters that no article holds: controls, private ones, halves, and none at all."""
