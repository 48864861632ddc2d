"""Pieces of a file -> a manuscript: what is the title, what a section, what groups sections, what is no part of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, zip_longest

from kiosk.content.article import slug
from kiosk.content.importing import furniture
from kiosk.content.importing.manuscript import Chapter, LeftOut, Manuscript, Part
from kiosk.content.importing.piece import Piece
from kiosk.model import BlockKind

GROUPS = "a heading that only groups those below it"
LONGEST_ID = 60
"""Letters."""


@dataclass
class _Draft:
    title: str
    line: int
    level: int
    piece: Piece | None = None
    """Its heading."""
    by_looks: bool = False
    """Nothing but bold letters said that it is one, in a file that has real headings, too."""
    parts: list[Part] = field(default_factory=list)


def outlined(pieces: Sequence[Piece], name: str, site: str = "", around: Sequence[Piece] = ()) -> Manuscript:
    """`name`: of the file, for an article without a title. `site`: whose page it is, where the file says so. `around`: pieces that
    stood around the article."""
    left_out = [LeftOut(each.line, each.text, "stood around the article on its page") for each in around]
    kept, reviewed = _sifted(list(pieces), left_out)
    emptied = _above_what_was_left_out(pieces, kept)
    publisher = site or next((who for each in pieces if (who := furniture.publisher_in(each.text))), "")
    title, kept = _titled(kept, name)
    drafts = _without_furniture(list(_drafts(kept, title, left_out)), emptied, left_out)
    return Manuscript(
        title=title,
        chapters=tuple(_chapters(drafts)),
        id=_short(slug(title)),
        based_on=", ".join(dict.fromkeys((publisher, title))) if publisher else None,
        source_reviewed=reviewed[0] if reviewed else None,
        reviewed_line=reviewed[1] if reviewed else None,
        left_out=tuple(sorted(left_out, key=lambda each: each.line)),
    )


def _sifted(pieces: list[Piece], left_out: list[LeftOut]) -> tuple[list[Piece], tuple[date, int] | None]:
    """Without what is no part of the article; and when its source was reviewed, with the line that says so."""
    reviewed: tuple[date, int] | None = None
    kept: list[Piece] = []
    for each, after in zip_longest(pieces, pieces[1:]):
        if (day := furniture.reviewed_on(each.text)) is not None:
            reviewed = reviewed or (day, each.line)
            left_out.append(LeftOut(each.line, each.text, "the review date, kept as source_reviewed"))
        elif not each.heading and (why := furniture.why_left_out(each.text)):
            left_out.append(LeftOut(each.line, each.text, why))
        elif _heads_the_review(each, after):
            left_out.append(LeftOut(each.line, each.text, furniture.ABOVE_REVIEW))
        elif furniture.is_telephone_line(each.text):
            left_out.append(LeftOut(each.line, each.text, "a telephone line; it says neither whom it serves nor when"))
        else:
            kept.append(each)
    return kept, reviewed


def _heads_the_review(piece: Piece, after: Piece | None) -> bool:
    """ "Medically Reviewed" wherever it stands, and any other short heading about a review right above its date."""
    if piece.heading and furniture.is_review_heading(piece.text):
        return True
    heads = (
        (piece.heading or piece.perhaps_heading) and after is not None and furniture.reviewed_on(after.text) is not None
    )
    return bool(heads) and furniture.speaks_of_review(piece.text)


def _above_what_was_left_out(pieces: Sequence[Piece], kept: Sequence[Piece]) -> list[Piece]:
    stays = {id(each) for each in kept}
    return [each for each, after in pairwise(pieces) if id(each) in stays and id(after) not in stays]


def _titled(pieces: list[Piece], name: str) -> tuple[str, list[Piece]]:
    """The first heading, where it comes before any text; else the only one of the first rank; else the file's name."""
    if pieces and (pieces[0].heading or pieces[0].perhaps_heading):
        return pieces[0].text, pieces[1:]
    first = [each for each in pieces if each.heading == 1]
    if len(first) == 1:
        return first[0].text, [each for each in pieces if each is not first[0]]
    return " ".join(re.split(r"[-_\s]+", name)).strip().capitalize() or "Article", pieces


def _drafts(pieces: Sequence[Piece], title: str, left_out: list[LeftOut]) -> Iterator[_Draft]:
    now = _Draft(title, pieces[0].line if pieces else 1, 0)
    by_looks = not any(each.heading for each in pieces)
    for at, each in enumerate(pieces):
        level = each.heading or (_level_by_looks(pieces, at) if by_looks else _level_in_bold(pieces, at, now))
        if not level:
            now.parts.append(Part(BlockKind.ITEM if each.item else BlockKind.PARAGRAPH, each.text, each.line))
            continue
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        below = (after.heading or (_level_by_looks(pieces, at + 1) if by_looks else 0)) if after else 0
        if below > level or (by_looks and below and not each.text.endswith("?")):
            left_out.append(LeftOut(each.line, each.text, GROUPS))
            if now.parts or now.level:
                yield now
            now = _Draft("", each.line, 0)
        elif now.level and level > now.level:
            now.parts.append(Part(BlockKind.SUBHEADING, each.text, each.line))
        else:
            if now.parts or now.level:
                yield now
            now = _Draft(each.text, each.line, level, each, not each.heading and not by_looks)
    if now.parts or now.level:
        yield now


def _without_furniture(drafts: list[_Draft], emptied: list[Piece], left_out: list[LeftOut]) -> list[_Draft]:
    """A heading whose text was left out goes along."""
    kept = []
    for draft in drafts:
        if draft.parts or not any(draft.piece is each for each in emptied):
            kept.append(draft)
        else:
            left_out.append(LeftOut(draft.line, draft.title, "a heading above what was left out"))
    return kept


def _level_by_looks(pieces: Sequence[Piece], at: int) -> int:
    """2 for what looks like a heading and stands above something, 0 otherwise."""
    each = pieces[at]
    if not each.perhaps_heading or each.item or at + 1 == len(pieces):
        return 0
    return 2


def _level_in_bold(pieces: Sequence[Piece], at: int, now: _Draft) -> int:
    """Bold letters alone above text, in a file that has real headings: a section before the first of these, a part within one."""
    if not _level_by_looks(pieces, at) or pieces[at + 1].heading or pieces[at + 1].perhaps_heading:
        return 0
    if now.level and not now.by_looks:
        return now.level + 1
    return 2


def _chapters(drafts: Sequence[_Draft]) -> Iterator[Chapter]:
    seen: set[str] = set()
    for number, draft in enumerate(drafts):
        is_intro = number == 0 and draft.level == 0
        id = "intro" if is_intro else _unlike(_short(slug(draft.title)) or f"section-{number}", seen)
        seen.add(id)
        parts, incomplete = _with_ids(draft.parts, id), ends_with_intro(draft.parts)
        yield Chapter(draft.title, draft.line, tuple(parts), id, incomplete)


def ends_with_intro(parts: Sequence[Part]) -> bool:
    """A list is announced, and there is none."""
    return any(is_lost_intro(part, after) for part, after in zip_longest(parts, parts[1:]) if part)


def is_lost_intro(part: Part, after: Part | None) -> bool:
    announces = part.kind is BlockKind.PARAGRAPH and part.text.rstrip().endswith(":")
    return announces and (after is None or after.kind is BlockKind.SUBHEADING)


def _with_ids(parts: Sequence[Part], section: str) -> Iterator[Part]:
    """List entries get names, so that a question can be answered by one of them."""
    seen: set[str] = set()
    for part in parts:
        if part.kind is not BlockKind.ITEM or part.id:
            yield part
            continue
        words = slug(" ".join(part.text.split()[:5])) or "entry"
        id = _unlike(f"{section}.{_short(words, 40)}", seen)
        seen.add(id)
        yield replace(part, id=id)


def _unlike(id: str, seen: set[str]) -> str:
    number, found = 2, id
    while found in seen:
        found, number = f"{id}-{number}", number + 1
    return found


def _short(id: str, most: int = LONGEST_ID) -> str:
    return id if len(id) <= most else id[: most + 1].rsplit("-", 1)[0][:most]
