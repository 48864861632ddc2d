"""Signing keys, and the ring of those that count on a kiosk."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content import keys
from kiosk.content.keyring import Keyring
from kiosk.errors import KeyFileError
from tests.packs import CLINIC_KEY, STRANGER_KEY, key_of


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


# ---- the ring


def test_a_ring_holds_who_was_added_and_remembers_who_was_taken_away(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    assert (ring.keys, ring.revoked) == ((), ())
    ring.add(CLINIC_KEY)
    ring.add(STRANGER_KEY, "Our other office")
    assert [key.name for key in Keyring(tmp_path).keys] == ["Riverside Clinic", "Our other office"]
    ring.revoke("Riverside Clinic")
    assert [key.name for key in ring.keys] == ["Our other office"]
    assert ring.revoked == (CLINIC_KEY,)
    ring.add(CLINIC_KEY)
    assert ring.revoked == ()


def test_two_keys_never_have_one_name(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.add(CLINIC_KEY)
    with pytest.raises(KeyFileError, match="a name of its own"):
        ring.add(STRANGER_KEY, "riverside clinic")
    ring.add(key_of(1, "A new name")[1])
    assert [key.name for key in ring.keys] == ["A new name"]


def test_taking_away_who_isn_t_there_names_who_is(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.add(CLINIC_KEY)
    with pytest.raises(KeyFileError, match="There are: Riverside Clinic"):
        ring.revoke("Somebody")


@given(
    st.one_of(
        st.binary(max_size=200),
        st.sampled_from([b"{}", b'{"keys": 1}', b'{"keys": [{"name": "x", "key": "eA=="}]}', b"["]),
    )
)
@settings(max_examples=100, deadline=None)
def test_a_damaged_ring_trusts_nobody_and_says_what_to_do(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "ring"
    folder.mkdir(exist_ok=True)
    (folder / "keys.json").write_bytes(raw)
    with pytest.raises(KeyFileError) as refused:
        _ = Keyring(folder).keys
    assert "\n" not in str(refused.value)
    assert "trust add" in str(refused.value)
