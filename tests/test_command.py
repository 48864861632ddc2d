"""What a remedy tells to type works where it is read: in a checkout, and on an installed kiosk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(("told", "command"), [("", ".venv/bin/python main.py"), ("sudo kiosk", "sudo kiosk")])
def test_a_missing_model_is_installed_as_this_machine_is_looked_after(tmp_path: Path, told: str, command: str) -> None:
    (tmp_path / "kiosk.toml").write_text('[hearing]\nengine = "vosk"\n', encoding="utf-8")
    environment = {**os.environ, "KIOSK_COMMAND": told}
    words = [
        sys.executable,
        "main.py",
        "--config",
        str(tmp_path / "kiosk.toml"),
        "ask",
        "--audio",
        "assets/demo/question.flac",
    ]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 4
    assert f"{command} models install" in done.stderr


def test_the_installed_command_says_of_itself_how_it_is_called() -> None:
    wrapper = (ROOT / "assets" / "systemd" / "kiosk").read_text(encoding="utf-8")
    assert 'export KIOSK_COMMAND="sudo kiosk"' in wrapper.partition("exec ")[0]


def test_no_other_line_of_the_kiosk_tells_how_it_is_called() -> None:
    telling = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in (ROOT / "kiosk").rglob("*.py")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if "python main.py" in line and not line.lstrip().startswith(("#", '"""'))
    ]
    assert [place for place in telling if not place.startswith("kiosk/command.py")] == []
