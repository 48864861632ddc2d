"""Signing keys: Ed25519. The private one is a PEM file, the public one a line that can be read out over the telephone by its
fingerprint."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.content.disk import PLAIN
from kiosk.errors import KeyFileError
from kiosk.packs import Key

PrivateKey = Ed25519PrivateKey

LARGEST = 4096
"""Bytes. No key file is larger."""
LONGEST_NAME = 60
"""Letters."""
MARK = "kiosk-key"
ALGORITHM = "ed25519"
_LINE = re.compile(rf"{MARK} {ALGORITHM} ([A-Za-z0-9+/]{{43}}=)(?: (.*))?")


def generate(name: str) -> tuple[PrivateKey, Key]:
    """Raises KeyFileError for a name that can't be one."""
    private = Ed25519PrivateKey.generate()
    return private, key_of(public_of(private), name)


def key_of(public: bytes, name: str) -> Key:
    return Key(named(name), public, fingerprint(public))


def public_of(private: PrivateKey) -> bytes:
    """32 bytes."""
    return private.public_key().public_bytes_raw()


def fingerprint(public: bytes) -> str:
    """24 digits in six groups: 80 bits of its SHA-256, that anybody can read aloud."""
    digits = f"{int.from_bytes(hashlib.sha256(public).digest(), 'big') % 10**24:024}"
    return " ".join(digits[at : at + 4] for at in range(0, 24, 4))


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def named(name: str) -> str:
    """The name as it is kept: one line of printable letters. Raises KeyFileError."""
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise KeyFileError(f"A key needs a name of 1 to {LONGEST_NAME} letters on one line, like: Riverside Clinic.")
    return plain


# ---- files


def write_pair(folder: Path, name: str) -> tuple[Path, Path, Key]:
    """A new pair as `NAME.key` (only its owner may read it) and `NAME.pub`. Nothing is ever replaced. Raises KeyFileError."""
    private, key = generate(name)
    stem = re.sub(r"[^A-Za-z0-9]+", "-", key.name).strip("-").lower() or "clinic"
    private_file, public_file = folder / f"{stem}.key", folder / f"{stem}.pub"
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in (private_file, public_file):
            if file.exists():
                raise KeyFileError(f"{file} is there already. Keys are never replaced: take another folder, or --name.")
        _write_new(private_file, pem, 0o600)
        _write_new(public_file, f"{line_of(key)}\n".encode(), 0o644)
    except OSError as error:
        raise KeyFileError(f"{folder}: the keys can't be written: {error.strerror or error}.") from error
    return private_file, public_file, key


def line_of(key: Key) -> str:
    return f"{MARK} {ALGORITHM} {base64.b64encode(key.public).decode()} {key.name}"


def load_private(file: Path) -> PrivateKey:
    """Raises KeyFileError."""
    pem = _read(file)
    try:
        private = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise KeyFileError(
            f"{file} holds no private key that a pack can be signed with. `pack keygen DIR` makes one (its .key file)."
        ) from error
    except Exception as error:  # cryptography's UnsupportedAlgorithm has no base of its own
        raise KeyFileError(
            f"{file} holds a key of another kind: Ed25519 is needed. `pack keygen DIR` makes one."
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyFileError(f"{file} holds a key of another kind: Ed25519 is needed. `pack keygen DIR` makes one.")
    return private


def load_public(file: Path) -> Key:
    """Raises KeyFileError."""
    try:
        text = _read(file).decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise KeyFileError(
            f"{file} is no public key: it isn't text. It ends in .pub, and `pack keygen` makes it."
        ) from error
    match = _LINE.fullmatch(text)
    if match is None:
        raise KeyFileError(f"{file} is no public key: it must be one line, `{MARK} {ALGORITHM} ... NAME`.")
    try:
        public = base64.b64decode(match[1], validate=True)
    except binascii.Error as error:
        raise KeyFileError(f"{file} is no public key: its middle part is damaged. Take the file anew.") from error
    return key_of(public, match[2] or file.stem)


def _read(file: Path) -> bytes:
    """A regular file, bounded: what lies on a stick may be anything."""
    try:
        descriptor = os.open(file, os.O_RDONLY | PLAIN | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        with os.fdopen(descriptor, "rb") as opened:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise KeyFileError(f"{file} is not a file.")
            content = opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{file} can't be read: {getattr(error, 'strerror', None) or error}.") from error
    if len(content) > LARGEST:
        raise KeyFileError(f"{file} is too large for a key.")
    return content


def _write_new(file: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, mode)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(descriptor)
