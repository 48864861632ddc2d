"""What a visitor's phone takes along: a section as plain text, cut into pages that one code can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kiosk.messages import Messages
from kiosk.model import Article, Block, BlockKind, Section
from kiosk.sources import approval, provenance

LARGEST = 858
"""Bytes of a page as UTF-8: a code of version 20, level L, 97 modules. Measured with zbar on poor pictures of a code that fills a
square of the same size: L is read from fewer camera pixels than M (300, not 320), and 850 bytes from no more than 700."""
LONGEST_TITLE = 150
LONGEST_LINE = 180
"""Bytes. What is longer is shortened at a word, so that room stays for the text itself."""
LEAST_ROOM = 100
MOST_PAGES = 9999
MORE = "…"

Piece = tuple[str, str]
"""What joins it to the piece before, where both stand on one page; and the piece."""


def pages(article: Article, section: Section, messages: Messages) -> tuple[str, ...]:
    """The text of each code, at least one. Sentences and entries stay whole where they fit on a page.

    Each page says where it is from and who has approved it: it may be kept without the others.
    """
    foot = "\n".join(shortened(line, LONGEST_LINE) for line in _standing(article, messages))
    around = _page(_head(article, section, messages, MOST_PAGES, MOST_PAGES), "", foot)
    room = max(LARGEST - _size(around), LEAST_ROOM)
    texts = tuple(_filled(_pieces(section, room), room)) or ("",)
    return tuple(
        _page(_head(article, section, messages, number, len(texts)), text, foot)
        for number, text in enumerate(texts, start=1)
    )


def shortened(text: str, most: int) -> str:
    """At most so many bytes as UTF-8."""
    if _size(text) <= most:
        return text
    kept = text.encode()[: most - _size(MORE)].decode(errors="ignore")
    return kept.rsplit(maxsplit=1)[0] + MORE if " " in kept.strip() else kept + MORE


def _head(article: Article, section: Section, messages: Messages, page: int, of: int) -> str:
    """Its first line holds no colon after a first word: some phones would take that for the address of something."""
    title = shortened(section.title, LONGEST_TITLE)
    if of > 1:
        title = messages.text("take_along.numbered", title=title, page=page, pages=of)
    above = [shortened(article.title, LONGEST_TITLE)] if article.title != section.title else []
    return "\n".join([messages.text("take_along.from"), *above, title])


def _standing(article: Article, messages: Messages) -> Iterator[str]:
    yield approval(article, messages)
    if source := provenance(article, messages):
        yield source


def _page(head: str, text: str, foot: str) -> str:
    return f"{head}\n\n{text}\n\n{foot}\n"


def _filled(pieces: Iterable[Piece], room: int) -> Iterator[str]:
    parts: list[str] = []
    used = 0
    for glue, piece in pieces:
        more = _size(glue) + _size(piece)
        if parts and used + more > room:
            yield "".join(parts)
            parts, used = [], 0
        parts += [glue, piece] if parts else [piece]
        used += more
    if parts:
        yield "".join(parts)


def _pieces(section: Section, room: int) -> Iterator[Piece]:
    before: Block | None = None
    for block in section.blocks:
        if not block.text.strip():
            continue
        both_entries = before is not None and before.kind is block.kind is BlockKind.ITEM
        mark = "- " if block.kind is BlockKind.ITEM else ""
        glue = "\n" if both_entries else "\n\n"
        for inner, text in _of_block(block, room - _size(mark)):
            yield glue + inner, mark + text
            glue = mark = ""
        before = block


def _of_block(block: Block, room: int) -> Iterator[Piece]:
    """An entry as a whole, a paragraph sentence by sentence; what is longer than a page word by word."""
    if block.kind is BlockKind.ITEM and _size(block.text) <= room:
        yield "", block.text
        return
    for glue, sentence in _apart(block.text, block.sentences):
        yield from _of_sentence(glue, sentence, room)


def _apart(text: str, parts: Iterable[str]) -> Iterator[Piece]:
    """The parts, each with what stands before it: together they are the text, letter for letter."""
    at = 0
    for part in parts:
        found = text.index(part, at)
        yield text[at:found], part
        at = found + len(part)


def _of_sentence(glue: str, sentence: str, room: int) -> Iterator[Piece]:
    if _size(sentence) <= room:
        yield glue, sentence
        return
    for inner, word in _apart(sentence, sentence.split()):
        for letters in _of_word(word, room):
            yield glue + inner, letters
            glue = inner = ""


def _of_word(word: str, room: int) -> Iterator[str]:
    """A "word" longer than a page, cut between letters."""
    left = word.encode()
    start = 0
    while len(left) - start > room:
        end = start + room
        while left[end] & 0xC0 == 0x80:  # inside a letter
            end -= 1
        yield left[start:end].decode()
        start = end
    yield left[start:].decode()


def _size(text: str) -> int:
    return len(text.encode())
