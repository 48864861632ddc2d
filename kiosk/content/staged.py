"""A change of the content that is laid down whole and doesn't count yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.content.generation import Shelf
from kiosk.content.trust import Marks
from kiosk.model import Article


@dataclass(frozen=True, slots=True)
class Staged:
    """A generation that lies whole beside the current one and doesn't count yet. Ends in `commit` or `discard`."""

    shelf: Shelf
    written: bool = True
    """False: it was there before, as with going back."""

    @property
    def articles(self) -> tuple[Article, ...]:
        return self.shelf.articles

    @property
    def marks(self) -> Marks:
        return self.shelf.ledger.marks

    @property
    def articles_folder(self) -> Path:
        return self.shelf.articles_folder

    @property
    def notices_folder(self) -> Path:
        return self.shelf.notices_folder
