"""The scripts that a stranger runs first."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = [
    "script/setup",
    "script/run",
    "script/test",
    "script/bench",
    "script/install-kiosk",
    "script/bundle",
    ".ci/run",
]


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
    extras = project["optional-dependencies"]
    named = {canonical(line) for line in [*project["dependencies"], *extras["dev"], *extras["piper"]]}
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {canonical(line) for line in constraints if "==" in line}
    assert named <= pinned


def test_a_default_install_holds_nothing_under_the_gpl() -> None:
    """Whatever the default dependencies bring along, by its own word. What tests and extras need besides may be."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    licences = dict(needed(project["dependencies"], {}))
    assert {"pyttsx3", "onnxruntime", "protobuf"} <= set(licences)
    gpl = re.compile(r"(?<![Ll])GPL|(?<!Lesser )General Public License")
    assert {name for name, licence in licences.items() if gpl.search(licence)} <= {"docutils"}, (
        "its part for Emacs only"
    )
    assert gpl.search(licence_of(metadata.distribution("piper-tts"))), "the search would find it"


def needed(requirements: Iterable[str], found: dict[str, str]) -> dict[str, str]:
    """Name -> licence of everything that these requirements bring."""
    for requirement in map(Requirement, requirements):
        name = requirement.name.lower().replace("_", "-")
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        distribution = metadata.distribution(name)
        found[name] = licence_of(distribution)
        needed(distribution.requires or (), found)
    return found


def licence_of(distribution: metadata.Distribution) -> str:
    said = distribution.metadata.json
    classifiers = [each for each in said.get("classifier", []) if each.startswith("License")]
    return " ".join([str(said.get("license_expression", "")), str(said.get("license", ""))[:80], *classifiers])


def canonical(requirement: str) -> str:
    name = "".join(" " if letter in "=<>~![; " else letter for letter in requirement).split()[0]
    return name.lower().replace("_", "-")
