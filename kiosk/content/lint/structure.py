"""Is all of it there? Lists that are announced and missing, empty headings, doubled text, page furniture, the review date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import zip_longest

from kiosk.content.importing import Manuscript
from kiosk.content.importing.furniture import why_left_out
from kiosk.content.importing.manuscript import Chapter
from kiosk.content.importing.outline import is_lost_intro
from kiosk.content.lint.finding import Finding, Kind, Weight
from kiosk.model import BlockKind

OLD = timedelta(days=3 * 365)
"""A review of before that is old: guidelines change."""
ALIKE = 0.85
"""Of two sentences, that make them one sentence said twice."""
SHORT = 6
"""Words. Shorter sentences may well be said twice."""
THIN = 30
"""Words. A section that tells when to call and has no more tells nobody what to look for."""


def lost_lists(manuscript: Manuscript) -> Iterator[Finding]:
    for chapter in manuscript.chapters:
        for part, after in zip_longest(chapter.parts, chapter.parts[1:]):
            if part and is_lost_intro(part, after):
                yield Finding(
                    Kind.LIST_MISSING,
                    part.line,
                    f"“{_end(part.text)}” announces a list, and there is none.",
                    "Add the list, or say plainly that the text is not complete here.",
                    chapter.id,
                )


def furniture(manuscript: Manuscript) -> Iterator[Finding]:
    for each in manuscript.left_out:
        if each.why.startswith(("advertising", "the label")):
            kind = Kind.ADVERTISING if each.why.startswith("advertising") else Kind.DEAD_LINK
            yield Finding(kind, each.line, f"“{_short(each.text)}” is {each.why}; it was left out.", "Nothing to do.")
    for chapter in manuscript.chapters:
        for part in chapter.parts:
            why = why_left_out(part.text)
            if why:
                kind = Kind.ADVERTISING if why.startswith("advertising") else Kind.DEAD_LINK
                yield Finding(kind, part.line, f"“{_short(part.text)}” looks like {why}.", "Take it out.", chapter.id)


def review(manuscript: Manuscript, reviewed: date | None, today: date) -> Iterator[Finding]:
    """`reviewed`: by this clinic."""
    latest = max((day for day in (reviewed, manuscript.source_reviewed) if day), default=None)
    line = manuscript.reviewed_line or 1
    if latest is None:
        remedy = "Add source_reviewed, or have it approved."
        yield Finding(Kind.REVIEW_MISSING, line, "Nobody says when this text was reviewed.", remedy)
    elif latest < today - OLD:
        yield Finding(
            Kind.REVIEW_OLD,
            line,
            f"The last review, {latest}, is {(today - latest).days // 365} years old.",
            "Have a clinician look at it again.",
        )


def headings(manuscript: Manuscript) -> Iterator[Finding]:
    for chapter in manuscript.chapters:
        if all(part.kind is BlockKind.SUBHEADING for part in chapter.parts):
            yield Finding(
                Kind.EMPTY_HEADING,
                chapter.line,
                f"There is no text below the heading “{_short(chapter.title)}”.",
                "Write some, or take the heading out.",
                chapter.id,
                Weight.ERROR,
            )
        elif finding := _thin(chapter) or _differs(chapter, manuscript.title):
            yield finding


def _thin(chapter: Chapter) -> Finding | None:
    about_calling = re.search(
        r"\bwhen\b.{0,30}\b(?:call|contact|see|seek|tell|emergency)\b", chapter.title, re.IGNORECASE
    )
    words = sum(len(part.text.split()) for part in chapter.parts)
    listed = any(part.kind is BlockKind.ITEM for part in chapter.parts)
    signs = listed or any(letter.isdigit() for part in chapter.parts for letter in part.text)
    if not about_calling or signs or words > 2 * THIN:
        return None
    return Finding(
        Kind.THIN,
        chapter.line,
        f"“{_short(chapter.title)}” names no sign to look for, no temperature, no hurry.",
        "Say which signs count, or say plainly whom to ask.",
        chapter.id,
    )


def _differs(chapter: Chapter, title: str) -> Finding | None:
    """A heading that promises to prevent the condition, above a list that prevents something else."""
    promised = re.search(r"\bprevent(?:ing)?\s+(?P<what>[\w -]{3,40})\??$", chapter.title, re.IGNORECASE)
    if not promised or re.fullmatch(r"(?:it|this)", promised["what"].strip(), re.IGNORECASE):
        return None
    named = set(re.findall(r"\w{5,}", promised["what"].lower()))
    items = [part.text.lower() for part in chapter.parts if part.kind is BlockKind.ITEM]
    others = [text for text in items if not any(word in text for word in named)]
    if len(items) < 3 or len(others) < len(items) or not any(re.search(r"infect|germ|sick", text) for text in items):
        return None
    return Finding(
        Kind.HEADING_DIFFERS,
        chapter.line,
        f"The heading speaks of preventing {promised['what'].strip()}, the list of avoiding something else.",
        "Let the heading say what the list does.",
        chapter.id,
    )


def duplicates(manuscript: Manuscript, sentences: list[tuple[str, int, str]]) -> Iterator[Finding]:
    """`sentences`: section, line, text. Each later one is told once, with where it stood first."""
    seen: list[tuple[str, int, str, frozenset[str]]] = []
    for section, line, text in sentences:
        words = text.lower().split()
        if len(words) < SHORT:
            continue
        bag = frozenset(words)
        near = (each for each in seen if len(each[3] & bag) >= 0.75 * max(len(each[3]), len(bag)))
        first = next((each for each in near if _alike(each[2], text)), None)
        if first is None:
            seen.append((section, line, text, bag))
        elif first[0] != section:
            yield Finding(
                Kind.DUPLICATE,
                line,
                f"“{_short(text)}” stands almost the same in line {first[1]}.",
                "Say it once.",
                section,
            )


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio() >= ALIKE


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"


def _end(text: str, most: int = 60) -> str:
    return text if len(text) <= most else "…" + text[-most:].split(" ", 1)[-1]
