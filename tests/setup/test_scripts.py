"""The scripts that a stranger runs first."""

from __future__ import annotations

import os
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ["script/setup", "script/run", "script/test", "script/bench", ".ci/run"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_run_from_anywhere_and_stops_at_the_first_failure(script: str) -> None:
    path = ROOT / script
    text = path.read_text(encoding="utf-8")
    assert os.access(path, os.X_OK)
    assert "set -euo pipefail" in text
    assert 'cd "$(dirname "$0")' in text
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_ci_runs_what_everybody_runs() -> None:
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == "exec script/test"


def test_setting_up_again_changes_nothing_and_says_nothing() -> None:
    done = subprocess.run(["script/setup", "--test"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_every_package_that_the_project_names_is_pinned() -> None:
    """Whoever sets up next year gets what was tested."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {canonical(line) for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]}
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {canonical(line) for line in constraints if "==" in line}
    assert named <= pinned


def canonical(requirement: str) -> str:
    name = "".join(" " if letter in "=<>~![; " else letter for letter in requirement).split()[0]
    return name.lower().replace("_", "-")
