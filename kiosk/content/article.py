"""A Markdown file -> an `Article`, or one line that says what is wrong with it and where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kiosk.content import markdown
from kiosk.content.markdown import Piece
from kiosk.content.sentences import sentences_of
from kiosk.errors import ContentError
from kiosk.model import Article, Block, BlockKind, Review, Section

LARGEST = 400_000
"""Bytes. A larger file is no article."""

MOST_BLOCKS = 200
"""Paragraphs and list entries of a section."""

SOURCE_INCOMPLETE = "source-incomplete"
"""Class of a heading whose section is damaged in the source: `{#causes .source-incomplete}`."""

_KEYS = {
    "id",
    "title",
    "language",
    "based_on",
    "source",
    "source_reviewed",
    "reviewed_by",
    "reviewer_role",
    "reviewed",
    "review_due",
    "aliases",
}


def load(path: Path) -> Article:
    """Raises ContentError."""
    try:
        if path.stat().st_size > LARGEST:
            raise ContentError(f"{path.name}: larger than {LARGEST // 1000} kB; an article is text alone")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ContentError(f"{path}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path.name}: not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    return parse(text, path.name)


def parse(text: str, name: str) -> Article:
    """`name` is how messages call the file. Raises ContentError."""
    _refuse_controls(text, name)
    document = markdown.read(text, name)
    front = document.front
    if unknown := sorted(set(front) - _KEYS):
        raise ContentError(f"{name}: the front matter has no key {unknown[0]!r}; there are: {', '.join(sorted(_KEYS))}")
    title = _words(front, "title", name)
    if not title:
        raise ContentError(f"{name}: line 1: the front matter must name the article's title")
    by = _words(front, "reviewed_by", name)
    reviewed = _day(front, "reviewed", name)
    return Article(
        id=_id(front, title, name),
        title=title,
        language=_words(front, "language", name) or "en",
        sections=_sections(document.pieces, title, name),
        based_on=_words(front, "based_on", name) or _words(front, "source", name),
        source_reviewed=_day(front, "source_reviewed", name) or (None if by else reviewed),
        review=_review(front, by, reviewed, name),
        aliases=_aliases(front, name),
    )


def slug(text: str) -> str:
    """`What causes it?` -> `what-causes-it`. Empty for a text without a Latin letter or digit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _refuse_controls(text: str, name: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        for letter in line:
            if unicodedata.category(letter) in ("Cc", "Cs", "Co") and letter not in "\t\r":
                raise ContentError(f"{name}: line {number}: holds the control character U+{ord(letter):04X}")


def _sections(pieces: Sequence[Piece], title: str, name: str) -> tuple[Section, ...]:
    drafts: list[tuple[str, str, bool, int, list[Block]]] = [("intro", title, False, 1, [])]
    for piece in pieces:
        if piece.level == 1 or piece.level > 3:
            raise ContentError(f"{name}: line {piece.line}: sections have headings of two #, their parts of three")
        if piece.level == 2:
            id = piece.attributes.id or slug(piece.text)
            if not id:
                raise ContentError(f"{name}: line {piece.line}: this heading needs an id, like {{#causes}}")
            drafts.append((id, piece.text, SOURCE_INCOMPLETE in piece.attributes.classes, piece.line, []))
        else:
            drafts[-1][-1].append(_block(piece))
    if not drafts[0][-1]:
        del drafts[0]
    sections = []
    for id, heading, incomplete, line, blocks in drafts:
        if all(block.kind is BlockKind.SUBHEADING for block in blocks):
            raise ContentError(f"{name}: line {line}: the section {heading!r} has no text")
        if len(blocks) > MOST_BLOCKS:
            raise ContentError(
                f"{name}: line {line}: the section {heading!r} has {len(blocks)} paragraphs, more than anybody reads at a screen "
                f"({MOST_BLOCKS}); divide it with headings (##)"
            )
        sections.append(Section(id, heading, tuple(blocks), incomplete))
    if not sections:
        raise ContentError(f"{name}: there is no text after the front matter")
    _refuse_twins(((id, line) for id, _, _, line, _ in drafts), name)
    _refuse_twins(((piece.attributes.id, piece.line) for piece in pieces if piece.level != 2), name)
    return tuple(sections)


def _block(piece: Piece) -> Block:
    cut = (piece.text,) if piece.kind is BlockKind.SUBHEADING else sentences_of(piece.text)
    return Block(piece.kind, piece.text, cut, piece.attributes.id)


def _refuse_twins(ids: Iterable[tuple[str | None, int]], name: str) -> None:
    """Ids with the lines they stand in."""
    seen: dict[str, int] = {}
    for id, line in ids:
        if id in seen:
            raise ContentError(
                f"{name}: line {line}: the id {id!r} is given twice (first in line {seen[id]}); write another one, like {{#{id}-2}}"
            )
        if id:
            seen[id] = line


def _review(front: Mapping[str, Any], by: str | None, reviewed: date | None, name: str) -> Review | None:
    if not by:
        return None
    if reviewed is None:
        raise ContentError(f"{name}: reviewed_by names {by}, but `reviewed` names no day")
    return Review(by, reviewed, _words(front, "reviewer_role", name) or "", _day(front, "review_due", name))


def _words(front: Mapping[str, Any], key: str, name: str) -> str | None:
    value = front.get(key)
    if value is None:
        return None
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise ContentError(f"{name}: {key} must be one line of text")
    try:
        return " ".join(str(value).split()) or None
    except ValueError as error:  # YAML takes 1:30:00 for a number, and an endless one has no digits
        raise ContentError(f"{name}: {key} is an endless number; put it in quotes") from error


def _day(front: Mapping[str, Any], key: str, name: str) -> date | None:
    value = front.get(key)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise ContentError(f"{name}: {key} must be a day like 2022-10-27, not {str(value)[:40]!r}") from error


def _aliases(front: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = front.get("aliases") or []
    if not isinstance(value, list) or not all(isinstance(alias, str) for alias in value):
        raise ContentError(f"{name}: aliases must be a list like [low white count, low wbc]")
    return tuple(" ".join(alias.split()) for alias in value)


def _id(front: Mapping[str, Any], title: str, name: str) -> str:
    id = _words(front, "id", name) or slug(title)
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", id):
        raise ContentError(f"{name}: id must be small letters, digits and dashes, like `leukopenia`")
    return id
