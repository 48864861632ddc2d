"""What the kiosk knows: articles, and the library they are installed in.

`markdown` reads the format, `article` its meaning: a Markdown file with front matter becomes an `Article`, or is refused with one
line that says what is wrong and where. `sentences` cuts text so that every sentence stands letter for letter in it.
`library` keeps installed articles in whole generations, so that a power cut leaves the old or the new, never half.

A signed pack ends in the same library: `pack` reads and writes the file, `trust` decides (purely) whether it counts, the library
stages it beside the old content and switches. `importing` turns what authors have (.txt, .md, .html, .docx) into Markdown,
`lint` says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from kiosk.content.draft import Checks
from kiosk.content.library import Library
from kiosk.events import Ticket

__all__ = ["Importing", "Library", "open_library"]


class Importing(Protocol):
    """What the session asks of whoever changes the content. Every call returns at once; news comes by mailbox. One thing at a
    time: a call while another is under way is answered with ContentFailed."""

    def bring(self, ticket: Ticket, pack: Path) -> None:
        """Copy it to the kiosk's own disk and check it. Posts ImportMoved, StickFree, then PackReady or PackRefused."""
        ...

    def install(self, ticket: Ticket, articles: Collection[str]) -> None:
        """These articles (and removals) of the pack that was brought last. Posts ImportMoved, then LibraryChanged,
        ContentStatusChanged and ContentDone; or PackRefused or ContentFailed, and nothing has changed."""
        ...

    def forget(self) -> None:
        """The pack that was brought last is not wanted; a copy under way is broken off."""
        ...

    def roll_back(self, ticket: Ticket) -> None:
        """To the content before. Posts as `install`."""
        ...

    def remove(self, ticket: Ticket, article: str) -> None:
        """Posts as `install`."""
        ...

    def read_key(self, ticket: Ticket, file: Path) -> None:
        """Posts KeyRead or ContentFailed."""
        ...

    def add_key(self, ticket: Ticket, name: str) -> None:
        """The key that was read last counts from now on, under this name. Posts ContentStatusChanged and ContentDone, or
        ContentFailed."""
        ...

    def revoke_key(self, ticket: Ticket, name: str) -> None:
        """Posts as `add_key`. What it signed stays installed, with a line to staff."""
        ...

    def export(self, ticket: Ticket, folder: Path) -> None:
        """Counts and logs for support, to a stick that is meant for it. Posts ContentDone or ContentFailed."""
        ...


def open_library(home: Path, starters: Path, checks: Checks | None = None) -> Library:
    """The library under `home`; a first start, or starters that have changed since, installs those of the folder `starters`.
    `checks`: what other rooms have to say of content that comes in."""
    return Library(home / "library", starters, checks)
