"""What authors have, as a manuscript: text pasted from a web page, a saved page, a Word file, Markdown.

Converters are libraries (beautifulsoup4, mammoth; the extra `author`); what a heading is, what a list, and what was never a part
of the article, is judged here. Nothing is left out without being told.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.content import article as markdown_article
from kiosk.content.importing.manuscript import LeftOut, Manuscript, Part, markdown
from kiosk.content.importing.outline import outlined
from kiosk.errors import ContentError, MissingError
from kiosk.model import Article

__all__ = ["SUFFIXES", "LeftOut", "Manuscript", "Part", "markdown", "read"]

SUFFIXES = (".md", ".txt", ".html", ".htm", ".docx")
LARGEST = 20_000_000
"""Bytes. A Word file with pictures is large; an article in it isn't."""


def read(file: Path) -> tuple[Manuscript, str]:
    """The manuscript, and the Markdown that says the same: an author's own where the file is Markdown. Raises ContentError; and
    MissingError where the libraries for this kind of file aren't installed."""
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise ContentError(
            f"{file.name}: a {suffix or 'nameless'} file can't be read; there are: {', '.join(SUFFIXES)}"
        )
    raw = _bytes(file)
    if suffix == ".md":
        return _of_markdown(raw, file.name)
    found = _of_word(raw, file) if suffix == ".docx" else _of_text(_decoded(raw, file.name), file)
    if not found.chapters:
        raise ContentError(f"{file.name}: there is no text in it")
    text = markdown(found)
    _check_size(text.encode(), file.name)
    return found, text


def _bytes(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise ContentError(f"{file}: there is no such file")
        if file.stat().st_size > LARGEST:
            raise ContentError(f"{file.name}: larger than {LARGEST // 1_000_000} MB; an article is text alone")
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise ContentError(f"{file}: can't be read: {getattr(error, 'strerror', None) or error}") from error


def _check_size(markdown_text: bytes, name: str) -> None:
    if len(markdown_text) > markdown_article.LARGEST:
        raise ContentError(
            f"{name}: longer than {markdown_article.LARGEST // 1000} kB of text; make several articles of it"
        )


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ContentError(f"{name}: this is UTF-16 text; save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ContentError(f"{name}: line {line}: not UTF-8 text (byte {error.start}); save it as UTF-8") from error


def _of_text(text: str, file: Path) -> Manuscript:
    if file.suffix.lower() == ".txt":
        from kiosk.content.importing.text import pieces

        return outlined(list(pieces(text)), file.stem)
    return _of_page(text, file)


def _of_page(markup: str, file: Path) -> Manuscript:
    try:
        from kiosk.content.importing.html import Page

        page = Page(markup)
    except ImportError as error:
        raise MissingError("Web pages need more libraries: pip install '.[author]'") from error
    except RecursionError as error:
        raise ContentError(f"{file.name}: its parts lie too deep within each other; save it as plain text") from error
    return outlined(list(page.pieces()), file.stem, page.site, page.furniture)


def _of_word(raw: bytes, file: Path) -> Manuscript:
    try:
        from kiosk.content.importing.word import page_of
    except ImportError as error:
        raise MissingError("Word files need more libraries: pip install '.[author]'") from error
    pieces = page_of(raw, file.name)
    return outlined(pieces, file.stem)


def _of_markdown(raw: bytes, name: str) -> tuple[Manuscript, str]:
    _check_size(raw, name)
    text = _decoded(raw, name)
    return of_article(markdown_article.parse(text, name), text, name), text


def of_article(article: Article, text: str, name: str) -> Manuscript:
    """With the lines of the Markdown file."""
    from kiosk.content import markdown as marks
    from kiosk.content.importing.manuscript import Chapter
    from kiosk.content.importing.outline import ends_with_intro

    pieces = iter(marks.read(text, name).pieces)
    chapters = []
    for section in article.sections:
        is_intro = section is article.sections[0] and section.id == "intro" and section.title == article.title
        line = 1 if is_intro else next(pieces).line
        parts = tuple(Part(block.kind, block.text, next(pieces).line, block.id) for block in section.blocks)
        incomplete = section.source_incomplete or ends_with_intro(parts)
        chapters.append(Chapter(section.title, line, parts, section.id, incomplete))
    return Manuscript(
        article.title, tuple(chapters), article.id, article.language, article.based_on, article.source_reviewed
    )
