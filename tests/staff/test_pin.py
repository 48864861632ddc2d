"""The staff PIN: nothing but the right one opens, wrong ones wait, and no restart, damage or odd letter changes that."""

from __future__ import annotations

import errno
import json
import logging
import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.cli.main import main
from kiosk.events import PinJudged, PinVerdict
from kiosk.staff import open_guard
from kiosk.staff.pin import FIRST_WAIT_S, FREE, LONGEST_WAIT_S, SECTOR, Pin, is_too_simple, wait_after
from tests.sticks.mounted import image, mounted

RIGHT, OTHER = "7302", "9917"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pin(tmp_path: Path, clock: Clock) -> Pin:
    pin = Pin(tmp_path, clock)
    assert pin.choose(RIGHT) is PinVerdict.TAKEN
    return pin


def test_there_is_no_pin_from_the_factory(tmp_path: Path, clock: Clock) -> None:
    pin = Pin(tmp_path, clock)
    assert not pin.is_set
    assert pin.check("0000") is PinVerdict.NOT_SET
    assert not pin.was_asked
    pin.ask_once()
    assert Pin(tmp_path, clock).was_asked


def test_the_right_one_opens_and_a_wrong_one_does_not(pin: Pin) -> None:
    assert pin.check(OTHER) is PinVerdict.WRONG
    assert pin.check(RIGHT) is PinVerdict.RIGHT


def test_the_file_tells_nobody_what_it_is(pin: Pin, tmp_path: Path) -> None:
    file = tmp_path / "pin.json"
    assert RIGHT not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first = file.read_text()
    pin.choose(RIGHT)
    assert file.read_text() != first, "the same PIN looks different each time"


def test_after_five_wrong_ones_each_further_try_must_wait_longer(pin: Pin, clock: Clock) -> None:
    verdicts = [pin.check(OTHER) for _ in range(FREE)]
    assert verdicts == [PinVerdict.WRONG] * (FREE - 1) + [PinVerdict.LOCKED]
    assert pin.wait_s() == FIRST_WAIT_S
    assert pin.check(RIGHT) is PinVerdict.LOCKED, "not even the right one is looked at"
    clock.now += FIRST_WAIT_S
    assert pin.check(OTHER) is PinVerdict.LOCKED
    assert pin.wait_s() == 2 * FIRST_WAIT_S
    clock.now += 2 * FIRST_WAIT_S
    assert pin.check(RIGHT) is PinVerdict.RIGHT
    assert pin.check(OTHER) is PinVerdict.WRONG, "and all is forgiven"


def test_a_new_one_set_at_the_keyboard_ends_the_wait_of_the_kiosk_that_runs(
    pin: Pin, tmp_path: Path, clock: Clock
) -> None:
    for _ in range(FREE):
        pin.check(OTHER)
    assert pin.check(RIGHT) is PinVerdict.LOCKED
    Pin(tmp_path, clock).choose("8264")
    assert pin.check("8264") is PinVerdict.RIGHT
    assert pin.wait_s() == 0


def test_pulling_the_plug_wins_nothing(pin: Pin, tmp_path: Path, clock: Clock) -> None:
    for _ in range(FREE):
        pin.check(OTHER)
    clock.now += FIRST_WAIT_S - 1
    again = Pin(tmp_path, clock)
    assert again.check(RIGHT) is PinVerdict.LOCKED
    assert again.wait_s() == FIRST_WAIT_S, "the wait begins anew"


def test_a_try_is_counted_before_it_is_looked_at(pin: Pin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("kiosk.staff.pin.hashed", cut)
    with pytest.raises(KeyboardInterrupt):
        pin.check(OTHER)
    assert json.loads((tmp_path / "pin.json").read_text())["failures"] == 1


def fill(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing new can be written: what is there can be overwritten."""
    real = os.open

    def no_new_file(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(path, flags, mode)

    monkeypatch.setattr("kiosk.staff.disk.os.open", no_new_file)


def test_on_a_full_disk_staff_get_in_and_every_try_is_counted(
    pin: Pin, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(monkeypatch)
    assert pin.check(RIGHT) is PinVerdict.RIGHT
    for _ in range(FREE):
        pin.check(OTHER)
    assert pin.check(RIGHT) is PinVerdict.LOCKED
    again = Pin(tmp_path, clock)
    assert again.wait_s() == FIRST_WAIT_S, "whoever fills it can't try as often as they like"
    clock.now += FIRST_WAIT_S
    assert again.check(RIGHT) is PinVerdict.RIGHT
    assert again.choose("8264") is PinVerdict.TAKEN
    assert Pin(tmp_path, clock).check("8264") is PinVerdict.RIGHT


def test_on_a_full_disk_there_is_no_room_for_a_first_one(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fill(monkeypatch)
    pin = Pin(tmp_path, clock)
    assert (pin.choose(RIGHT), pin.is_set) == (PinVerdict.BROKEN, False)
    assert "No space left" in caplog.text


@pytest.mark.mounts
def test_a_disk_without_a_free_byte_takes_the_count(tmp_path: Path, clock: Clock) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with mounted(image(tmp_path / "disk.img", 2, empty), tmp_path / "disk") as disk:
        pin = Pin(disk, clock)
        assert pin.choose(RIGHT) is PinVerdict.TAKEN
        with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while True:
                filler.write(bytes(512))
        assert pin.check(OTHER) is PinVerdict.WRONG
        assert json.loads((disk / "pin.json").read_text())["failures"] == 1
        assert pin.check(RIGHT) is PinVerdict.RIGHT


def test_a_file_of_a_kiosk_of_before_is_read_and_written_as_long_as_others(
    pin: Pin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(monkeypatch)
    file = tmp_path / "pin.json"
    file.write_bytes(file.read_bytes().rstrip())
    assert pin.check(RIGHT) is PinVerdict.RIGHT
    assert file.stat().st_size == SECTOR


def test_a_broken_disk_opens_nothing(pin: Pin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise whoever breaks it could try as often as they like."""

    def broken(*_: object) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("kiosk.staff.disk.os.fsync", broken)
    assert pin.check(RIGHT) is PinVerdict.BROKEN
    assert pin.choose("8264") is PinVerdict.BROKEN


@given(st.integers(0, 10_000))
def test_waits_only_grow_and_end_at_an_hour(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= LONGEST_WAIT_S
    assert (wait_after(failures) == 0) == (failures < FREE)


@given(
    st.one_of(
        st.binary(max_size=300),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=70),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["salt", "hash", "failures", "more"]), inner, max_size=4)
            ),
        ).map(lambda tree: json.dumps(tree).encode()),
    )
)
@settings(max_examples=200, deadline=None)
def test_no_damaged_file_opens_or_lets_anybody_choose(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "pin.json").write_bytes(raw)
    pin = Pin(folder, lambda: 0.0)
    assert pin.is_set
    assert pin.check("0000") in (PinVerdict.BROKEN, PinVerdict.LOCKED, PinVerdict.WRONG)


@pytest.mark.parametrize(
    "pin", ["", "123", "1234", "4321", "0000", "7890", "1212", "123123", "9999999999", "12345678901", "12a4", "१२३५"]
)
def test_what_anybody_would_try_first_is_not_taken(tmp_path: Path, clock: Clock, pin: str) -> None:
    assert Pin(tmp_path, clock).choose(pin) is PinVerdict.TOO_SIMPLE
    assert not Pin(tmp_path, clock).is_set


@given(st.text(max_size=12))
def test_any_text_is_too_simple_or_a_pin(text: str) -> None:
    assert is_too_simple(text) or (text.isascii() and text.isdecimal() and 4 <= len(text) <= 10)


# ---- who asks for it


def test_a_damaged_file_is_mended_at_the_keyboard(
    pin: Pin, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    home = tmp_path / "home"
    (home / "staff").mkdir(parents=True)
    (home / "staff" / "pin.json").write_text("{")
    monkeypatch.setattr("sys.stdin", io.StringIO("8264\n"))
    assert main(["--home", str(home), "staff", "set-pin", "--stdin"]) == 0
    assert "8264" not in "".join(capsys.readouterr())
    assert Pin(home / "staff", clock).check("8264") is PinVerdict.RIGHT
    monkeypatch.setattr("sys.stdin", io.StringIO("1234\n"))
    assert main(["--home", str(home), "staff", "set-pin", "--stdin"]) == 3
    assert "too simple" in capsys.readouterr().err
    assert Pin(home / "staff", clock).check("8264") is PinVerdict.RIGHT


def test_the_guard_answers_by_mailbox_and_no_log_tells_the_pin(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from queue import SimpleQueue

    caplog.set_level(logging.DEBUG)
    posted: SimpleQueue[PinJudged] = SimpleQueue()
    guard = open_guard(tmp_path, posted.put)  # type: ignore[arg-type]
    try:
        assert guard.asks
        guard.choose(1, RIGHT)
        assert posted.get(timeout=30).verdict is PinVerdict.TAKEN
        guard.check(2, OTHER)
        assert posted.get(timeout=30) == PinJudged(2, PinVerdict.WRONG)
        guard.check(3, "७३०२\ud800")
        assert posted.get(timeout=30) == PinJudged(3, PinVerdict.BROKEN), "what can't even be hashed opens nothing"
        (tmp_path / "pin.json").write_text("not a PIN")
        guard.check(4, RIGHT)
        assert posted.get(timeout=30).verdict is PinVerdict.BROKEN
    finally:
        guard.close()
    assert not guard.asks
    assert RIGHT not in caplog.text
    assert OTHER not in caplog.text
