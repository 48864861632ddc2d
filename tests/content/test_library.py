"""Installed articles outlive power cuts, full disks and newer versions: the kiosk always has whole ones to show."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content import Library, open_library
from kiosk.content.library import KEPT, STARTERS, read_articles
from kiosk.errors import ContentError

NOWHERE = Path("no-such-folder")
"""Given as the starters' folder, it shows what the disk alone holds."""


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


def bring(folder: Path, generation: int, origin: str | None, *ids: str) -> None:
    """A generation as something else than a start of the kiosk puts it there."""
    for id in ids:
        write_article(folder / "generations" / f"{generation:04}" / "articles", id)
    if origin is not None:
        (folder / "generations" / f"{generation:04}" / "origin").write_text(origin, encoding="ascii")
    (folder / "current").write_text(f"{generation}\n", encoding="ascii")


def ids(library: Library) -> list[str]:
    return [article.id for article in library.articles]


def kept(folder: Path) -> list[str]:
    return sorted(entry.name for entry in (folder / "generations").iterdir())


# ---- starters


def test_a_first_start_installs_the_starters(tmp_path: Path, starters: Path) -> None:
    library = open_library(tmp_path / "home", starters)
    assert library.articles == read_articles(starters)
    assert (library.generation, library.fault) == (1, None)
    installed = tmp_path / "home" / "library" / "generations" / "0001"
    assert (installed / "origin").read_text() == f"{STARTERS}\n"
    assert (installed / "articles" / "cough.md").read_bytes() == (starters / "cough.md").read_bytes()
    assert (installed.parents[1] / "current").read_text() == "1\n"


def test_a_second_start_changes_nothing(folder: Path, starters: Path) -> None:
    Library(folder, starters)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert Library(folder, starters).generation == 1
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_starters_that_changed_since_are_installed_anew_and_the_last_ones_kept(folder: Path, starters: Path) -> None:
    for generation, words in enumerate(("Rest.", "Rest a bit.", "Rest well.", "Drink."), 1):
        write_article(starters, "cough", words)
        library = Library(folder, starters)
        assert (library.generation, library.articles) == (generation, read_articles(starters))
    assert KEPT == 2
    assert kept(folder) == ["0003", "0004"]
    shutil.rmtree(folder / "generations" / "0004")
    assert Library(folder, NOWHERE).articles[0].sections[0].text == "Rest well."


def test_a_starter_that_was_taken_back_is_gone(folder: Path, starters: Path) -> None:
    Library(folder, starters)
    (starters / "cough.md").unlink()
    assert ids(Library(folder, starters)) == ["hay-fever"]


@pytest.mark.parametrize("origin", ["clinic", "starters of the clinic", "", None])
def test_what_did_not_come_from_the_starters_is_never_replaced(
    folder: Path, starters: Path, origin: str | None
) -> None:
    Library(folder, starters)
    bring(folder, 2, origin, "flu")
    write_article(starters, "cough", "Drink.")
    library = Library(folder, starters)
    assert (library.generation, ids(library)) == (2, ["flu"])
    assert kept(folder) == ["0001", "0002"]


def test_broken_starters_leave_what_is_installed(folder: Path, starters: Path) -> None:
    before = Library(folder, starters).articles
    (starters / "cough.md").write_bytes(b"\xff")
    library = Library(folder, starters)
    assert (library.articles, library.generation, library.fault) == (before, 1, None)


def test_with_nothing_installed_and_no_starter_it_says_where_it_looked(folder: Path) -> None:
    with pytest.raises(ContentError, match=r"^There is no article in no-such-folder"):
        Library(folder, NOWHERE)


# ---- damage


def cut_article(generation: Path) -> None:
    file = generation / "articles" / "flu.md"
    file.write_bytes(file.read_bytes()[:9])


def lose_articles(generation: Path) -> None:
    shutil.rmtree(generation / "articles")


def lose_everything(generation: Path) -> None:
    shutil.rmtree(generation)


def become_a_file(generation: Path) -> None:
    shutil.rmtree(generation)
    generation.touch()


def twice_the_same(generation: Path) -> None:
    shutil.copy(generation / "articles" / "flu.md", generation / "articles" / "flu-2.md")


DAMAGES = [cut_article, lose_articles, lose_everything, become_a_file, twice_the_same]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_generation_is_passed_over_for_the_last_whole_one(
    folder: Path, starters: Path, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    bring(folder, 6, "clinic", "cold")
    bring(folder, 7, "clinic", "flu")
    damage(folder / "generations" / "0007")
    library = Library(folder, starters)
    assert (library.generation, ids(library), library.fault) == (6, ["cold"], None)
    assert kept(folder)[0] == "0006", "nothing was installed or thrown away"
    assert all("\n" not in record.getMessage() for record in caplog.records)


def test_where_every_generation_is_damaged_the_starters_are_installed_beside_them(folder: Path, starters: Path) -> None:
    bring(folder, 7, "clinic", "flu")
    cut_article(folder / "generations" / "0007")
    library = Library(folder, starters)
    assert (library.generation, library.articles) == (8, read_articles(starters))
    assert kept(folder) == ["0007", "0008"]


def test_a_generation_that_staff_went_back_to_stays_the_current_one(folder: Path, starters: Path) -> None:
    bring(folder, 3, "clinic", "flu")
    bring(folder, 2, "clinic", "cold")
    assert ids(Library(folder, starters)) == ["cold"]


@pytest.mark.parametrize("pointer", [b"", b"9\n", b"-1", b"four", b"\xff\xfe", b"7" * 5000])
def test_a_pointer_to_nowhere_means_the_newest_whole_one(folder: Path, starters: Path, pointer: bytes) -> None:
    bring(folder, 2, "clinic", "cold")
    bring(folder, 10, "clinic", "flu")
    (folder / "current").write_bytes(pointer)
    assert ids(Library(folder, starters)) == ["flu"]


def test_names_that_are_no_generations_are_left_alone(folder: Path, starters: Path) -> None:
    bring(folder, 2, "clinic", "cold")
    for name in ("0003.new", "lost+found", "²", "notes.txt"):
        (folder / "generations" / name).mkdir()
    assert ids(Library(folder, starters)) == ["cold"]


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


# ---- power and disk


class PowerCut(BaseException):
    """Not an error that anything could handle."""


def break_down(monkeypatch: pytest.MonkeyPatch, folder: Path, after: int, how: BaseException) -> None:
    """Lets `after` flushes reach the disk; at the next one, what was not flushed yet is lost."""
    flushed: set[int] = {path.stat().st_ino for path in folder.rglob("*")}
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


FLUSHES = 8
"""Of one installation: two articles, their origin, their folder, the generation, the generations, the pointer, the library."""


def test_an_installation_has_as_many_flushes_as_are_tried_here(
    folder: Path, starters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_down(monkeypatch, folder, FLUSHES, PowerCut())
    assert Library(folder, starters).generation == 1


@pytest.mark.parametrize("after", range(FLUSHES))
def test_a_power_cut_at_a_first_start_is_made_up_for_at_the_next(
    folder: Path, starters: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    with monkeypatch.context() as patch:
        break_down(patch, folder, after, PowerCut())
        with pytest.raises(PowerCut):
            Library(folder, starters)
    library = Library(folder, starters)
    assert (library.articles, library.fault) == (read_articles(starters), None)
    assert list(folder.rglob("generations/*.new")) == []


@pytest.mark.parametrize("after", range(FLUSHES))
def test_a_power_cut_while_installing_leaves_the_old_or_the_new(
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


@pytest.mark.parametrize("after", range(FLUSHES))
def test_a_full_disk_still_shows_the_articles_and_tells_staff(
    folder: Path, starters: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    with monkeypatch.context() as patch:
        break_down(patch, folder, after, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        library = Library(folder, starters)
    assert (library.articles, library.generation) == (read_articles(starters), 0)
    assert f"{folder}: No space left on device." in str(library.fault)
    assert Library(folder, starters).fault is None, "as soon as there is room"


@pytest.mark.parametrize("taken", [".", "generations", "current/"])
def test_a_folder_that_can_not_be_written_still_shows_the_articles_and_tells_staff(
    folder: Path, starters: Path, taken: str
) -> None:
    place = folder / taken
    place.parent.mkdir(parents=True, exist_ok=True)
    place.mkdir(parents=True) if taken == "current/" else place.touch()
    library = Library(folder, starters)
    assert library.articles == read_articles(starters)
    line = str(library.fault)
    assert str(folder) in line
    assert "make room there, or make it writable" in line
    assert line.isprintable(), "one line"
