"""What a visitor asks stays between them and the screen: nothing of it is kept on the disk."""

from __future__ import annotations

import json
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
@pytest.mark.parametrize(
    "arguments", [(SECRET,), ("--json", SECRET), ("--audio", str(ROOT / "assets" / "demo" / "question.flac"))]
)
def test_a_question_leaves_no_trace_on_the_disk(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Nor do the libraries that answer it keep books of their own in the user's folder."""
    ask(tmp_path, *arguments)
    assert [path for path in (tmp_path / "user").rglob("*") if path.is_file()] == []
    for file in (tmp_path / "kiosk").rglob("*"):
        if file.is_file():
            assert not any(word in file.read_bytes() for word in (b"quixotic", b"zebra", b"get sick?")), file


@pytest.mark.models
def test_a_file_of_questions_is_answered_into_one_file_and_leaves_no_other(tmp_path: Path) -> None:
    """What whoever asks has named is theirs; the rest of the disk is not."""
    asked, answered = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked.write_text(json.dumps({"id": "q", "q": SECRET}) + "\n", encoding="utf-8")
    ask(tmp_path, "--batch", str(asked), "--out", str(answered))
    assert SECRET in answered.read_text(encoding="utf-8")
    others = [path for path in tmp_path.rglob("*") if path.is_file() and path not in (asked, answered)]
    assert others
    assert [path for path in others if b"zebra" in path.read_bytes()] == []
