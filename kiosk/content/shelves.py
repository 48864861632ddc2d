"""The folder that the generations lie in, and the pointer that says which of them counts."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kiosk.content import generation as generations
from kiosk.content import ledger as ledgers
from kiosk.content.disk import flush_folder, why, write_flushed
from kiosk.content.draft import Draft
from kiosk.content.generation import PARSED, Shelf
from kiosk.content.ledger import seal_of
from kiosk.errors import ContentError

log = logging.getLogger(__name__)

COUNTED = "counted"
"""A file in a generation that was the current one some time."""
Progress = Callable[[int, int], object]
"""Gets how many are done, and of how many."""


class Shelves:
    """Writes whole generations and reads whole ones. Who may write, and when, is the library's to see to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read_newest_whole(self) -> Shelf | None:
        """The current generation, else the newest that ever counted and can be read; None where there is none."""
        numbers = self.numbers()
        named = [number for number in self.pointer() if number in numbers]
        for number in named + [each for each in reversed(numbers) if each not in named and self._counted(each)]:
            try:
                return generations.read(number, self.place(number))
            except ContentError as error:
                log.warning("Generation %04d of the library is passed over: %s", number, error)
        return None

    def numbers(self) -> list[int]:
        try:
            names = [entry.name for entry in (self.folder / "generations").iterdir()]
        except OSError:
            return []
        return sorted(int(name) for name in names if name.isdecimal() and name.isascii())

    def current(self) -> int | None:
        return next(iter(self.pointer()), None)

    def pointer(self) -> list[int]:
        """The current generation, and the one that was current before it."""
        try:
            return [int(line) for line in (self.folder / "current").read_text(encoding="ascii").split()]
        except (OSError, ValueError):
            return []

    def place(self, number: int) -> Path:
        return self.folder / "generations" / f"{number:04}"

    def _counted(self, number: int) -> bool:
        """It was the current one some time. Those of before there were ledgers don't say, and all were."""
        place = self.place(number)
        return (place / COUNTED).exists() or not (place / ledgers.NAME).exists()

    def other(self, now: int) -> Shelf | None:
        """The generation to go back to, where it is whole."""
        try:
            return generations.read(number, self.place(number)) if (number := self.before(now)) else None
        except ContentError:
            return None

    def before(self, now: int) -> int | None:
        """Never one that was written and not made the current one."""
        there = [number for number in self.numbers() if number != now]
        named = [number for number in self.pointer()[1:] if number in there]
        older = [number for number in reversed(there) if number < now and self._counted(number)]
        return next(iter(named or older), None)

    # ---- writing

    def write(self, draft: Draft, on_progress: Progress) -> Shelf:
        """Raises OSError; then nothing of it stays."""
        number = max((*self.numbers(), *self.pointer()), default=0) + 1
        place = self.place(number)
        staging = place.with_name(f"{place.name}.new")
        shutil.rmtree(staging, ignore_errors=True)
        try:
            read = {seal_of(draft.files[path])[1]: article for path, article in draft.articles.items()}
            files = {**draft.files, PARSED: generations.packed(read)}
            for done, (path, content) in enumerate(files.items()):
                on_progress(len(files) + done, 2 * len(files))
                (staging / path).parent.mkdir(parents=True, exist_ok=True)
                write_flushed(staging / path, content)
            ledger = replace(draft.ledger, files={path: seal_of(content) for path, content in files.items()})
            write_flushed(staging / ledgers.NAME, ledgers.written(ledger))
            for folder in sorted({(staging / path).parent for path in files} | {staging}, reverse=True):
                flush_folder(folder)
            staging.rename(place)
            flush_folder(place.parent)
        except OSError:
            shutil.rmtree(staging, ignore_errors=True)
            shutil.rmtree(place, ignore_errors=True)
            raise
        articles = tuple(sorted(draft.articles.values(), key=lambda each: each.id))
        return Shelf(number, place, articles, ledger)

    def switch_to(self, number: int, before: int) -> None:
        """Raises OSError, and nothing has changed: past the rename it has happened, and a flush that fails then only leaves open
        which of the two a power cut would keep."""
        if not (mark := self.place(number) / COUNTED).exists():
            write_flushed(mark, b"")
        pointer = self.folder / "current"
        draft = pointer.with_suffix(".new")
        write_flushed(draft, "".join(f"{each}\n" for each in (number, before) if each).encode("ascii"))
        draft.replace(pointer)
        try:
            flush_folder(self.folder)
        except OSError as error:
            log.warning("Generation %04d counts, but its disk is at fault: %s", number, why(error))

    def forget_all_but(self, *kept: int) -> None:
        """The current one, and the one to go back to."""
        for number in self.numbers():
            if number not in kept:
                shutil.rmtree(self.place(number), ignore_errors=True)

    def litter(self, now: int) -> list[Path]:
        """What a power cut left half-made, and generations that never counted. Where the pointer is lost, none surely is one."""
        drafts = [path for path in (self.folder / "generations").glob("*.new") if path.stem.isdecimal()]
        if not now or self.current() != now:
            return drafts
        kept = (now, self.before(now))
        return [*drafts, *(self.place(number) for number in self.numbers() if number not in kept)]
