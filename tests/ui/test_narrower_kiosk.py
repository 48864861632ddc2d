"""What is missing makes the kiosk narrower, never worse: no crash, no dead end, one line for the staff."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def visited(tmp_path: Path, models: Path, settings: str) -> tuple[dict[str, object], list[str]]:
    """What a visitor met, and the lines that the staff can read."""
    config = tmp_path / "kiosk.toml"
    config.write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "tests.ui.narrow", str(tmp_path / "home"), str(models), str(config)]
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}  # no sound server, no display
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr.splitlines()


NO_SOUND = '[voice]\nspeaker = "nowhere"\n[hearing]\nmicrophone = "nowhere"\n'


@pytest.fixture
def no_models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "manifest.toml").write_bytes((ROOT / "models" / "manifest.toml").read_bytes())
    return folder


def test_without_any_model_one_types_and_sections_are_found_by_their_words(tmp_path: Path, no_models: Path) -> None:
    seen, said = visited(tmp_path, no_models, NO_SOUND)
    assert seen["hearing"] is False
    assert seen["by voice"] == "typing"
    assert seen["answer"] in ("prevention", "Unsure")
    assert not any("Traceback" in line for line in said)


@pytest.mark.models
def test_without_microphone_and_loudspeaker_one_types_and_the_text_is_marked_as_it_is_read(tmp_path: Path) -> None:
    seen, said = visited(tmp_path, ROOT / "models", NO_SOUND)
    assert (seen["hearing"], seen["by voice"]) == (False, "typing")
    assert seen["answer"] == "prevention"
    assert (seen["reads on"], seen["audible"]) == (True, False)
    assert not any("Traceback" in line for line in said)


@pytest.mark.models
def test_a_vosk_model_that_is_none_leaves_the_keyboard(tmp_path: Path) -> None:
    broken = tmp_path / "vosk"
    broken.mkdir()
    (broken / "final.mdl").write_bytes(b"not a model")
    seen, said = visited(tmp_path, ROOT / "models", f'[hearing]\nengine = "vosk"\nvosk_model = "{broken}"\n')
    assert (seen["hearing"], seen["by voice"], seen["answer"]) == (False, "typing", "prevention")
    assert not any("Traceback" in line for line in said)
