"""What the kiosk knows: articles, and the library they are installed in.

`markdown` reads the format, `article` its meaning: a Markdown file with front matter becomes an `Article`, or is refused with one
line that says what is wrong and where. `sentences` cuts text so that every sentence stands letter for letter in it.
`library` keeps installed articles in whole generations, so that a power cut leaves the old or the new, never half.

Signed packs will come in through a door of their own and end in the same library.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.content.library import Library

__all__ = ["Library", "open_library"]


def open_library(home: Path, starters: Path) -> Library:
    """The library under `home`; a first start, or starters that have changed since, installs those of the folder `starters`."""
    return Library(home / "library", starters)
