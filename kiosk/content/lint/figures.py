"""Do the figures hold? Ranges without their unit, and normal values that leave a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kiosk.content.lint.finding import Finding, Kind

Sentence = tuple[str, int, str]
"""Section, line, text."""

_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_VOLUME = r"(?:micro|milli|deci)?lit(?:er|re)s?|mcL|µL|mL|dL"
_RATE = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*(?:to|and|-|–)\s*(?P<high>{_NUMBER}))?\s+(?:cells?|platelets?|grams?|milligrams?)\s+"
    rf"(?:per|in each|in every|a)\s+(?P<volume>{_VOLUME})",
    re.IGNORECASE,
)
_SLIP = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?:to|and|-|–)\s*(?P<high>{_NUMBER})\s+(?P<volume>{_VOLUME})\s+of\s+blood\b", re.IGNORECASE
)
_LOW = re.compile(
    rf"\b(?:less|fewer|lower) than (?P<line>{_NUMBER})\s+cells|\bbelow (?P<other>{_NUMBER})\s+cells", re.IGNORECASE
)


def unit_slips(sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """Nobody's blood holds "4,500 to 11,000 microliters of blood": cells in each of them are meant."""
    for section, line, text in sentences:
        for match in _SLIP.finditer(text):
            yield Finding(
                Kind.UNIT_SLIP,
                line,
                f"“{match[0]}” is an amount of blood, not a count.",
                f"Ask the source whether “cells per {match['volume'].rstrip('s')}” is meant.",
                section,
            )


def gaps(sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """A value between "low" and "normal" that the text calls neither. Only within one section, where both speak of cells."""
    for section in dict.fromkeys(section for section, _, _ in sentences):
        mine = [(line, text) for of, line, text in sentences if of == section]
        lows = [(line, _value(match["line"] or match["other"])) for line, text in mine for match in _LOW.finditer(text)]
        ranges = (match for _, text in mine for match in (*_RATE.finditer(text), *_SLIP.finditer(text)))
        normal = [_value(match["low"]) for match in ranges if match["high"]]
        if lows and normal and (least := min(normal)) > lows[0][1]:
            line, low = lows[0]
            yield Finding(
                Kind.RANGE_GAP,
                line,
                f"Low ends at {low:,.0f}, normal begins at {least:,.0f}: what lies between is neither.",
                "Say what it means, or whom to ask.",
                section,
            )


def _value(text: str) -> float:
    return float(text.replace(",", ""))
