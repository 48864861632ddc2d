"""The installed articles, kept in whole generations: `library/generations/0001`, `library/current` names the one that counts.

Whatever changes the content writes a generation beside the others, flushes it to the disk, and makes it the current one by one
rename; a power cut at any instant leaves the old or the new. The one before stays, to go back to. What can't be read is passed
over for the last whole one, and for the starter articles in the end: a broken disk narrows the kiosk and never empties it.
Decides nothing about trust.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kiosk.content.disk import why
from kiosk.content.draft import Checks, drafted, without
from kiosk.content.generation import Shelf
from kiosk.content.ledger import Ledger
from kiosk.content.lock import Lock
from kiosk.content.names import lies_beside
from kiosk.content.pack import OpenPack
from kiosk.content.shelves import Progress, Shelves
from kiosk.content.staged import Staged
from kiosk.content.starters import Starters
from kiosk.content.trust import Marks
from kiosk.errors import ContentError, LibraryError
from kiosk.model import Article
from kiosk.packs import Installed, Key, Refusal

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 600.0
"""Until a generation that could not be read is tried again."""


class Library:
    """The articles of one kiosk. `fault` is a line for staff when they could not be installed on its disk."""

    def __init__(self, folder: Path, starters: Path, checks: Checks | None = None) -> None:
        self._folder = folder
        self._shelves = Shelves(folder)
        self._starters = Starters(starters)
        self._checks = checks or Checks()
        self._lock = Lock(folder / "lock")
        self._bringing = Lock(folder / "incoming.lock")
        self.fault: LibraryError | None = None
        self.damage = ""
        """A line for staff where what should count can't be read; empty: it can."""
        self._damaged: int | None = None
        self._look_again_at = 0.0
        pointed = self._shelves.current()
        shelf = self._shelves.read_newest_whole()
        self._look_at_the_pointer(pointed, shelf)
        try:
            wanted = None if self.damage else self._starters.renewed(shelf)
        except ContentError as error:
            if shelf is None:
                raise
            log.warning("The starter articles are passed over for generation %04d: %s", shelf.number, error)
            wanted = None
        if shelf and wanted is None:
            self._shelf = shelf
        elif self.damage:
            self._shelf = self._starters.alone()  # nothing is written over what may be readable again tomorrow
        else:
            self._shelf = self._install_starters(wanted, shelf, pointed)
        self._sweep()

    @property
    def articles(self) -> tuple[Article, ...]:
        return self._shelf.articles

    @property
    def installed(self) -> tuple[Installed, ...]:
        return self._shelf.installed

    @property
    def generation(self) -> int:
        return self._shelf.number

    @property
    def articles_folder(self) -> Path:
        """Holds, beside each article, its example questions, calibration, spoken forms and vectors."""
        return self._shelf.articles_folder

    @property
    def notices_folder(self) -> Path:
        return self._shelf.notices_folder

    @property
    def marks(self) -> Marks:
        return self._shelf.ledger.marks

    def beside(self, article: str) -> dict[str, str]:
        """What lies beside an installed article: hashes by path."""
        files = self._shelf.ledger.files.items()
        return {path: sha256 for path, (_, sha256) in files if lies_beside(path, article)}

    @property
    def newest(self) -> date:
        """The latest day that any installed manifest was made."""
        return self._shelf.ledger.newest

    @property
    def incoming(self) -> Path:
        """Where packs are copied to before they are looked at."""
        return self._folder / "incoming"

    @property
    def can_roll_back(self) -> bool:
        return self._shelves.before(self.generation) is not None

    def changed_on_disk(self) -> bool:
        """Another process has made another generation the current one. One that can't be read is tried again now and then."""
        current = self._shelves.current()
        if current is None or current == self.generation:
            return False
        return current != self._damaged or time.monotonic() >= self._look_again_at

    def read_again(self) -> bool:
        """After `changed_on_disk`: whether other articles count now."""
        before = self.generation
        pointed = self._shelves.current()
        shelf = self._shelves.read_newest_whole()
        if shelf is not None:
            self._shelf = shelf
        self._look_at_the_pointer(pointed, shelf)
        return self.generation != before

    def _look_at_the_pointer(self, pointed: int | None, shelf: Shelf | None) -> None:
        """`pointed`: what was the current one; `shelf`: what could be read then. Another process may have switched between."""
        if pointed is None or (shelf is not None and shelf.number in (pointed, self._shelves.current())):
            self._damaged, self.damage = None, ""
            return
        self._damaged, self._look_again_at = pointed, time.monotonic() + LOOK_AGAIN_S
        stands_in = "the content before it" if shelf else "what came with the kiosk"
        self.damage = (
            f"The newest content (generation {pointed}) can't be read; {stands_in} is shown. "
            "Install the pack once more, and have the kiosk's disk looked at."
        )

    def _install_starters(self, files: Mapping[str, bytes] | None, before: Shelf | None, pointed: int | None) -> Shelf:
        """`pointed`: the generation that was the current one when they were looked at. Raises ContentError."""
        draft = self._starters.draft(files, before.ledger if before else Ledger())
        try:
            with self._lock:
                if self._shelves.current() != pointed and (newer := self._shelves.read_newest_whole()):
                    return newer  # another process was quicker
                shelf = self._shelves.write(draft, lambda done, total: None)
                self._shelves.switch_to(shelf.number, before.number if before else 0)
                self._shelves.forget_all_but(shelf.number, before.number if before else 0)
            return shelf
        except LibraryError as error:  # somebody takes long; the next start tries again
            self.fault = LibraryError(f"The articles that came with this version are not installed yet. {error}")
            return before or self._starters.alone()
        except OSError as error:
            self.fault = LibraryError(
                f"The articles can't be installed in {self._folder}: {why(error)}. "
                "The starter articles are shown; make room there, or make it writable for the kiosk's user."
            )
            return before or self._starters.alone()

    # ---- changing

    def stage(
        self,
        pack: OpenPack,
        signer: Key,
        taken: Collection[str] | None = None,
        on_progress: Progress = lambda done, total: None,
        latest: date = date.max,
        read: Mapping[str, Article] | None = None,
    ) -> Staged | Refusal:
        """The articles `taken` (by id, notices by `notices/LANGUAGE`; None: all) of a pack that counts, laid beside the others.
        `latest`: a day that is surely not over; the manifest's own counts no further. `read`: articles that were read before, by
        the SHA-256 of their files. Raises LibraryError when the library is busy or its disk is at fault."""
        with self._changing():
            draft = drafted(pack, signer, taken, self._shelf, self._checks, on_progress, latest, read)
            if isinstance(draft, Refusal):
                self._lock.free()
                return draft
            return Staged(self._shelves.write(draft, on_progress))

    def stage_removal(self, article: str) -> Staged:
        """Without this one. Raises LibraryError, also where it isn't installed or is the last."""
        with self._changing():
            return Staged(self._shelves.write(without(article, self._shelf), lambda done, total: None))

    def stage_rollback(self) -> Staged:
        """The generation before this one (or, gone back already, the one after). Raises LibraryError where there is none."""
        self._take()
        other = self._shelves.other(self.generation)
        if other is None:
            self._lock.free()
            raise LibraryError("There is no earlier content to go back to.")
        return Staged(other, written=False)

    def commit(self, staged: Staged) -> None:
        """The only switch: from here on it counts, whatever happens. Raises LibraryError, and nothing has changed."""
        before = self._shelf.number
        try:
            self._shelves.switch_to(staged.shelf.number, before)
        except OSError as error:
            self.discard(staged)
            raise self._at_fault(error) from error
        self._shelf = staged.shelf
        self._damaged, self.damage = None, ""
        self._shelves.forget_all_but(staged.shelf.number, before)
        self._lock.free()

    def discard(self, staged: Staged) -> None:
        if staged.written and self._shelves.current() != staged.shelf.number:
            shutil.rmtree(staged.shelf.folder, ignore_errors=True)
        self._lock.free()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Nobody else changes it until `commit` or `discard`, or until what is done in here comes to nothing. Raises LibraryError
        when the library is busy or its disk is at fault."""
        self._take()
        try:
            yield
        except OSError as error:
            self._lock.free()
            raise self._at_fault(error) from error
        except BaseException:
            self._lock.free()
            raise

    def _take(self) -> None:
        """Nobody else changes it from now on, and what somebody has changed is known. Raises LibraryError."""
        try:
            self._lock.take()
        except OSError as error:
            raise self._at_fault(error) from error
        if self._shelves.current() not in (None, self.generation):  # be it only that it could not be read a moment ago
            self.read_again()

    # ---- on the disk

    def keep_incoming(self) -> None:
        """Nobody sweeps packs that were brought away, until `free_incoming`. Raises LibraryError."""
        try:
            self._bringing.tries(shared=True)
        except OSError as error:
            raise self._at_fault(error) from error

    def free_incoming(self) -> None:
        self._bringing.free()

    def _sweep(self) -> None:
        """What a power cut left, unless somebody is at work just now."""
        _swept(self._lock, lambda: self._shelves.litter(self.generation))
        _swept(self._bringing, lambda: list(self.incoming.glob("*")))

    def _at_fault(self, error: OSError) -> LibraryError:
        return LibraryError(f"{self._folder}: the kiosk's disk can't be written: {why(error)}. Nothing has changed.")


def _swept(lock: Lock, litter: Callable[[], Sequence[Path]]) -> None:
    try:
        if not litter() or not lock.tries():
            return
        for path in litter():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("What an earlier import left can't be swept: %s", why(error))
    finally:
        lock.free()
