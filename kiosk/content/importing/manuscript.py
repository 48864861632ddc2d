"""An article on its way in: what stands in it and in which line of the author's file, and what was left out and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from kiosk.model import BlockKind


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, list entry or subheading."""

    kind: BlockKind
    text: str
    line: int
    """1-based, of the author's file; of a Word file: the paragraph."""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section."""

    title: str
    line: int
    parts: tuple[Part, ...]
    id: str
    incomplete: bool = False
    """The source is damaged here: a list is announced and missing."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    title: str
    chapters: tuple[Chapter, ...]
    """The first one may be the introduction, with the id `intro`."""
    id: str = ""
    language: str = "en"
    based_on: str | None = None
    source_reviewed: date | None = None
    reviewed_line: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    front: dict[str, str] = field(default_factory=dict)
    """Other lines of the front matter, as they are to be written."""


def markdown(manuscript: Manuscript) -> str:
    """The Markdown file that says the same, to be edited further."""
    return "\n".join(_lines(manuscript)) + "\n"


def _lines(manuscript: Manuscript) -> Iterator[str]:
    yield "---"
    if manuscript.id:
        yield f"id: {manuscript.id}"
    yield f"title: {quoted(manuscript.title)}"
    yield f"language: {manuscript.language}"
    if manuscript.based_on:
        yield f"based_on: {quoted(manuscript.based_on)}"
    if manuscript.source_reviewed:
        yield f"source_reviewed: {manuscript.source_reviewed}"
    yield "reviewed_by:            # empty until a named clinician approves; the kiosk says so"
    yield "reviewed:"
    yield "review_due:"
    yield "---"
    ids = _free_ids(manuscript)
    for chapter in manuscript.chapters:
        yield ""
        if chapter.id != "intro" or chapter is not manuscript.chapters[0]:
            mark = " .source-incomplete" if chapter.incomplete else ""
            yield f"## {escaped(chapter.title)} {{#{chapter.id}{mark}}}"
            yield ""
        yield from _parts(chapter.parts, ids)


def _free_ids(manuscript: Manuscript) -> Iterator[str]:
    """Ids for texts that could be taken for one: no other text of the article has them."""
    taken = {chapter.id for chapter in manuscript.chapters}
    taken |= {part.id for chapter in manuscript.chapters for part in chapter.parts if part.id}
    return (id for number in count(1) if (id := f"part-{number}") not in taken)


def _parts(parts: Iterable[Part], ids: Iterator[str]) -> Iterator[str]:
    before: Part | None = None
    for part in parts:
        if before is not None and not (before.kind is part.kind is BlockKind.ITEM):
            yield ""
        sign = {BlockKind.ITEM: "- ", BlockKind.SUBHEADING: "### "}.get(part.kind, "")
        id = part.id or (next(ids) if part.text.endswith("}") else None)
        yield sign + escaped(part.text) + (f" {{#{id}}}" if id else "")
        before = part


def quoted(text: str) -> str:
    """As YAML reads it back, whatever it is."""
    return '"' + "".join(_in_yaml(letter) for letter in text) + '"'


def _in_yaml(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    return (
        letter
        if letter.isprintable()
        else f"\\u{ord(letter):04x}"
        if ord(letter) < 0x10000
        else f"\\U{ord(letter):08x}"
    )


_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!{}])")
_AT_START = re.compile(r"^(\s*)([-+=:]|\d+[.)])")


def escaped(text: str) -> str:
    """Read back as just these letters: nothing of it is a mark of Markdown's."""
    safe = _SPECIAL.sub(r"\\\1", text)
    return _AT_START.sub(lambda match: match[1] + match[2][:-1] + "\\" + match[2][-1], safe)


def words(manuscript: Manuscript) -> list[str]:
    """Everything that is kept, in order, without the titles' marks."""
    texts = (
        text for chapter in manuscript.chapters for text in (chapter.title, *(part.text for part in chapter.parts))
    )
    return " ".join(texts).split()
