"""The articles that come with the kiosk: what stands before any pack was brought, and in the end when nothing else can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kiosk.content.draft import Draft
from kiosk.content.generation import Shelf, parsed, read_articles
from kiosk.content.ledger import STARTERS, Ledger, seal_of
from kiosk.content.names import id_of, kind_of
from kiosk.packs import Origin


class Starters:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def alone(self) -> Shelf:
        """As they lie, installed nowhere. Raises ContentError."""
        found = read_articles(self._folder)
        ledger = Ledger({each.id: Origin(STARTERS) for each in found})
        return Shelf(0, self._folder / "nothing", found, ledger, self._folder)

    def files(self) -> dict[str, bytes]:
        """By their path in a generation. Raises ContentError."""
        read_articles(self._folder)  # refuses what can't be read, by name
        files = [file for file in sorted(self._folder.iterdir()) if kind_of(f"articles/{file.name}")]
        return {f"articles/{file.name}": file.read_bytes() for file in files}

    def renewed(self, shelf: Shelf | None) -> dict[str, bytes] | None:
        """The files of the generation that this version of the kiosk wants instead; None: it is content with this one.

        What staff brought is never outdated, and what they took away stays away. Copies of starter articles are, once those have
        changed. Raises ContentError.
        """
        if shelf is None:
            return self.files()
        copies = {id for id, origin in shelf.ledger.origins.items() if origin.signer == STARTERS}
        if not copies:
            return None
        fresh = {path: file for path, file in self.files().items() if id_of(path) not in shelf.ledger.removed}
        if len(copies) == len(shelf.articles):
            same = {path: seal_of(content) for path, content in fresh.items()} == _articles_of(shelf.ledger)
            return None if same else fresh
        kept = {path: seal for path, seal in _articles_of(shelf.ledger).items() if id_of(path) in copies}
        wanted = {path: content for path, content in fresh.items() if id_of(path) in copies}
        if not wanted or kept == {path: seal_of(content) for path, content in wanted.items()}:
            return None
        replaced = {id_of(path) for path in wanted}
        others = [path for path in shelf.paths() if id_of(path) not in replaced]
        return {**{path: shelf.content(path) for path in others}, **wanted}

    def draft(self, files: Mapping[str, bytes] | None, before: Ledger) -> Draft:
        """A generation of these files (None: the starters' own), in which every article that nobody brought is known as a starter.
        Raises ContentError."""
        files = self.files() if files is None else files
        texts = {path: content for path, content in files.items() if path.endswith(".md")}
        articles = {path: parsed(content, Path(path).name) for path, content in texts.items()}
        origins = {each.id: before.origins.get(each.id, Origin(STARTERS)) for each in articles.values()}
        return Draft(files, articles, replace(before, origins=origins, files={}))


def _articles_of(ledger: Ledger) -> dict[str, tuple[int, str]]:
    return {path: seal for path, seal in ledger.files.items() if path.startswith("articles/")}
