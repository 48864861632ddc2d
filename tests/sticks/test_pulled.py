"""Sticks that are pulled out, die or are full, on real mounts: whatever happens, one line, and nothing half-copied stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.content.bringing import BLOCK, Unwanted, bring, checked
from kiosk.packs import PackProblem, Refusal
from tests.packs import article, lying, sealed
from tests.sticks.mounted import by_a_program, image, mounted

pytestmark = pytest.mark.mounts
LARGE = 12 * BLOCK


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Of a stick: a pack of a few megabytes."""
    files = {"articles/hiccups.md": article("hiccups"), "articles/hiccups.vectors.npz": os.urandom(LARGE)}
    lying(tmp_path / "content", "riverside.kioskpack", sealed(files))
    return tmp_path / "content"


def nothing_stays(incoming: Path) -> bool:
    return not any(path.is_file() for path in incoming.rglob("*"))


def test_a_stick_that_stays_in_is_copied_to_the_last_byte(tmp_path: Path, content: Path) -> None:
    with mounted(image(tmp_path / "stick.img", 20, content), tmp_path / "stick", "ro") as stick:
        copy = bring(stick / "riverside.kioskpack", tmp_path / "incoming")
    assert isinstance(copy, Path)
    assert checked(copy) is None
    assert copy.read_bytes() == (content / "riverside.kioskpack").read_bytes()


def test_a_stick_whose_end_is_gone_mid_copy_is_a_stick_that_can_t_be_read(tmp_path: Path, content: Path) -> None:
    file = image(tmp_path / "stick.img", 20, content)

    def pull(done: int, total: int) -> None:
        if done == BLOCK:
            os.truncate(file, 1_000_000)
            Path("/proc/sys/vm/drop_caches").write_text("3")

    with mounted(file, tmp_path / "stick", "ro") as stick:
        refusal = bring(stick / "riverside.kioskpack", tmp_path / "incoming", pull)
    assert isinstance(refusal, Refusal)
    assert (refusal.problem, refusal.detail) == (PackProblem.STICK_GONE, "Input/output error")
    assert nothing_stays(tmp_path / "incoming")


def test_a_stick_whose_driver_dies_mid_copy_is_a_stick_that_can_t_be_read(tmp_path: Path, content: Path) -> None:
    file = image(tmp_path / "stick.img", 20, content)
    with by_a_program(file, tmp_path / "stick") as program:

        def die(done: int, total: int) -> None:
            if done == BLOCK:
                program.kill()
                program.wait()

        refusal = bring(tmp_path / "stick" / "riverside.kioskpack", tmp_path / "incoming", die)
        assert isinstance(refusal, Refusal)
        assert refusal.problem is PackProblem.STICK_GONE
        again = bring(tmp_path / "stick" / "riverside.kioskpack", tmp_path / "incoming")
        assert isinstance(again, Refusal)
        assert again.problem is PackProblem.STICK_GONE, "and so it stays"
    assert nothing_stays(tmp_path / "incoming")


def test_a_stick_pulled_by_the_nurse_mid_copy_is_broken_off_when_nobody_waits_any_more(
    tmp_path: Path, content: Path
) -> None:
    with mounted(image(tmp_path / "stick.img", 20, content), tmp_path / "stick", "ro") as stick:
        seen: list[int] = []
        with pytest.raises(Unwanted):
            bring(
                stick / "riverside.kioskpack",
                tmp_path / "incoming",
                lambda done, total: seen.append(done),
                lambda: len(seen) < 3,
            )
    assert nothing_stays(tmp_path / "incoming")


def test_a_kiosk_s_disk_that_is_full_says_so(tmp_path: Path, content: Path) -> None:
    (tmp_path / "empty").mkdir()
    with mounted(image(tmp_path / "disk.img", 4, tmp_path / "empty"), tmp_path / "disk") as disk:
        refusal = bring(content / "riverside.kioskpack", disk / "incoming")
        assert nothing_stays(disk / "incoming")
    assert isinstance(refusal, Refusal)
    assert refusal.problem is PackProblem.NO_ROOM
    assert "MB free" in refusal.detail


def test_a_kiosk_s_disk_that_fills_up_mid_copy_says_so_too(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else writes to it, past what was counted before."""
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr("kiosk.content.bringing.SPARE", -2 * LARGE - 1_000_000)
    with mounted(image(tmp_path / "disk.img", 4, tmp_path / "empty"), tmp_path / "disk") as disk:
        refusal = bring(content / "riverside.kioskpack", disk / "incoming")
        assert nothing_stays(disk / "incoming")
    assert isinstance(refusal, Refusal)
    assert (refusal.problem, refusal.detail) == (PackProblem.NO_ROOM, "No space left on device")


def test_a_kiosk_s_disk_that_can_t_be_written_is_a_fault_of_the_kiosk_s(tmp_path: Path, content: Path) -> None:
    (tmp_path / "empty").mkdir()
    with mounted(image(tmp_path / "disk.img", 4, tmp_path / "empty"), tmp_path / "disk", "ro") as disk:
        refusal = bring(content / "riverside.kioskpack", disk / "incoming")
    assert isinstance(refusal, Refusal)
    assert (refusal.problem, refusal.detail) == (PackProblem.DISK_FAULT, "Read-only file system")
