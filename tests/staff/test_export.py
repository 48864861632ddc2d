"""What support takes home: whole or not at all, and never a visitor's word."""

from __future__ import annotations

import errno
import json
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk import recent_log, support
from kiosk.cli.main import main
from kiosk.errors import StaffError
from kiosk.keeper import open_reports
from kiosk.keeper.policy import Why
from kiosk.keeper.reports import Report
from kiosk.packs import UNKNOWN_YET
from kiosk.staff.export import export
from tests.import_desks import context_of

NOW = datetime(2026, 11, 28, 9, 30, 5)


def test_an_export_is_a_folder_that_says_when(tmp_path: Path) -> None:
    target = export(tmp_path, {"kiosk.json": b"{}", "counts/2026-11.json": b"1"}, NOW)
    assert target.name == "kiosk-export-20261128-093005"
    assert sorted(path.relative_to(target).as_posix() for path in target.rglob("*.json")) == [
        "counts/2026-11.json",
        "kiosk.json",
    ]
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_half_an_export_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def broken(*_: object) -> None:
        raise OSError(code, "broken")

    monkeypatch.setattr("kiosk.staff.export.os.fsync", broken)
    with pytest.raises(StaffError, match="Try another stick") as told:
        export(tmp_path, {"kiosk.json": b"{}"}, NOW)
    assert "\n" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_counts_export_takes_what_may_be_shown_and_what_is_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, stick = tmp_path / "home", tmp_path / "stick"
    (home / "counts").mkdir(parents=True)
    stick.mkdir()
    counts, name = home / "counts", f"{datetime.now(UTC):%Y-%m-%d}-00001.json"
    opened = {"leukopenia/causes": 17, "feet/intro": 3}
    (counts / name).write_text(json.dumps({"day": name[:10], "lines": {"opened": opened}}))
    (counts / "waiting.json").write_text('{"day": "2026-11-28", "lines": {"opened": {"leukopenia/prevention": 4}}}')
    (counts / "unheard-seconds").write_text("3.5")
    (counts / "2026-11-26-00001.json").symlink_to(counts / name)
    assert main(["--home", str(home), "counts", "export", str(stick)]) == 0
    target = Path(capsys.readouterr().out.strip())
    assert [file.name for file in (target / "counts").iterdir()] == [name], "what waits stays here"
    assert json.loads((target / "counts" / name).read_text())["lines"] == {"opened": {"leukopenia/causes": 15}}
    page = (target / "counts.html").read_text()
    assert "What causes leukopenia?" in page
    assert "15 visits" in page
    told = json.loads((target / "kiosk.json").read_text())
    assert [each["id"] for each in told["articles"]] == ["leukopenia", "leukopenia-es"]
    assert told["unheard_seconds"] == 3.5
    assert main(["--home", str(home), "counts", "export", str(tmp_path / "gone")]) != 0
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_the_recent_log_is_kept_in_memory_and_goes_along(tmp_path: Path) -> None:
    recent_log.keep()
    recent_log.keep()
    logging.getLogger("kiosk.test").warning("The loudspeaker is gone")
    assert sum("The loudspeaker is gone" in line for line in recent_log.lines()) == 1
    found = support.contents(context_of(tmp_path), UNKNOWN_YET, NOW)
    assert b"WARNING kiosk.test: The loudspeaker is gone\n" in found["log.txt"]
    for number in range(recent_log.MOST_LINES + 5):
        logging.getLogger("kiosk.test").warning("%s", number)
    assert len(recent_log.lines()) == recent_log.MOST_LINES


def test_crashes_go_along_without_what_would_tell_when_somebody_was_here(tmp_path: Path) -> None:
    open_reports(tmp_path).add(
        Report(Why.FROZEN, 61.0, 4000.0, "a boot", "2026-11-28", "0.1.0", -6, was_busy=True, places=("in _drain",))
    )
    (told,) = json.loads(support.contents(context_of(tmp_path), UNKNOWN_YET, NOW)["crashes.json"])
    assert (told["why"], told["places"], told["when"]) == ("frozen", ["in _drain"], "2026-11-28")
    assert not told.keys() & {"at_s", "boot", "was_busy"}
