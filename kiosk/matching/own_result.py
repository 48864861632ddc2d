"""Does somebody ask about their own result? The kiosk shows what the article says, and that it can't judge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kiosk.matching.words import plain

_OWN = re.compile(r"\b(?:my|our|his|her)\b")
_RESULT = re.compile(
    r"\b(?:counts?|results?|numbers?|levels?|tests?|labs?|wbcs?|whites?|cells|blood ?work|neutrophils?|mine)\b"
)
_JUDGEMENT = re.compile(r"\b(?:bad|good|ok|okay|normal|low|high|dangerous|serious|fine|enough|mean|\d)")
_NUMBER = re.compile(r"\bis \d")
_WHETHER = re.compile(r"\b(?:bad|good|ok|okay|normal|low|high|dangerous|enough)")
_MINE = re.compile(r"\bmine (?:is|was)\b")
_ASKED_AS = ((_OWN, _RESULT, _JUDGEMENT), (_JUDGEMENT, _OWN, _RESULT), (_NUMBER, _WHETHER), (_MINE,))


def asks_for_a_judgement(text: str) -> bool:
    words = plain(text)
    return any(_follow(words, patterns) for patterns in _ASKED_AS)


def _follow(words: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    """One after the other, with anything between. As one pattern, a long story would take it seconds."""
    at = 0
    for pattern in patterns:
        found = pattern.search(words, at)
        if found is None:
            return False
        at = found.end()
    return True
