"""A pack: articles and what belongs to them, a manifest that names every byte of it, and a signature over the manifest.

`seal` writes one, `open_pack` reads one on the kiosk's own disk and checks everything that needs no opinion (shape, arithmetic of
the signature, every hash). Whether the signer counts, `trust` decides.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from kiosk.content import container, keys
from kiosk.content import manifest as writing
from kiosk.content.container import Container, RefusedPack
from kiosk.content.disk import why
from kiosk.content.keys import PrivateKey
from kiosk.content.names import MANIFEST, SIGNATURE, id_of
from kiosk.packs import Manifest, PackedFile, PackProblem, Refusal

SUFFIX = ".kioskpack"
SIGNED = b"kioskpack 1\n"
"""Stands before the manifest in what is signed: a signature is of use for nothing else."""
LARGEST_SIGNATURE = 1000
"""Bytes."""


def seal(manifest: Manifest, files: Mapping[str, bytes], key: PrivateKey) -> bytes:
    """The pack's bytes. `files`: by their path in the pack; the manifest's own list of them is made here."""
    listed = tuple(
        PackedFile(path, len(files[path]), hashlib.sha256(files[path]).hexdigest()) for path in sorted(files)
    )
    said = writing.written(replace(manifest, files=listed))
    signature = writing.canonical(
        {"algorithm": keys.ALGORITHM, "key": keys.public_of(key).hex(), "signature": key.sign(SIGNED + said).hex()}
    )
    return container.written({**files, MANIFEST: said, SIGNATURE: signature})


class OpenPack:
    """A pack that is what its signer signed. Close it, or use it in a `with`."""

    def __init__(self, file: Path, inside: Container, manifest: Manifest, public: bytes) -> None:
        self.file = file
        self.name = file.name
        self.manifest = manifest
        self.public = public
        """Of the key that signed it."""
        self._inside = inside
        self._listed = {each.path: each for each in manifest.files}

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(self._listed)

    def read(self, path: str) -> bytes:
        """Checked against the manifest again. Raises RefusedPack where it is no longer what it was; OSError."""
        content = self._inside.read(path)
        listed = self._listed[path]
        if len(content) != listed.size:
            raise RefusedPack(PackProblem.WRONG_SIZE, path)
        if hashlib.sha256(content).hexdigest() != listed.sha256:
            raise RefusedPack(PackProblem.WRONG_HASH, path)
        return content

    def check(self) -> None:
        """Every file. Raises RefusedPack; OSError."""
        members = self._inside.members
        for listed in self.manifest.files:
            digest, crc = hashlib.sha256(), 0
            for block in self._inside.blocks(listed.path):
                digest.update(block)
                crc = zlib.crc32(block, crc)
            if digest.hexdigest() != listed.sha256:
                raise RefusedPack(PackProblem.WRONG_HASH, listed.path)
            if crc != members[listed.path].crc:
                raise RefusedPack(PackProblem.DAMAGED, listed.path)

    def close(self) -> None:
        self._inside.close()

    def __enter__(self) -> OpenPack:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_pack(file: Path, *, on_stick: bool = False) -> OpenPack | Refusal:
    """Everything but trust. Reads the whole file once."""
    try:
        handle = container.opened(file)
        try:
            pack = _read(file, container.read(handle))
            pack.check()
        except BaseException:
            handle.close()
            raise
        return pack
    except RefusedPack as refused:
        return refused.of(file.name)
    except OSError as error:
        problem = PackProblem.STICK_GONE if on_stick else PackProblem.DISK_FAULT
        return Refusal(problem, file.name, detail=why(error))
    except ValueError:  # a NUL in the path itself
        return Refusal(PackProblem.NOT_A_PACK, file.name)


def _read(file: Path, inside: Container) -> OpenPack:
    members = inside.members
    if MANIFEST not in members:
        raise RefusedPack(PackProblem.NOT_A_PACK, detail="it holds no manifest.json")
    if SIGNATURE not in members:
        raise RefusedPack(PackProblem.UNSIGNED)
    for path, most in ((MANIFEST, writing.LARGEST), (SIGNATURE, LARGEST_SIGNATURE)):
        if members[path].size > most:
            raise RefusedPack(PackProblem.TOO_LARGE, path, f"{members[path].size:,} bytes")
    said, signature = inside.read(MANIFEST), inside.read(SIGNATURE)
    public = _signer(said, signature)
    manifest = writing.read(said, file.name)
    if isinstance(manifest, Refusal):
        raise RefusedPack(manifest.problem, manifest.file, manifest.detail)
    for path, content in ((MANIFEST, said), (SIGNATURE, signature)):
        if zlib.crc32(content) != members[path].crc:
            raise RefusedPack(PackProblem.DAMAGED, path)
    _compare(manifest, inside)
    _belong_together(manifest)
    return OpenPack(file, inside, manifest, public)


def _signer(said: bytes, raw: bytes) -> bytes:
    """The public key whose signature fits. Raises RefusedPack."""
    try:
        tree = writing.loaded(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RefusedPack(PackProblem.BAD_TEXT, SIGNATURE, f"byte {error.start}") from error
    if tree is None or not isinstance(tree, dict) or not tree.get("signature"):
        raise RefusedPack(PackProblem.UNSIGNED)
    try:
        public, signature = bytes.fromhex(tree["key"]), bytes.fromhex(tree["signature"])
    except (KeyError, TypeError, ValueError) as error:
        raise RefusedPack(PackProblem.BAD_SIGNATURE, SIGNATURE) from error
    wanted = writing.canonical({"algorithm": keys.ALGORITHM, "key": public.hex(), "signature": signature.hex()})
    if wanted != raw or not keys.is_signed(public, signature, SIGNED + said):
        raise RefusedPack(PackProblem.BAD_SIGNATURE)
    return public


def _compare(manifest: Manifest, inside: Container) -> None:
    """The list of the manifest with what is there. Raises RefusedPack."""
    listed = {each.path: each for each in manifest.files}
    there = set(inside.members) - {MANIFEST, SIGNATURE}
    if missing := sorted(listed.keys() - there):
        raise RefusedPack(PackProblem.MISSING_FILE, missing[0][:80])
    if stray := sorted(there - listed.keys()):
        raise RefusedPack(PackProblem.UNLISTED_FILE, stray[0])
    for path, each in listed.items():
        if inside.members[path].size != each.size:
            raise RefusedPack(PackProblem.WRONG_SIZE, path)


def _belong_together(manifest: Manifest) -> None:
    """Articles and files, and the one order of both. Raises RefusedPack."""
    paths = [each.path for each in manifest.files]
    articles = [each.id for each in manifest.articles]
    texts = [id_of(path) for path in paths if path.startswith("articles/") and path.endswith(".md")]
    owners = {id_of(path) for path in paths if path.startswith("articles/")}
    if paths != sorted(paths) or articles != sorted(articles) or list(manifest.removes) != sorted(manifest.removes):
        raise RefusedPack(PackProblem.BAD_MANIFEST, MANIFEST, "its lists are not in order")
    if sorted(texts) != articles or not owners <= set(articles):
        odd = sorted(set(texts) ^ set(articles) | (owners - set(articles)))
        raise RefusedPack(PackProblem.BAD_MANIFEST, MANIFEST, f"articles and files differ: {', '.join(odd)[:80]}")
    if not articles and not manifest.removes and not any(path.startswith("notices/") for path in paths):
        raise RefusedPack(PackProblem.BAD_MANIFEST, MANIFEST, "there is nothing in it")
    if manifest.notices and not any(path.startswith("notices/") for path in paths):
        raise RefusedPack(PackProblem.BAD_MANIFEST, MANIFEST, "it approves notices that aren't there")
