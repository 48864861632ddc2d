"""Sound that the recogniser never got to is counted over restarts, and never stands in anybody's way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import sound_parts
from kiosk.context import Context
from kiosk.doctor import Running
from kiosk.hearing.unheard import Unheard
from kiosk.model import Level
from kiosk.settings import Settings
from tests.doctor.machines import look


def test_seconds_add_up_over_restarts(tmp_path: Path) -> None:
    file = tmp_path / "counts" / "unheard-seconds"
    assert Unheard(file).seconds == 0
    Unheard(file).add(1.5)
    Unheard(file).add(3)
    assert Unheard(file).seconds == 4.5


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=20), st.sampled_from([b"nan", b"inf", b"-3", b"1e999"])))
def test_any_bytes_in_its_place_are_a_count_that_starts_anew(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "unheard-seconds"
    file.write_bytes(damage)
    before = Unheard(file).seconds
    assert 0 <= before < float("inf")
    Unheard(file).add(2)
    assert Unheard(file).seconds == pytest.approx(before + 2, abs=0.1) or before > 1e9


def test_where_nothing_can_be_written_the_kiosk_goes_on(tmp_path: Path) -> None:
    (tmp_path / "counts").touch()
    unheard = Unheard(tmp_path / "counts" / "unheard-seconds")
    unheard.add(2)
    assert unheard.seconds == 0


def test_doctor_tells_it_and_what_to_do(tmp_path: Path) -> None:
    """Of a kiosk that runs: its recogniser need not be opened."""
    hearing = Running(lambda: True, lambda: True, lambda: "encoder", lambda: True)
    before = look("recogniser", tmp_path, running=hearing)
    assert before.level is Level.GOOD
    unheard = sound_parts.unheard(Context(Settings(), tmp_path))
    unheard.add(7)
    after = look("recogniser", tmp_path, running=hearing)
    assert (after.level, after.cause) == (Level.LESS, "slow")
    assert "7 s of questions came faster" in after.detail
    assert str(unheard.file) in after.remedy
