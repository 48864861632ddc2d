"""PINs and signing keys are in nothing that anybody reads: no log, no complaint, no file but their own."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli.main import main
from kiosk.content import keys
from kiosk.errors import KeyFileError

PIN = "907143"
PRIVATE, _ = keys.generate("Patient information office")
PEM = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
BODY = PEM.split(b"\n")[1].decode()
"""The key itself, in base 64."""


def test_a_pin_is_told_to_nobody_and_stands_in_no_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    for pin, code in ((PIN, 0), (PIN * 3, 3)):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{pin}\n"))
        assert main(["--home", str(tmp_path), "--debug", "staff", "set-pin", "--stdin"]) == code
    told = capsys.readouterr()
    assert PIN not in told.out + told.err + caplog.text
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (tmp_path / "staff" / "pin.json") in files
    assert not [path for path in files if PIN.encode() in path.read_bytes()]


@given(st.data())
def test_a_damaged_key_is_refused_without_a_piece_of_it_or_is_another(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    spoiled = bytearray(PEM)
    at = data.draw(st.integers(0, len(PEM) - 1))
    spoiled[at] = data.draw(st.integers(0, 255).filter(lambda byte: byte != PEM[at]))
    file = tmp_path_factory.mktemp("key") / "office.key"
    file.write_bytes(bytes(spoiled[: data.draw(st.integers(0, len(PEM)))]))
    read, told = None, ""
    try:
        read = keys.load_private(file)
    except KeyFileError as refused:
        told = str(refused)
    assert not any(BODY[start : start + 8] in told for start in range(len(BODY) - 8))
    begins = PEM.index(BODY.encode())
    if read is not None and begins <= at < begins + len(
        BODY
    ):  # any 32 bytes are a key: another one, which no kiosk knows
        assert keys.public_of(read) != keys.public_of(PRIVATE)


def test_making_a_key_tells_its_public_half_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "keygen", str(tmp_path)]) == 0
    (private,) = tmp_path.glob("*.key")
    told = capsys.readouterr()
    assert private.read_text().splitlines()[1] not in told.out + told.err
    assert private.stat().st_mode & 0o077 == 0
