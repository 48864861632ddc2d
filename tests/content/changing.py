"""What is done to a library while the power is cut, the process killed or the disk at fault: real changes of a real one."""

from __future__ import annotations

from pathlib import Path

from kiosk.content import Library
from kiosk.content.bringing import bring, checked, forget
from kiosk.content.pack import open_pack
from kiosk.content.staged import Staged
from kiosk.packs import Refusal
from tests.packs import CLINIC_KEY, good, lying

STARTERS = Path("no-such-folder")
"""What staff brought is there already."""


class RefusedError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal.problem))
        self.refusal = refusal


def prepared(folder: Path) -> Path:
    """A library with two generations of the clinic's, and the next pack on a stick."""
    starters = folder / "starters"
    lying(starters, "cough.md", b"---\nid: cough\ntitle: Cough\n---\n\nIt goes away.\n")
    library = Library(folder / "library", starters)
    for version, more in ((1, ""), (2, " or tea")):
        commit(library, lying(folder / "stick", "riverside.kioskpack", good(version=version, more=more)))
    lying(folder / "stick", "riverside.kioskpack", good("hiccups", "yawning", version=3, more=" and rest again"))
    return folder


def commit(library: Library, source: Path) -> None:
    copy = bring(source, library.incoming)
    if isinstance(copy, Refusal):
        raise RefusedError(copy)
    if refusal := checked(copy):
        raise RefusedError(refusal)
    pack = open_pack(copy)
    if isinstance(pack, Refusal):
        raise RefusedError(pack)
    with pack:
        staged = library.stage(pack, CLINIC_KEY)
    if isinstance(staged, Refusal):
        raise RefusedError(staged)
    library.commit(staged)
    forget(copy)


def opened(folder: Path) -> Library:
    return Library(folder / "library", STARTERS)


def install(folder: Path) -> None:
    commit(opened(folder), folder / "stick" / "riverside.kioskpack")


def roll_back(folder: Path) -> None:
    library = opened(folder)
    library.commit(library.stage_rollback())


def remove(folder: Path) -> None:
    library = opened(folder)
    staged: Staged = library.stage_removal("cough")
    library.commit(staged)


DEEDS = {"install": install, "roll back": roll_back, "remove": remove}


def words(library: Library) -> tuple[str, ...]:
    """All that visitors would read."""
    return tuple(f"{article.id}: {section.text}" for article in library.articles for section in article.sections)
