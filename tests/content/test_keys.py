"""Signing keys and their files."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content import keys
from kiosk.errors import KeyFileError
from tests.packs import CLINIC_KEY, STRANGER_KEY, key_of, lying


def test_a_pair_is_written_once_and_its_private_half_only_its_owner_may_read(tmp_path: Path) -> None:
    private, public, key = keys.write_pair(tmp_path / "keys", "Riverside  Clinic")
    assert (private.name, public.name, key.name) == ("riverside-clinic.key", "riverside-clinic.pub", "Riverside Clinic")
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert keys.public_of(keys.load_private(private)) == keys.load_public(public).public == key.public
    with pytest.raises(KeyFileError, match="is there already"):
        keys.write_pair(tmp_path / "keys", "Riverside Clinic")


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "x" * 61, "\u202eevil"])
def test_a_key_has_a_name_that_can_be_shown(name: str) -> None:
    with pytest.raises(KeyFileError):
        keys.generate(name)


def test_a_key_of_another_kind_is_refused_in_one_line(tmp_path: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    pem = other.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "other.key").write_bytes(pem)
    with pytest.raises(KeyFileError, match="Ed25519"):
        keys.load_private(tmp_path / "other.key")
    with pytest.raises(KeyFileError, match="can't be read"):
        keys.load_private(tmp_path / "gone.key")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=80).map(lambda text: f"kiosk-key ed25519 {text}".encode())))
@settings(max_examples=150, deadline=None)
def test_no_bytes_are_taken_for_a_key_that_they_are_not(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.pub"
    file.write_bytes(raw)
    for load in (keys.load_public, keys.load_private):
        with pytest.raises(KeyFileError) as refused:
            load(file)
        assert "\n" not in str(refused.value)


def test_a_public_key_keeps_the_name_that_its_owner_gave_it(tmp_path: Path) -> None:
    line = keys.line_of(CLINIC_KEY)
    for written in (line, f"{line}\n", f"\ufeff{line}\r\n", f"  {line}  "):
        assert keys.load_public(lying(tmp_path, "a.pub", written.encode())) == CLINIC_KEY
    nameless = lying(tmp_path, "north-ward.pub", line.removesuffix(" Riverside Clinic").encode())
    assert keys.load_public(nameless).name == "north-ward"


@pytest.mark.parametrize(
    "spoil", [lambda line: f"{line}\n{line}", lambda line: line.replace("ed25519", "rsa"), str.upper]
)
def test_a_line_that_is_no_key_is_refused(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    with pytest.raises(KeyFileError, match="is no public key"):
        keys.load_public(lying(tmp_path, "a.pub", spoil(keys.line_of(CLINIC_KEY)).encode()))


def test_what_is_no_small_plain_file_is_no_key_and_hangs_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pub")
    (tmp_path / "folder.pub").mkdir()
    lying(tmp_path, "large.pub", b"kiosk-key ed25519 " + b"A" * 10_000_000)
    for name in ("pipe", "folder", "large", "gone"):
        for load in (keys.load_public, keys.load_private):
            with pytest.raises(KeyFileError):
                load(tmp_path / f"{name}.pub")


def test_a_key_behind_a_passphrase_is_refused_in_one_line(tmp_path: Path) -> None:
    pem = key_of(1)[0].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"secret")
    )
    with pytest.raises(KeyFileError, match="no private key that a pack can be signed with"):
        keys.load_private(lying(tmp_path, "a.key", pem))


def test_a_key_made_by_openssl_signs_as_well(tmp_path: Path) -> None:
    made = Ed25519PrivateKey.generate()
    pem = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    assert keys.public_of(keys.load_private(lying(tmp_path, "a.key", pem))) == made.public_key().public_bytes_raw()


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    theirs = lying(tmp_path, "clinic.pub", b"somebody else's")
    with pytest.raises(KeyFileError, match="is there already"):
        keys.write_pair(tmp_path, "Clinic")
    assert (theirs.read_bytes(), (tmp_path / "clinic.key").exists()) == (b"somebody else's", False)
    (tmp_path / "other.key").symlink_to(tmp_path / "nowhere")
    with pytest.raises(KeyFileError):
        keys.write_pair(tmp_path, "Other")
    assert not (tmp_path / "nowhere").exists()


def test_a_fingerprint_changes_with_every_bit_of_the_key() -> None:
    public = STRANGER_KEY.public
    others = {
        keys.fingerprint(public[:at] + bytes([public[at] ^ 1 << bit]) + public[at + 1 :])
        for at in range(32)
        for bit in range(8)
    }
    assert len(others | {STRANGER_KEY.fingerprint}) == 257


def test_a_signature_fits_one_message_and_one_key() -> None:
    private, key = key_of(1)
    signature = private.sign(b"words")
    assert keys.is_signed(key.public, signature, b"words")
    assert not keys.is_signed(key.public, signature, b"other")
    assert not keys.is_signed(STRANGER_KEY.public, signature, b"words")
    assert not keys.is_signed(b"short", signature, b"words")
    assert not keys.is_signed(key.public, b"", b"words")
