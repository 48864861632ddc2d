"""`library install | rollback | remove` and `trust`: what staff can do without a finger."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.content.keys import line_of
from kiosk.packs import PackProblem
from tests.packs import CLINIC_KEY, bad_packs, lying

BAD = bad_packs()


def digest(folder: Path) -> str:
    """Of all that counts in a library."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("lock"))
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in found)).hexdigest()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trusts the clinic."""
    home = tmp_path_factory.mktemp("home")
    key = home / "clinic.pub"
    key.write_text(line_of(CLINIC_KEY) + "\n")
    assert main(["--home", str(home), "trust", "add", str(key)]) == 0
    assert main(["--home", str(home), "library", "list"]) == 0
    return home


@pytest.mark.parametrize("name", BAD)
def test_a_bad_pack_is_refused_with_its_reason_and_nothing_changes(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    problem, content = BAD[name]
    pack = lying(tmp_path, "riverside.kioskpack", content)
    before = digest(home / "library")
    assert main(["--home", str(home), "library", "install", str(pack)]) == 3
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith("riverside.kioskpack: ")
    assert digest(home / "library") == before
    assert reason(said.err) is problem


def reason(line: str) -> PackProblem | None:
    from tests.test_messages import MESSAGES

    for problem in PackProblem:
        text = MESSAGES.text(f"import.refused.{problem}", pack="", file="", detail="\0")
        if all(part in line for part in text.split("\0")) and len(text) > 3:
            return problem
    return None
