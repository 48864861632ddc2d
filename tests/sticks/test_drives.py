"""Which mounts are sticks: told from what machines really say about their drives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sticks.drives import Drive, disks_of, drives, mounts_of, presentable, unescaped

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "sticks"
OURS = Path("/media/kiosk")


def sample(name: str) -> tuple[str, str]:
    return (SAMPLES / f"{name}.mountinfo").read_text(), (SAMPLES / f"{name}.lsblk.json").read_text()


def seen(name: str) -> list[tuple[str, str]]:
    """Folder and label of each stick."""
    return [(str(each.folder), each.label) for each in drives(*sample(name), OURS)]


@pytest.mark.parametrize(
    ("name", "sticks"),
    [
        ("sandbox", []),
        ("mini-pc", [("/media/kiosk/CLINIC NEWS", "CLINIC NEWS"), ("/media/kiosk/sdb", "OLD")]),
        ("desktop", [("/media/anna/NURSE", "NURSE"), ("/media/anna/CAMERA", "CAMERA")]),
        ("raspberry", [("/media/kiosk/KIOSKEXPORT", "KIOSKEXPORT")]),
        ("usb-system", [("/mnt/tab\tand\\stroke", "tab and\\stroke")]),
    ],
)
def test_sticks_are_told_from_the_system_s_own_disks(name: str, sticks: list[tuple[str, str]]) -> None:
    assert seen(name) == sticks


def test_a_stick_for_exports_is_known_by_its_label_and_that_it_can_be_written() -> None:
    [stick] = drives(*sample("raspberry"), OURS)
    assert stick.is_for_export
    assert Drive(stick.folder, "KIOSK-EXPORT", True).is_for_export
    assert not Drive(stick.folder, "KIOSK-EXPORT", False).is_for_export
    assert not Drive(stick.folder, "kiosk-export", True).is_for_export
    assert not any(each.is_for_export for each in drives(*sample("mini-pc"), OURS))


def test_what_our_own_rule_has_mounted_counts_without_lsblk() -> None:
    mountinfo, _ = sample("mini-pc")
    assert [each.label for each in drives(mountinfo, "", OURS)] == ["CLINIC NEWS", "sdb"]
    assert drives(sample("desktop")[0], "", OURS) == ()


def test_a_system_that_lives_on_a_usb_disk_is_no_content_even_where_a_rule_mounts_it() -> None:
    """A small computer may be started from one, and its other partitions are plugged in like any stick's."""
    mountinfo = (
        "29 1 8:2 / / rw,relatime - ext4 /dev/sda2 rw\n"
        "40 29 8:1 / /media/kiosk/sda1 ro,nosuid,nodev,noexec - vfat /dev/sda1 ro\n"
        "41 29 8:17 / /media/kiosk/sdb1 ro,nosuid,nodev,noexec - vfat /dev/sdb1 ro\n"
    )
    lsblk = """{"blockdevices": [
        {"name": "sda", "path": "/dev/sda", "maj:min": "8:0", "rm": false, "tran": "usb", "type": "disk", "children": [
            {"name": "sda1", "path": "/dev/sda1", "maj:min": "8:1", "label": "firmware", "type": "part"},
            {"name": "sda2", "path": "/dev/sda2", "maj:min": "8:2", "label": "rootfs", "type": "part"}]},
        {"name": "sdb", "path": "/dev/sdb", "maj:min": "8:16", "rm": true, "tran": "usb", "type": "disk", "children": [
            {"name": "sdb1", "path": "/dev/sdb1", "maj:min": "8:17", "label": "NURSE", "type": "part"}]}]}"""
    assert [each.label for each in drives(mountinfo, lsblk, OURS)] == ["NURSE"]


def test_blanks_and_strokes_in_names_are_as_the_kernel_writes_them() -> None:
    assert unescaped(r"a\040b\011c\134d") == "a b\tc\\d"
    assert unescaped(r"\04") == r"\04"


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_is_told_there_are_no_sticks_in_nonsense(mountinfo: str, lsblk: str) -> None:
    assert isinstance(drives(mountinfo, lsblk, OURS), tuple)


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["blockdevices", "children", "rm", "maj:min", "path", "tran", "label", "type"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(TREES)
def test_an_answer_of_another_shape_names_no_disks_and_breaks_nothing(tree: object) -> None:
    import json

    assert all(disk.path is not None for disk in disks_of(json.dumps(tree)))


@given(st.lists(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=12), max_size=12))
def test_lines_of_another_shape_are_passed_over(words: list[str]) -> None:
    assert all(mount.folder is not None for mount in mounts_of(" ".join(words)))


def test_signs_that_turn_a_line_around_or_end_it_are_not_shown() -> None:
    assert presentable("NEWS\u202egnp.exe\n[b]\x1b") == "NEWS gnp.exe [b]"


@given(st.text(max_size=300))
def test_whatever_a_stick_is_called_its_name_is_one_short_line(label: str) -> None:
    shown = presentable(label)
    assert shown.isprintable()
    assert len(shown) <= 40


def test_a_stick_whose_name_cannot_be_shown_is_called_as_its_folder() -> None:
    mountinfo, lsblk = sample("mini-pc")
    [_, stick] = drives(mountinfo, lsblk.replace('"OLD"', '"\\u202e"'), OURS)
    assert stick.label == "sdb"
