"""What the default installation is made of may be here, is named, and is called safe by nobody who knows nothing of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.advisories import verdict
from audit.bill import bill, debian
from audit.closure import closure
from audit.licences import Allowed, complaints, licences
from kiosk.weights.manifest import load

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = Allowed.load()


@pytest.fixture(scope="module")
def packages() -> Mapping[str, Distribution]:
    return closure()


@pytest.fixture(scope="module")
def found(packages: Mapping[str, Distribution]) -> Mapping[str, str]:
    return licences([each.metadata["Name"] for each in packages.values()])


def test_every_licence_of_the_default_installation_is_allowed(found: Mapping[str, str]) -> None:
    assert len(found) > 40
    assert list(complaints(found, ALLOWED)) == []


def test_the_engine_under_the_gpl_is_no_part_of_it(packages: Mapping[str, Distribution]) -> None:
    assert "piper-tts" not in packages
    assert "piper-tts" in closure(extras=frozenset({"piper"}))


def test_the_gpl_file_of_docutils_is_not_installed(packages: Mapping[str, Distribution]) -> None:
    """The reason that licences.toml gives."""
    assert [file for file in packages["docutils"].files or () if file.suffix == ".el"] == []


def test_the_notice_names_every_package_that_needs_a_reason() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert [name for name in ALLOWED.reasoned if name not in notice] == []


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-or-later", "MIT AND GPL-3.0-only", "AGPL-3.0", "UNKNOWN", "", "MIT; Proprietary", "()"]
)
def test_another_licence_is_not_allowed_until_somebody_has_looked(licence: str) -> None:
    assert ALLOWED.complaint("newcomer", licence)


def test_a_package_that_changes_its_licence_is_looked_at_again() -> None:
    assert "MPL-2.0" in ALLOWED.complaint("pyttsx3", "GPL-3.0-or-later")


@given(st.text(max_size=60))
def test_no_licence_that_names_the_gpl_slips_through(around: str) -> None:
    assert ALLOWED.complaint("newcomer", f"{around} AND GPL-3.0-or-later")


def test_the_bill_names_every_package_model_font_and_system_package(
    packages: Mapping[str, Distribution], found: Mapping[str, str]
) -> None:
    told = json.loads(bill(packages, found))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    names = {each["name"] for each in told["components"]}
    models = set(load(ROOT / "models" / "manifest.toml"))
    assert set(packages) <= names
    assert models == {name.split("/")[0] for name in names if name.split("/")[0] in models}
    assert set(debian(ROOT / "script" / "packages")) <= names
    assert {
        "assets/fonts/AtkinsonHyperlegibleNext_400Regular.ttf",
        "assets/icons/MaterialSymbolsRounded-subset.ttf",
    } <= names
    assert any(name.startswith("assets/encoder/") for name in names)
    assert all(each.get("licenses") for each in told["components"] if not each["bom-ref"].startswith("deb:"))


def test_what_a_service_knows_nothing_of_is_not_called_safe() -> None:
    skipped = {"dependencies": [{"name": "kivy", "skip_reason": "not found"}]}
    assert verdict(skipped, ("kivy",)).exit_code == 4
    assert verdict({"dependencies": []}, ("kivy",)).exit_code == 4


def test_a_known_vulnerability_is_named() -> None:
    told = {"dependencies": [{"name": "kivy", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]}
    found = verdict(told, ("kivy",))
    assert (found.exit_code, found.vulnerable) == (3, ("kivy 1: PYSEC-1",))


def test_an_answer_about_every_package_without_a_finding_is_well() -> None:
    told = {"dependencies": [{"name": "kivy", "version": "1", "vulns": []}]}
    assert verdict(told, ("kivy",)).exit_code == 0
