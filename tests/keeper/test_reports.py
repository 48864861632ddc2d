"""Crash reports are written, kept in bounds, and read back, whatever lies in their folder."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from kiosk.keeper.policy import Why
from kiosk.keeper.reports import MOST, Report, Reports

REPORT = Report(
    Why.FROZEN,
    61.5,
    1000.25,
    "boot",
    "2026-11-29T10:00+00:00",
    "0.1.0",
    -6,
    was_busy=True,
    memory_mb=612.5,
    places=('  File "kiosk/app.py", line 3 in _drain',),
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    reports = Reports(tmp_path / "crashes")
    reports.add(REPORT)
    assert reports.all() == (REPORT,)


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    reports = Reports(tmp_path)
    for number in range(MOST + 5):
        reports.add(Report(Why.BROKE, float(number), 0.0, "boot"))
    assert [report.up_s for report in reports.all()] == [float(number) for number in range(5, MOST + 5)]


def test_crashes_of_another_start_of_the_machine_are_none_of_this_one(tmp_path: Path) -> None:
    reports = Reports(tmp_path)
    reports.add(Report(Why.BROKE, 1.0, 5.0, "before"))
    reports.add(Report(Why.FROZEN, 2.0, 6.0, "now"))
    assert [crash.why for crash in reports.of_boot("now")] == [Why.FROZEN]


def test_a_folder_that_cannot_be_written_only_remembers_less(tmp_path: Path) -> None:
    (tmp_path / "crashes").write_text("in the way")
    reports = Reports(tmp_path / "crashes")
    reports.add(REPORT)
    assert reports.all() == ()


def test_what_is_no_report_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "crash-000001.json").symlink_to("/etc/passwd")
    (tmp_path / "crash-000002.json").mkdir()
    (tmp_path / "notes.txt").write_text("hello")
    reports = Reports(tmp_path)
    reports.add(REPORT)
    assert reports.all() == (REPORT,)


@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_a_report_or_none(content: bytes) -> None:
    _read_of(content)


tree = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("why", "up_s", "at_s", "boot", "when", "version", "code", "was_busy", "memory_mb", "places")


@given(st.fixed_dictionaries({name: tree | st.just("broke") for name in FIELDS}))
def test_a_report_with_anything_in_its_fields_is_a_report_or_none(fields: dict[str, object]) -> None:
    _read_of(json.dumps(fields).encode())


def _read_of(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "crash-000001.json").write_bytes(content)
        assert all(isinstance(report, Report) for report in Reports(Path(folder)).all())
