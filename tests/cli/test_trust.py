"""`trust`: whose signature counts, from the keyboard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.content.keys import line_of
from kiosk.packs import Key
from tests.cli.command import command
from tests.packs import CLINIC_KEY, STRANGER_KEY, good, lying


class Desk:
    """Somebody at the keyboard of one kiosk."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    def types(self, *words: object) -> tuple[int, str, str]:
        """Exit code, stdout, stderr."""
        code = main(["--home", str(self.home), *map(str, words)])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def refused(self, *words: object) -> str:
        code, out, err = self.types(*words)
        assert (code, out, err.count("\n")) == (3, "", 1), (code, out, err)
        return err

    def public(self, key: Key) -> Path:
        return lying(self.home / "keys", f"{key.name.replace(' ', '-')}.pub", f"{line_of(key)}\n".encode())


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_a_new_kiosk_trusts_nobody_and_says_how_to_change_that(desk: Desk) -> None:
    code, out, _ = desk.types("trust", "list")
    assert (code, out) == (0, "No key counts yet. Add one: trust add KEY.pub\n")
    assert desk.types("trust", "list", "--json") == (0, "[]\n", "")


def test_adding_a_key_shows_the_number_to_compare(desk: Desk) -> None:
    code, out, _ = desk.types("trust", "add", desk.public(CLINIC_KEY))
    assert code == 0
    assert CLINIC_KEY.fingerprint in out
    assert "Compare it with its owner" in out
    assert desk.types("trust", "list")[1] == f"{CLINIC_KEY.fingerprint}  Riverside Clinic\n"


def test_a_key_taken_away_is_remembered(desk: Desk) -> None:
    desk.types("trust", "add", desk.public(CLINIC_KEY))
    desk.types("trust", "add", desk.public(STRANGER_KEY), "--name", "North ward")
    assert desk.types("trust", "remove", "Riverside Clinic")[0] == 0
    assert json.loads(desk.types("trust", "list", "--json")[1]) == [
        {"name": "North ward", "fingerprint": STRANGER_KEY.fingerprint, "revoked": False},
        {"name": "Riverside Clinic", "fingerprint": CLINIC_KEY.fingerprint, "revoked": True},
    ]
    assert "counts no more" in desk.types("trust", "list")[1]


def test_its_packs_are_refused_with_a_reason_of_their_own(desk: Desk) -> None:
    pack = lying(desk.home / "stick", "a.kioskpack", good())
    assert CLINIC_KEY.fingerprint in desk.refused("library", "install", pack)
    desk.types("trust", "add", desk.public(CLINIC_KEY))
    desk.types("trust", "remove", "Riverside Clinic")
    assert "whose key does not count here any more" in desk.refused("library", "install", pack)
    assert "was removed here before" in desk.refused("trust", "add", desk.public(CLINIC_KEY))
    desk.types("trust", "add", desk.public(CLINIC_KEY), "--again")
    assert desk.types("library", "install", pack)[0] == 0


def test_what_cannot_be_done_is_said_in_one_line(desk: Desk) -> None:
    desk.types("trust", "add", desk.public(CLINIC_KEY))
    assert "There are: Riverside Clinic" in desk.refused("trust", "remove", "Nobody")
    assert "a name of its own" in desk.refused("trust", "add", desk.public(STRANGER_KEY), "--name", "riverside clinic")
    assert "can't be read" in desk.refused("trust", "add", desk.home / "gone.pub")
    assert "is no public key" in desk.refused("trust", "add", lying(desk.home, "a.pub", b"\xff\0\x1b[31m"))
    assert "1 to 60 letters" in desk.refused("trust", "add", desk.public(STRANGER_KEY), "--name", "\u202e")


def test_a_damaged_ring_ends_every_command_in_one_line_and_lets_nothing_in(desk: Desk) -> None:
    desk.types("trust", "add", desk.public(CLINIC_KEY))
    (desk.home / "trust" / "keys.json").write_bytes(b"\0" * 50)
    pack = lying(desk.home / "stick", "a.kioskpack", good())
    for words in (
        ("trust", "list"),
        ("trust", "list", "--json"),
        ("trust", "add", desk.public(CLINIC_KEY)),
        ("trust", "remove", "Riverside Clinic"),
        ("library", "install", pack),
    ):
        assert "the trusted keys are damaged" in desk.refused(*words)


def test_wrong_use_is_told_from_a_refusal(desk: Desk) -> None:
    for words in (("trust",), ("trust", "add"), ("trust", "remove"), ("trust", "burn")):
        code, out, err = desk.types(*words)
        assert (code, out, err.count("\n")) == (2, "", 1), words


def test_a_process_of_its_own_does_the_same(tmp_path: Path) -> None:
    key = lying(tmp_path, "a.pub", line_of(CLINIC_KEY).encode())
    added = command("--home", tmp_path / "home", "trust", "add", key)
    assert (added.code, added.err) == (0, "")
    assert CLINIC_KEY.fingerprint in added.out
    assert "There are: Riverside Clinic" in command("--home", tmp_path / "home", "trust", "remove", "x").complaint(3)
