"""What the library counts on: flushes that hold, an origin that is read to the letter, and nothing else on its disk."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content import Library
from kiosk.content.generation import Shelf, read_articles
from kiosk.content.lock import Lock
from kiosk.content.shelves import Shelves
from kiosk.errors import ContentError

NOWHERE = Path("no-such-folder")
"""Given as the starters' folder, it shows what the disk alone holds."""
FLUSHES = 10
"""Of one installation: two articles, what was read in them, the ledger, their folder, the generation, the generations, that it
counts, the pointer, the library."""


def write_article(folder: Path, id: str, words: str = "Rest a lot.") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{id}.md").write_text(f"---\nid: {id}\ntitle: {id}\n---\n\n{words}\n", encoding="utf-8")
    return folder


@pytest.fixture
def starters(tmp_path: Path) -> Path:
    write_article(tmp_path / "starters", "cough")
    return write_article(tmp_path / "starters", "hay-fever")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Not there yet."""
    return tmp_path / "home" / "library"


# ---- flushes


class PowerCut(BaseException):
    """Not an error that anything could handle."""


def break_down(monkeypatch: pytest.MonkeyPatch, folder: Path, after: int, how: BaseException) -> None:
    """Lets `after` flushes reach the disk; at the next one, half of each file that was not flushed yet is lost."""
    flushed = {path.stat().st_ino for path in folder.rglob("*")}
    flushes = 0

    def fsync(descriptor: int) -> None:
        nonlocal flushes
        if flushes == after:
            for path in folder.rglob("*"):
                if path.is_file() and path.stat().st_ino not in flushed:
                    os.truncate(path, path.stat().st_size // 2)
            raise how
        flushes += 1
        flushed.add(os.fstat(descriptor).st_ino)

    monkeypatch.setattr("os.fsync", fsync)


def test_no_flush_is_left_untried_here(folder: Path, starters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_down(monkeypatch, folder, FLUSHES, PowerCut())
    assert Library(folder, starters).generation == 1


@pytest.mark.parametrize("after", range(FLUSHES))
def test_what_was_not_flushed_when_the_power_went_is_not_counted_on(
    folder: Path, starters: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    old = Library(folder, starters).articles
    for id in ("cough", "hay-fever"):
        write_article(starters, id, "Drink a lot.")
    with monkeypatch.context() as patch:
        break_down(patch, folder, after, PowerCut())
        with pytest.raises(PowerCut):
            Library(folder, starters)
    new = read_articles(starters)
    assert Library(folder, NOWHERE).articles == (new if after == FLUSHES - 1 else old)
    assert Library(folder, starters).articles == new
    assert list(folder.rglob("generations/*.new")) == [], "nothing half-written stays"


def test_past_the_switch_it_has_happened_and_a_flush_that_fails_then_takes_nothing_back(
    folder: Path, starters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        break_down(patch, folder, FLUSHES - 1, OSError(errno.EIO, os.strerror(errno.EIO)))
        library = Library(folder, starters)
    assert (library.generation, library.fault) == (1, None)
    assert Library(folder, NOWHERE).articles == library.articles


@pytest.mark.parametrize("after", range(FLUSHES - 1))
def test_a_full_disk_still_shows_the_articles_and_tells_staff_until_there_is_room(
    folder: Path, starters: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    with monkeypatch.context() as patch:
        break_down(patch, folder, after, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        library = Library(folder, starters)
    assert (library.articles, library.generation) == (read_articles(starters), 0)
    assert f"{folder}: No space left on device." in str(library.fault)
    assert Library(folder, starters).fault is None


# ---- what else may lie there


def bring(folder: Path, generation: int, origin: str | None, id: str) -> None:
    """As staff's content will lie there, and its generation the current one."""
    place = folder / "generations" / f"{generation:04}"
    write_article(place / "articles", id)
    if origin is not None:
        (place / "origin").write_text(origin, encoding="ascii")
    (folder / "current").write_text(f"{generation}\n", encoding="ascii")


@pytest.mark.parametrize("origin", ["starters of the clinic", "", None])
def test_only_what_surely_is_a_copy_of_the_starters_is_replaced(
    folder: Path, starters: Path, origin: str | None
) -> None:
    bring(folder, 1, origin, "flu")
    library = Library(folder, starters)
    assert ([article.id for article in library.articles], library.generation) == (["flu"], 1)


def test_a_generation_that_staff_went_back_to_stays_the_current_one(folder: Path, starters: Path) -> None:
    bring(folder, 3, "clinic", "flu")
    bring(folder, 2, "clinic", "cold")
    library = Library(folder, starters)
    assert ([article.id for article in library.articles], library.generation) == (["cold"], 2)


def test_two_articles_with_one_id_are_both_named(starters: Path) -> None:
    (starters / "pollen.md").write_bytes((starters / "hay-fever.md").read_bytes())
    with pytest.raises(ContentError) as refused:
        read_articles(starters)
    assert str(refused.value) == (
        f"pollen.md: has the id 'hay-fever', as hay-fever.md has in {starters}; take one out, or change its id"
    )


def test_a_second_start_writes_nothing(folder: Path, starters: Path) -> None:
    Library(folder, starters)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    Library(folder, starters)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@given(st.data(), st.one_of(st.binary(max_size=60), st.just(b"---\ntitle: cough\n---\n\nSmoke.\n")))
@settings(max_examples=60, deadline=None)
def test_no_bytes_in_a_file_of_the_library_come_between_a_visitor_and_the_starters(
    data: st.DataObject, raw: bytes
) -> None:
    with tempfile.TemporaryDirectory() as home:
        starters, folder = write_article(Path(home, "starters"), "cough"), Path(home, "library")
        wanted = Library(folder, starters).articles
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        data.draw(st.sampled_from(files)).write_bytes(raw)
        library = Library(folder, starters)
        assert (library.articles, library.fault) == (wanted, None)


# ---- packs that lie on its disk, and generations that never counted


def staged_and_left(folder: Path) -> int:
    """The power goes after the generation is written and before it counts. Its number."""
    library = Library(folder, NOWHERE)
    number = library.generation + 1
    place = folder / "generations" / f"{number:04}"
    shutil.copytree(folder / "generations" / f"{library.generation:04}", place)
    (place / "counted").unlink()
    return number


def test_a_generation_that_never_counted_is_not_fallen_back_upon(folder: Path, starters: Path) -> None:
    library = Library(folder, starters)
    staged_and_left(folder)
    (folder / "current").write_text("7\n", encoding="ascii")
    assert Library(folder, NOWHERE).generation == library.generation
    (folder / "current").unlink()
    assert Library(folder, NOWHERE).generation == library.generation


def test_the_next_generation_is_numbered_past_whatever_the_pointer_names(folder: Path, starters: Path) -> None:
    write_article(starters, "yawning", "Sleep more.")
    Library(folder, starters)
    (folder / "current").write_text("7\n1\n", encoding="ascii")
    library = Library(folder, starters)
    library.commit(library.stage_removal("yawning"))
    assert (library.generation, library.damage) == (8, "")


def test_of_two_first_starts_at_once_both_keep_what_they_read(
    folder: Path, starters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quicker: list[Library] = []
    looks = Shelves.read_newest_whole

    def meanwhile(shelves: Shelves) -> Shelf | None:
        found = looks(shelves)
        monkeypatch.setattr(Shelves, "read_newest_whole", looks)
        quicker.append(Library(folder, starters))
        return found

    monkeypatch.setattr(Shelves, "read_newest_whole", meanwhile)
    slower = Library(folder, starters)
    assert (slower.generation, slower.fault) == (1, None)
    assert all(library.articles_folder.is_dir() for library in (slower, *quicker))


def test_while_somebody_changes_the_content_a_first_start_shows_the_starters_and_says_so(
    folder: Path, starters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lock.__init__, "__defaults__", (0.1,))
    with Lock(folder / "lock"):
        library = Library(folder, starters)
    assert (library.articles, library.generation) == (read_articles(starters), 0)
    assert "not installed yet" in str(library.fault)
    again = Library(folder, starters)
    assert (again.generation, again.fault) == (1, None)


def test_a_pack_that_somebody_looks_at_is_not_swept_away_by_another_process(folder: Path, starters: Path) -> None:
    library = Library(folder, starters)
    library.keep_incoming()
    copy = library.incoming / "abc" / "a.kioskpack"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"under review")
    Library(folder, starters)
    assert copy.read_bytes() == b"under review"
    library.free_incoming()
    Library(folder, starters)
    assert list(library.incoming.iterdir()) == [], "left by a power cut: nobody holds it any more"
