"""What lint has to say: one finding, one line of the author's file, one reason, one thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Weight(StrEnum):
    ERROR = "error"
    """No pack is built with it."""
    WARNING = "warning"


@unique
class Kind(StrEnum):
    LIST_MISSING = "list_missing"
    ADVERTISING = "advertising"
    DEAD_LINK = "dead_link"
    REVIEW_MISSING = "review_missing"
    REVIEW_OLD = "review_old"
    UNIT_SLIP = "unit_slip"
    RANGE_GAP = "range_gap"
    READING_GRADE = "reading_grade"
    LONG_SENTENCE = "long_sentence"
    ABBREVIATION = "abbreviation"
    NO_VOICE = "no_voice"
    NO_RECOGNISER = "no_recogniser"
    DUPLICATE = "duplicate"
    EMPTY_HEADING = "empty_heading"
    THIN = "thin"
    HEADING_DIFFERS = "heading_differs"
    NO_GLYPH = "no_glyph"
    UNREACHED = "unreached"
    WRONG_SECTION = "wrong_section"
    ALARMING = "alarming"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    line: int
    """1-based, of the author's file; 0: the file as a whole."""
    what: str
    remedy: str
    section: str = ""
    """Its id; empty: the article as a whole."""
    weight: Weight = Weight.WARNING

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.weight}: {self.what} {self.remedy}".rstrip()
