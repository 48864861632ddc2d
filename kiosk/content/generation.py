"""One whole generation of the library on the disk: `articles/`, `notices/`, `ledger.json`, and the articles as they were read last
time (`parsed.bin`), so that a start needn't cut a thousand articles into sentences again."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from msgspec import DecodeError, Struct, ValidationError, msgpack

from kiosk.content import article as markdown_article
from kiosk.content import ledger as ledgers
from kiosk.content.ledger import Ledger, seal_of
from kiosk.content.names import kind_of
from kiosk.errors import ContentError
from kiosk.model import Article
from kiosk.packs import Installed, Origin

log = logging.getLogger(__name__)

PARSED = "parsed.bin"
PARSER = 1
"""Counts up when an article's text is cut or read in another way: what an older one has read is read again."""


class _Parsed(Struct):
    parser: int
    articles: dict[str, Article]
    """By the SHA-256 of the file."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A generation, as it was read."""

    number: int
    """0: the starter articles themselves, nothing could be installed."""
    folder: Path
    """Holds `articles/` and `notices/`."""
    articles: tuple[Article, ...]
    ledger: Ledger
    starters: Path | None = None
    """Where the articles lie that are installed nowhere; None: in `folder`."""

    @property
    def articles_folder(self) -> Path:
        return self.starters or self.folder / "articles"

    @property
    def notices_folder(self) -> Path:
        return self.folder / "notices"

    def paths(self) -> list[str]:
        """Of all files in it that were brought. Those of before there were ledgers, and starters, are what lies there."""
        if self.ledger.files:
            return [path for path in self.ledger.files if path != PARSED]
        folders = {"articles": self.articles_folder, "notices": self.notices_folder}
        there = (f"{name}/{file.name}" for name, folder in folders.items() for file in folder.glob("*"))
        return sorted(path for path in there if kind_of(path))

    def content(self, path: str) -> bytes:
        """Raises OSError."""
        name, _, file = path.partition("/")
        return (self.articles_folder / file if name == "articles" else self.folder / path).read_bytes()

    @property
    def installed(self) -> tuple[Installed, ...]:
        unknown = Origin("")
        return tuple(Installed(article, self.ledger.origins.get(article.id, unknown)) for article in self.articles)


def read(number: int, place: Path) -> Shelf:
    """Raises ContentError for whatever isn't as it was written."""
    ledger = ledgers.read(place)
    if ledger is None:
        if (place / PARSED).exists():
            raise ContentError(f"{place}: its ledger is lost")
        articles = read_articles(place / "articles")
        return Shelf(number, place, articles, Ledger({article.id: _old_origin(place) for article in articles}))
    contents = {path: _checked(place / path, seal) for path, seal in ledger.files.items()}
    known = _known(contents.get(PARSED, b""))
    found = [
        known.get(ledger.files[path][1]) or parsed(contents[path], Path(path).name)
        for path in sorted(contents)
        if path.startswith("articles/") and path.endswith(".md")
    ]
    if not found:
        raise ContentError(f"There is no article in {place}")
    return Shelf(number, place, tuple(sorted(found, key=lambda each: each.id)), ledger)


def parsed(content: bytes, name: str) -> Article:
    """Raises ContentError."""
    if len(content) > markdown_article.LARGEST:
        raise ContentError(f"{name}: larger than {markdown_article.LARGEST // 1000} kB; an article is text alone")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(f"{name}: not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    return markdown_article.parse(text, name)


def packed(articles: Mapping[str, Article]) -> bytes:
    """What `parsed.bin` holds. `articles`: by the SHA-256 of their files."""
    return msgpack.encode(_Parsed(PARSER, dict(articles)))


def _known(content: bytes) -> Mapping[str, Article]:
    try:
        found = msgpack.decode(content, type=_Parsed)
    except (DecodeError, ValidationError):
        return {}
    return found.articles if found.parser == PARSER else {}


def _checked(file: Path, seal: tuple[int, str]) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ContentError(f"{file}: can't be read: {error.strerror or error}") from error
    if seal_of(content) != tuple(seal):
        raise ContentError(f"{file}: damaged")
    return content


def _old_origin(place: Path) -> Origin:
    try:
        return Origin((place / "origin").read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return Origin("")


def read_articles(folder: Path) -> tuple[Article, ...]:
    """Every article of a folder, by name. Raises ContentError for one that can't be read, and where there is none."""
    files = sorted(folder.glob("*.md"))
    if not files:
        raise ContentError(f"There is no article in {folder}")
    articles = tuple(markdown_article.load(file) for file in files)
    refuse_twins(zip(files, articles, strict=True), folder)
    return articles


def refuse_twins(found: Iterable[tuple[Path, Article]], folder: Path) -> None:
    seen: dict[str, Path] = {}
    for file, article in found:
        if (first := seen.setdefault(article.id, file)) is not file:
            raise ContentError(
                f"{file.name}: has the id {article.id!r}, as {first.name} has in {folder}; take one out, or change its id"
            )
