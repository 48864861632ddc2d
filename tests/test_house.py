"""The picture of the house in the maintainer's guide is of today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_house_is_drawn_as_it_is() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "script" / "draw-house"), "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
