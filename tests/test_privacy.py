"""What a visitor asks stays between them and the screen: nothing of it is kept on the disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SECRET = "is my quixotic zebra a kind of cancer"


def ask(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "user").mkdir(exist_ok=True)
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path / "user")}
    command = [sys.executable, str(ROOT / "main.py"), "--home", str(tmp_path / "kiosk"), "ask", *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=120, check=True)


@pytest.mark.models
@pytest.mark.parametrize("arguments", [(SECRET,), ("--audio", str(ROOT / "assets" / "demo" / "question.flac"))])
def test_a_question_leaves_no_trace_on_the_disk(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Nor do the libraries that answer it keep books of their own in the user's folder."""
    ask(tmp_path, *arguments)
    assert [path for path in (tmp_path / "user").rglob("*") if path.is_file()] == []
    for file in (tmp_path / "kiosk").rglob("*"):
        if file.is_file():
            assert not any(word in file.read_bytes() for word in (b"quixotic", b"zebra", b"get sick?")), file
