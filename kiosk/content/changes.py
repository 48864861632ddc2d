"""What a pack would change: articles, their sections, and every word. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from kiosk.model import Article, BlockKind, Review, Section
from kiosk.packs import Approval, ArticleChange, Fate, Line, SectionChange, Words

MOST_WORDS = 400
"""Of a paragraph, compared word by word; a longer one is shown as taken out and put in."""
_WORD = re.compile(r"\S+\s*|\s+")


def changes(
    before: Mapping[str, Article], after: Sequence[Article], removed: Collection[str] = ()
) -> tuple[ArticleChange, ...]:
    """Of each article in `after`, in order, then of the removed ones that are there. `before`: what is installed, by id."""
    new = [_change(before.get(article.id), article) for article in after]
    gone = [before[id] for id in removed if id in before]
    return (*new, *(_gone(article) for article in gone))


def said_by(article: Article | None) -> str:
    """Who approved it; empty: nobody."""
    return signed(article.review) if article and article.review else ""


def signed(given: Review | Approval) -> str:
    """By whom, and when."""
    return ", ".join(part for part in (given.by, given.role, str(given.on)) if part)


def _change(old: Article | None, new: Article) -> ArticleChange:
    if old is None:
        about = [SectionChange("", "", Fate.ADDED, tuple(_about(None, new)))] if any(_said_of(new)[1:]) else []
        sections = (*about, *(_all_of(section, Fate.ADDED) for section in new.sections))
        return ArticleChange(new.id, new.title, Fate.ADDED, sections, "", said_by(new))
    fate = Fate.SAME if old == new else Fate.CHANGED
    return ArticleChange(new.id, new.title, fate, tuple(_sections(old, new)), said_by(old), said_by(new))


def _gone(old: Article) -> ArticleChange:
    sections = tuple(_all_of(section, Fate.REMOVED) for section in old.sections)
    return ArticleChange(old.id, old.title, Fate.REMOVED, sections, said_by(old), "")


def _sections(old: Article, new: Article) -> Iterator[SectionChange]:
    if _said_of(old) != _said_of(new):
        yield SectionChange("", "", Fate.CHANGED, tuple(_about(old, new)))
    there = {section.id: section for section in old.sections}
    for section in new.sections:
        before = there.pop(section.id, None)
        if before is None:
            yield _all_of(section, Fate.ADDED)
        elif before == section:
            yield SectionChange(section.id, section.title, Fate.SAME)
        else:
            yield SectionChange(section.id, section.title, Fate.CHANGED, tuple(_lines(before, section)))
    for section in there.values():
        yield _all_of(section, Fate.REMOVED)


def _said_of(article: Article | None) -> tuple[str, ...]:
    """What stands for the article as a whole: nobody reads it as a section, but it leads questions to it."""
    if article is None:
        return "", "", "", ""
    reviewed = str(article.source_reviewed or "")
    return article.title, ", ".join(article.aliases), article.based_on or "", reviewed


def _about(old: Article | None, new: Article) -> Iterator[Line]:
    for was, will in zip(_said_of(old), _said_of(new), strict=True):
        if was or will:
            yield Line(BlockKind.PARAGRAPH, tuple(words(was, will)))


def notices_change(
    id: str, title: str, before: Mapping[str, str], after: Mapping[str, str], approvals: tuple[str, str]
) -> ArticleChange:
    """What the clinic's own words would become. `before`, `after`: each text by its key; `approvals`: whose, now and then."""
    told = [
        SectionChange(key, key, Fate.CHANGED, (Line(BlockKind.PARAGRAPH, tuple(words(before.get(key, ""), text))),))
        if before.get(key) != text
        else SectionChange(key, key, Fate.SAME)
        for key, text in after.items()
    ]
    same = before == after and approvals[0] == approvals[1]
    return ArticleChange(id, title, Fate.SAME if same else Fate.CHANGED, tuple(told), *approvals)


def _all_of(section: Section, fate: Fate) -> SectionChange:
    lines = tuple(Line(kind, (Words(fate, text),)) for kind, text in _texts(section))
    return SectionChange(section.id, section.title, fate, lines)


def _texts(section: Section) -> list[tuple[BlockKind, str]]:
    """The heading first: it is read, too."""
    return [(BlockKind.SUBHEADING, section.title), *((block.kind, block.text) for block in section.blocks)]


def _lines(old: Section, new: Section) -> Iterator[Line]:
    """Blocks that stayed hold their place; between them, old and new ones are paired in order."""
    before, after = _texts(old), _texts(new)
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line(kind, (Words(Fate.SAME, text),)) for kind, text in after[k:m])
            continue
        paired = min(j - i, m - k)
        for (_, was), (kind, text) in zip(before[i : i + paired], after[k : k + paired], strict=True):
            yield Line(kind, tuple(words(was, text)))
        yield from (Line(kind, (Words(Fate.REMOVED, text),)) for kind, text in before[i + paired : j])
        yield from (Line(kind, (Words(Fate.ADDED, text),)) for kind, text in after[k + paired : m])


def words(before: str, after: str) -> Iterator[Words]:
    """Runs of words: the kept and the added ones are `after`, the kept and the removed ones `before`, letter for letter."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        yield from (Words(fate, text) for fate, text in ((Fate.REMOVED, before), (Fate.ADDED, after)) if text)
        return
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Words(Fate.SAME, "".join(new[k:m]))
            continue
        if i < j:
            yield Words(Fate.REMOVED, "".join(old[i:j]))
        if k < m:
            yield Words(Fate.ADDED, "".join(new[k:m]))
