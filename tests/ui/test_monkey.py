"""Whoever plays with the kiosk, for as long as they like: it stays whole, and home is near. `tests/ui/monkey.py` is who plays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.context import ROOT

pytestmark = pytest.mark.display


@pytest.mark.parametrize(
    ("seed", "actions"),
    [(1, 400), *(pytest.param(seed, 1000, marks=pytest.mark.slow) for seed in range(11, 16))],
)
def test_whatever_is_done_to_it_the_kiosk_stays_whole_and_home_is_near(tmp_path: Path, seed: int, actions: int) -> None:
    command = [sys.executable, "-m", "tests.ui.monkey", str(tmp_path), str(seed), str(actions)]
    surroundings = {**os.environ, "PYTHONHASHSEED": "0"}
    played = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=300, check=False
    )
    assert played.returncode == 0, played.stdout + played.stderr[-3000:]
