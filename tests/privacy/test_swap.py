"""Memory that is written to a disk is a disk's: `doctor` says where that may happen."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kiosk.model import Level
from kiosk.swap import is_crypt, is_encrypted, part, readable_swaps

HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


def nothing(_: str) -> bool:
    return False


def table(tmp_path: Path, lines: str) -> Path:
    file = tmp_path / "swaps"
    file.write_text(HEAD + lines)
    return file


def device(blocks: Path, name: str, uuid: str = "", *below: Path) -> Path:
    block = blocks / name
    (block / "slaves").mkdir(parents=True)
    if uuid:
        (block / "dm").mkdir()
        (block / "dm" / "uuid").write_text(uuid)
    for each in below:
        (block / "slaves" / each.name).symlink_to(each)
    return block


def test_a_kiosk_without_swap_is_well() -> None:
    assert tuple(readable_swaps(HEAD, nothing)) == ()


def test_compressed_memory_is_no_disk() -> None:
    assert tuple(readable_swaps(HEAD + "/dev/zram0 partition 8000 0 100\n", nothing)) == ()


def test_a_swap_partition_that_is_not_encrypted_is_named_with_what_to_do(tmp_path: Path) -> None:
    told = part(table(tmp_path, "/dev/sda3 partition 8000 0 -2\n/dev/zram0 partition 8000 0 100\n"))
    assert told.level is Level.LESS
    assert "/dev/sda3" in told.detail
    assert "zram0" not in told.detail
    assert "swapoff" in told.remedy


def test_a_swap_file_on_a_plain_disk_is_named(tmp_path: Path) -> None:
    (tmp_path / "swap file").touch()
    assert part(table(tmp_path, f"{tmp_path}/swap\\040file file 8000 0 -2\n")).level is Level.LESS


def test_a_system_that_has_no_such_table_has_no_swap(tmp_path: Path) -> None:
    assert part(tmp_path / "none").level is Level.GOOD


def test_an_encrypted_device_and_what_stands_on_nothing_else_count_as_encrypted(tmp_path: Path) -> None:
    plain = device(tmp_path, "8:3")
    luks = device(tmp_path, "254:0", "CRYPT-LUKS2-0123-name")
    lvm = device(tmp_path, "254:1", "LVM-0123", luks)
    mixed = device(tmp_path, "254:2", "LVM-0456", luks, plain)
    assert [is_crypt(each) for each in (plain, luks, lvm, mixed)] == [False, True, True, False]


def test_what_is_not_there_is_not_encrypted(tmp_path: Path) -> None:
    assert not is_encrypted("/nowhere/swap")
    assert not is_encrypted("\\x", tmp_path)


@given(st.text())
def test_any_table_is_read(text: str) -> None:
    assert all(isinstance(name, str) for name in readable_swaps(text, is_encrypted))
