"""The clinic's notices come in packs as articles do: an older pack never brings back what they said before."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.content.keys import line_of
from kiosk.packs import Approval
from tests.packs import CLINIC_KEY, TODAY, lying, sealed

APPROVED = Approval("Dr Ana Ruiz", "medical director", TODAY)


def pack(folder: Path, version: int, title: str) -> Path:
    approval = f'[approved]\nby = "{APPROVED.by}"\nrole = "{APPROVED.role}"\non = {APPROVED.on}\n'
    text = f'{approval}[texts]\n"urgent.title" = "{title}"\n'
    return lying(
        folder, f"{version}.kioskpack", sealed({"notices/en.toml": text.encode()}, version=version, notices=APPROVED)
    )


def test_notices_count_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def types(*words: object) -> tuple[int, str]:
        code = main(["--home", str(tmp_path / "home"), *map(str, words)])
        said = capsys.readouterr()
        return code, said.out + said.err

    assert types("trust", "add", lying(tmp_path, "a.pub", line_of(CLINIC_KEY).encode()))[0] == 0
    newer, older = pack(tmp_path, 3, "Please get help now"), pack(tmp_path, 2, "Please wait")
    assert types("library", "install", newer)[0] == 0
    code, said = types("library", "install", older)
    assert (code, "older than what is installed" in said) == (3, True)
    code, said = types("library", "install", newer)
    assert (code, "nothing to do" in said) == (0, True)
    code, said = types("library", "install", pack(tmp_path, 3, "Please run"))
    assert (code, "same version" in said) == (3, True)
