"""Sticks and watched folders are noticed as they come and go, whatever lies on them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event as Flag

import pytest

from kiosk.events import Event, SourcesChanged
from kiosk.packs import Source, SourceKind
from kiosk.sticks import listing
from kiosk.sticks.drives import read_mountinfo
from kiosk.sticks.watcher import Watcher
from tests.packs import lying
from tests.sticks.mounted import image, mounted

LONG_S = 20.0


class News:
    """What the watcher posts."""

    def __init__(self) -> None:
        self.posted: SimpleQueue[Event] = SimpleQueue()

    def until(self, holds: Callable[[tuple[Source, ...]], bool]) -> tuple[Source, ...]:
        deadline = time.monotonic() + LONG_S
        while (left := deadline - time.monotonic()) > 0:
            try:
                news = self.posted.get(timeout=left)
            except Empty:
                break
            assert isinstance(news, SourcesChanged)
            if holds(news.sources):
                return news.sources
        raise AssertionError("the watcher has never told")


@pytest.fixture
def news() -> News:
    return News()


@pytest.fixture
def watching(news: News, tmp_path: Path) -> Iterator[Callable[..., Watcher]]:
    opened: list[Watcher] = []

    def open_one(*folders: Path, **more: object) -> Watcher:
        watcher = Watcher(tmp_path / "media", folders, news.posted.put, look_s=0.05, **more)  # type: ignore[arg-type]
        opened.append(watcher)
        return watcher

    yield open_one
    for watcher in opened:
        watcher.close()


def packs(sources: tuple[Source, ...]) -> list[str]:
    return [pack.name for source in sources for pack in source.packs]


def test_a_file_in_a_watched_folder_counts_once_nobody_writes_to_it(
    news: News, watching: Callable[..., Watcher], tmp_path: Path
) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    watching(drop)
    news.until(lambda sources: len(sources) == 1)
    part = lying(drop, ".syncthing.november.kioskpack.tmp", b"half")
    part.rename(drop / "november.kioskpack")
    [source] = news.until(lambda sources: packs(sources) == ["november.kioskpack"])
    assert (source.kind, source.name, source.fault) == (SourceKind.FOLDER, "drop", "")
    (drop / "november.kioskpack").unlink()
    news.until(lambda sources: packs(sources) == [])


def test_a_file_that_grows_is_waited_for(news: News, watching: Callable[..., Watcher], tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    file = lying(drop, "a.kioskpack", b"x")
    watcher = watching(drop)
    for _ in range(20):
        with file.open("ab") as out:
            out.write(b"x")
        time.sleep(0.02)
    watcher.close()
    told = []
    while not news.posted.empty():
        told.append(news.posted.get())
    size = file.stat().st_size
    assert size == 21
    assert len(told) <= 3, "not told again and again while it grows"


def test_a_folder_that_is_not_there_is_said_and_its_coming_noticed(
    news: News, watching: Callable[..., Watcher], tmp_path: Path
) -> None:
    watching(tmp_path / "later")
    [source] = news.until(lambda sources: len(sources) == 1)
    assert source.fault == "No such file or directory"
    lying(tmp_path / "later", "a.kioskpack", b"x")
    news.until(lambda sources: packs(sources) == ["a.kioskpack"] and sources[0].fault == "")


def test_a_pack_that_is_replaced_is_told_again(news: News, watching: Callable[..., Watcher], tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    lying(drop, "a.kioskpack", b"old")
    watching(drop)
    news.until(lambda sources: packs(sources) == ["a.kioskpack"])
    lying(tmp_path / "beside", "a.kioskpack", b"newer").rename(drop / "a.kioskpack")
    news.until(lambda sources: packs(sources) == ["a.kioskpack"])


def test_a_stick_that_never_answers_leaves_the_others_alone(
    news: News, watching: Callable[..., Watcher], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead, alive, answered = tmp_path / "dead", tmp_path / "alive", Flag()
    dead.mkdir()
    lying(alive, "a.kioskpack", b"x")

    def listed(folder: Path) -> object:
        if folder == dead:
            answered.wait(LONG_S)
        return listing.listed(folder)

    monkeypatch.setattr("kiosk.sticks.watcher.listed", listed)
    watching(dead, alive, hanging_s=0.1)
    sources = news.until(lambda sources: packs(sources) == ["a.kioskpack"])
    assert sources[0].fault == "it does not answer"
    answered.set()
    news.until(lambda sources: sources[0].fault == "")


def test_sticks_of_which_the_system_tells_are_named_as_they_are_labelled(
    news: News, watching: Callable[..., Watcher], tmp_path: Path
) -> None:
    stick = tmp_path / "NURSE"
    lying(stick, "office.pub", b"x")
    lsblk = {
        "blockdevices": [
            {"path": "/dev/sdz", "maj:min": "8:99", "label": "Nurse\x1b 1", "rm": True, "tran": "usb", "type": "disk"}
        ]
    }
    watching(mountinfo=lambda: f"1 1 8:99 / {stick} ro,relatime - vfat /dev/sdz ro\n", lsblk=lambda: json.dumps(lsblk))
    [source] = news.until(lambda sources: len(sources) == 1)
    assert (source.name, source.kind) == ("Nurse 1", SourceKind.STICK), "and nothing speaks to a terminal"
    assert [key.name for key in source.keys] == ["office.pub"]


def test_mounts_that_can_t_be_read_are_no_end_of_the_watch(
    news: News, watching: Callable[..., Watcher], tmp_path: Path
) -> None:
    def broken() -> str:
        raise PermissionError(13, "Permission denied")

    lying(tmp_path / "drop", "a.kioskpack", b"x")
    watching(tmp_path / "drop", mountinfo=broken)
    news.until(lambda sources: packs(sources) == ["a.kioskpack"])


@pytest.mark.mounts
def test_a_stick_is_noticed_as_it_is_mounted_and_as_it_goes(news: News, tmp_path: Path) -> None:
    """A real mount, and the kernel's own word that it came: the watcher looks by itself only every ten minutes."""
    lying(tmp_path / "content", "november.kioskpack", b"x")
    file = image(tmp_path / "stick.img", 4, tmp_path / "content")
    watcher = Watcher(tmp_path / "media", (), news.posted.put, look_s=600.0)
    try:
        news.until(lambda sources: sources == ())
        with mounted(file, tmp_path / "media" / "CLINIC NEWS", "ro", "nosuid", "nodev", "noexec") as stick:
            assert os.fspath(stick).replace(" ", "\\040") in read_mountinfo()
            [source] = news.until(lambda sources: len(sources) == 1)
            assert (source.name, source.kind, packs((source,))) == (
                "CLINIC NEWS",
                SourceKind.STICK,
                ["november.kioskpack"],
            )
        news.until(lambda sources: sources == ())
    finally:
        watcher.close()
