"""The demonstration: the real app, off screen, driven through a tapped, a typed and a spoken visit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOMENTS = [
    "first_start",
    "attract",
    "home",
    "prevention",
    "paused",
    "typing",
    "answer",
    "no_answer",
    "unsure",
    "asking",
    "spoken_answer",
    "urgent",
    "urgent_quiet",
    "still_here",
    "forgotten",
    "stick_noticed",
    "staff_room",
    "shelf",
    "review",
    "changes",
    "installed",
    "usage",
    "devices",
]
COLOURS = 20
"""A drawn screen with smoothed letters has more; an empty one has a handful."""


@pytest.mark.models
def test_the_demonstration_needs_no_display_and_leaves_a_picture_of_every_moment(tmp_path: Path) -> None:
    shots = tmp_path / "shots"
    command = [sys.executable, str(ROOT / "main.py"), "--home", str(tmp_path / "home"), "run", "--demo"]
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(
        [*command, "--size", "720x1280", "--shots", str(shots)],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stderr.splitlines()) <= 1, "a missing loudspeaker is said once; there is nothing else to say"
    assert [picture.stem[3:] for picture in sorted(shots.iterdir())] == MOMENTS
    for path in shots.iterdir():
        width, height, colours = described(path)
        assert (width, height) == (720, 1280)
        assert colours > COLOURS, path.name


def described(picture: Path) -> tuple[int, int, int]:
    """Width, height, and how many colours there are."""
    command = ["identify", "-format", "%w %h %k", str(picture)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    width, height, colours = map(int, done.stdout.split())
    return width, height, colours
