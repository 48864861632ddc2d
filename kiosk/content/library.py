"""The installed articles, kept in whole generations: `library/generations/0001/articles/*.md` with their `origin`, and
`library/current`.

A generation is written beside the others, flushed to disk, and becomes the current one by one rename; a power cut at any instant
leaves the old or the new. The one before stays. What can't be read is passed over for the last whole one, and for the starter
articles in the end: a broken disk narrows the kiosk and never empties it.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.content import article as markdown_article
from kiosk.errors import ContentError, LibraryError
from kiosk.model import Article

log = logging.getLogger(__name__)

KEPT = 2
"""Generations: the current one, and the one to go back to."""
STARTERS = "starters"
"""The origin of a generation that is a copy of the starter articles: a newer version of the kiosk may replace it."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One whole generation, as it was read."""

    generation: int
    """0: the starter articles themselves, nothing could be installed."""
    articles: tuple[Article, ...]


class Library:
    """The articles of one kiosk. `fault` is a line for staff when they could not be installed on its disk."""

    def __init__(self, folder: Path, starters: Path) -> None:
        self._folder = folder
        self._starters = starters
        self.fault: LibraryError | None = None
        shelf = self._read_newest_whole()
        self._shelf = shelf if shelf and not self._is_outdated(shelf) else self._install_starters()

    @property
    def articles(self) -> tuple[Article, ...]:
        return self._shelf.articles

    @property
    def generation(self) -> int:
        return self._shelf.generation

    # ---- reading

    def _read_newest_whole(self) -> Shelf | None:
        """The current generation, else the newest that can be read; None where there is none."""
        generations = self._generations()
        current = self._current()
        order = [current] if current in generations else []
        for generation in order + [number for number in reversed(generations) if number not in order]:
            try:
                return Shelf(generation, read_articles(self._place(generation) / "articles"))
            except ContentError as error:
                log.warning("Generation %04d of the library is passed over: %s", generation, error)
        return None

    def _generations(self) -> list[int]:
        try:
            names = [entry.name for entry in (self._folder / "generations").iterdir()]
        except OSError:
            return []
        return sorted(int(name) for name in names if name.isdecimal())

    def _current(self) -> int | None:
        try:
            return int((self._folder / "current").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def _place(self, generation: int) -> Path:
        return self._folder / "generations" / f"{generation:04}"

    def _is_outdated(self, shelf: Shelf) -> bool:
        """Whether this is a copy of starter articles that have changed since: what staff brought is never outdated."""
        try:
            origin = (self._place(shelf.generation) / "origin").read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return False
        try:
            return origin == STARTERS and shelf.articles != read_articles(self._starters)
        except ContentError as error:
            log.warning("The starter articles are passed over for generation %04d: %s", shelf.generation, error)
            return False

    # ---- writing

    def _install_starters(self) -> Shelf:
        articles = read_articles(self._starters)
        try:
            return Shelf(self._write_generation(sorted(self._starters.glob("*.md")), STARTERS), articles)
        except OSError as error:
            self.fault = LibraryError(
                f"The articles can't be installed in {self._folder}: {error.strerror or error}. "
                "The starter articles are shown; make room there, or make it writable for the kiosk's user."
            )
            return Shelf(0, articles)

    def _write_generation(self, files: Iterable[Path], origin: str) -> int:
        generation = max(self._generations(), default=0) + 1
        place = self._place(generation)
        staging = place.with_name(f"{place.name}.new")
        shutil.rmtree(staging, ignore_errors=True)
        (staging / "articles").mkdir(parents=True)
        for file in files:
            _write_flushed(staging / "articles" / file.name, file.read_bytes())
        _write_flushed(staging / "origin", f"{origin}\n".encode("ascii"))
        _flush_folder(staging / "articles")
        _flush_folder(staging)
        staging.rename(place)
        _flush_folder(place.parent)
        self._switch_to(generation)
        self._forget_all_but_newest()
        return generation

    def _switch_to(self, generation: int) -> None:
        pointer = self._folder / "current"
        draft = pointer.with_suffix(".new")
        _write_flushed(draft, f"{generation}\n".encode("ascii"))
        draft.replace(pointer)
        _flush_folder(self._folder)

    def _forget_all_but_newest(self) -> None:
        for generation in self._generations()[:-KEPT]:
            shutil.rmtree(self._place(generation), ignore_errors=True)


def read_articles(folder: Path) -> tuple[Article, ...]:
    """Every article of a folder, by name. Raises ContentError for one that can't be read, and where there is none."""
    files = sorted(folder.glob("*.md"))
    if not files:
        raise ContentError(f"There is no article in {folder}")
    articles = tuple(markdown_article.load(file) for file in files)
    seen: dict[str, Path] = {}
    for file, article in zip(files, articles, strict=True):
        if (first := seen.setdefault(article.id, file)) is not file:
            raise ContentError(
                f"{file.name}: has the id {article.id!r}, as {first.name} has in {folder}; take one out, or change its id"
            )
    return articles


def _write_flushed(target: Path, content: bytes) -> None:
    with target.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
