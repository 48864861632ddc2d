"""What lies on a stick that is meant for a kiosk; all else on it, and there is much, is passed over."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.sticks.listing import MOST_FOUND, listed


def names(folder: Path) -> tuple[list[str], list[str]]:
    packs, keys = listed(folder)
    return [each.path.name for each in packs], [each.path.name for each in keys]


def lay(file: Path, at: int = 0) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x")
    os.utime(file, (at, at))
    return file


def test_packs_and_keys_are_found_at_the_root_and_one_folder_down_the_newest_first(tmp_path: Path) -> None:
    lay(tmp_path / "old.kioskpack", 1)
    lay(tmp_path / "for the kiosk" / "NEW.KIOSKPACK", 3)
    lay(tmp_path / "office.pub", 2)
    lay(tmp_path / "a" / "b" / "deep.kioskpack", 4)
    lay(tmp_path / "letter.docx", 5)
    assert names(tmp_path) == (["NEW.KIOSKPACK", "old.kioskpack"], ["office.pub"])


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.kioskpack",
        "._a.kioskpack",
        ".syncthing.a.kioskpack.tmp",
        "~syncthing~a.kioskpack.tmp",
        "a.kioskpack.part",
        "a.kioskpack.tmp",
        "a.kioskpack.crdownload",
        "System Volume Information/a.kioskpack",
        "$RECYCLE.BIN/a.kioskpack",
        ".Trash-1000/a.kioskpack",
        "lost+found/a.kioskpack",
        "a\u202eb.kioskpack",
    ],
)
def test_what_is_half_written_thrown_away_or_hidden_is_no_pack(tmp_path: Path, name: str) -> None:
    lay(tmp_path / name)
    assert names(tmp_path) == ([], [])


def test_what_can_not_be_looked_at_hides_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder and a file of a stick that is worn out."""
    lay(tmp_path / "good.kioskpack")
    lay(tmp_path / "worn" / "lost.kioskpack")
    lay(tmp_path / "worn.kioskpack")
    real = os.scandir

    class Worn:
        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.name, self.path = entry.name, entry.path

        def stat(self, **_: object) -> os.stat_result:
            raise OSError(errno.EIO, "Input/output error")

        is_dir = stat

    @contextmanager
    def scanned(folder: Path) -> Iterator[Iterator[object]]:
        if Path(folder).name == "worn":
            raise OSError(errno.EIO, "Input/output error")
        with real(folder) as entries:
            yield (Worn(entry) if entry.name == "worn.kioskpack" else entry for entry in entries)

    monkeypatch.setattr("kiosk.sticks.listing.os.scandir", scanned)
    assert names(tmp_path) == (["good.kioskpack"], [])


def test_links_pipes_and_folders_are_no_packs(tmp_path: Path) -> None:
    (tmp_path / "link.kioskpack").symlink_to(lay(tmp_path / "elsewhere" / "deep" / "a.kioskpack"))
    (tmp_path / "linked").symlink_to(tmp_path / "elsewhere" / "deep")
    os.mkfifo(tmp_path / "pipe.kioskpack")
    (tmp_path / "folder.kioskpack").mkdir()
    assert names(tmp_path) == ([], [])


def test_a_name_that_is_no_text_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.kioskpack")).write_bytes(b"x")
    assert names(tmp_path) == ([], [])


def test_a_stick_full_of_files_is_looked_at_no_longer_than_others(tmp_path: Path) -> None:
    for number in range(MOST_FOUND + 50):
        lay(tmp_path / f"{number}.kioskpack")
    assert len(listed(tmp_path)[0]) == MOST_FOUND


def test_a_stick_that_is_gone_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        listed(tmp_path / "gone")
