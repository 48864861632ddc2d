"""A pack is what its signer signed, to the last bit, or it is refused."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content import keys
from kiosk.content import manifest as writing
from kiosk.content.pack import OpenPack, open_pack, seal
from kiosk.packs import Manifest, PackedArticle, PackProblem, Refusal
from tests.packs import (
    CLINIC,
    CLINIC_KEY,
    article,
    bad_packs,
    files_of,
    flipped,
    good,
    lying,
    manifest_of,
    members,
    raw_container,
    with_manifest,
)

UNREADABLE = Path("/sys/class/net/lo/speed")


def problem_of(found: OpenPack | Refusal) -> PackProblem | None:
    """None: it is whole."""
    if isinstance(found, Refusal):
        return found.problem
    found.close()
    return None


def opened(folder: Path, raw: bytes) -> OpenPack | Refusal:
    return open_pack(lying(folder, "a.kioskpack", raw))


def test_what_was_sealed_is_read_again_to_the_letter(tmp_path: Path) -> None:
    files = {**files_of("hiccups", "yawning"), "notices/en.toml": b"[texts]\n"}
    pack = opened(tmp_path, seal(manifest_of(files), files, CLINIC))
    assert isinstance(pack, OpenPack)
    with pack:
        assert pack.public == CLINIC_KEY.public
        assert {path: pack.read(path) for path in pack.paths} == files
        assert [each.id for each in pack.manifest.articles] == ["hiccups", "yawning"]


def test_the_same_content_is_the_same_bytes_in_whatever_order_it_comes(tmp_path: Path) -> None:
    files = files_of("hiccups", "yawning")
    turned = dict(reversed(list(files.items())))
    assert seal(manifest_of(files), files, CLINIC) == seal(manifest_of(turned), turned, CLINIC)


@pytest.mark.parametrize("bit", range(8))
def test_no_flipped_bit_is_overlooked(tmp_path: Path, bit: int) -> None:
    """Each bit of every byte, in a small pack."""
    whole = good()
    overlooked = [at for at in range(len(whole)) if isinstance(opened(tmp_path, flipped(whole, at, bit)), OpenPack)]
    assert overlooked == []


def test_no_pack_is_whole_that_was_cut_off_anywhere(tmp_path: Path) -> None:
    whole = good()
    for length in range(len(whole)):
        refused = opened(tmp_path, whole[:length])
        assert isinstance(refused, Refusal), length
        if length > 30:
            assert refused.problem is PackProblem.TRUNCATED, length


def test_what_is_no_plain_file_is_no_pack_and_hangs_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.kioskpack")
    (tmp_path / "folder.kioskpack").mkdir()
    (tmp_path / "link.kioskpack").symlink_to(lying(tmp_path, "a.kioskpack", good()))
    for name in ("pipe", "folder", "link", "gone"):
        assert isinstance(open_pack(tmp_path / f"{name}.kioskpack"), Refusal), name


def test_a_gigabyte_of_nothing_is_refused_at_a_glance(tmp_path: Path) -> None:
    file = lying(tmp_path, "a.kioskpack", b"PK\3\4")
    os.truncate(file, 3_000_000_000)
    refused = open_pack(file)
    assert isinstance(refused, Refusal)
    assert refused.problem is PackProblem.TOO_LARGE
    os.truncate(file, 400_000_000)
    refused = open_pack(file)
    assert isinstance(refused, Refusal)
    assert refused.problem is PackProblem.TRUNCATED


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_bytes_raise_anything(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    for head in (b"", b"PK\3\4"):
        assert isinstance(opened(folder, head + raw), Refusal)


# ---- another program's pack, by docs/pack-format.md alone


def by_another_program(files: dict[str, bytes], manifest: dict[str, object]) -> bytes:
    """Nothing of the kiosk's is used here but a private key."""

    def text(tree: object) -> bytes:
        return (json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()

    listed = [
        {"path": path, "sha256": hashlib.sha256(files[path]).hexdigest(), "size": len(files[path])}
        for path in sorted(files)
    ]
    said = text({**manifest, "files": listed})
    public = CLINIC.public_key().public_bytes_raw()
    signed = {"algorithm": "ed25519", "key": public.hex(), "signature": CLINIC.sign(b"kioskpack 1\n" + said).hex()}
    order = [("manifest.json", said), ("signature.json", text(signed)), *sorted(files.items())]
    body, directory = b"", b""
    for name, content in order:
        common = struct.pack(
            "<HHHHHIIIHH", 20, 0, 0, 0, 33, zlib.crc32(content), len(content), len(content), len(name), 0
        )
        directory += b"PK\1\2" + struct.pack("<H", 0x0314) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, len(body)) + name.encode()
        body += b"PK\3\4" + common + name.encode() + content
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(order), len(order), len(directory), len(body), 0)
    return body + directory + end


def test_another_program_can_write_one(tmp_path: Path) -> None:
    files = {"articles/hiccups.md": article("hiccups")}
    said = {
        "articles": [{"approved": None, "id": "hiccups", "language": "en", "title": "Hiccups"}],
        "content_version": 1,
        "created": "2026-11-20",
        "encoder": "",
        "format": 1,
        "minimum_kiosk": "0.1.0",
        "notices": None,
        "removes": [],
        "valid_until": None,
    }
    theirs = by_another_program(files, said)
    assert isinstance(opened(tmp_path, theirs), OpenPack)
    assert theirs == seal(manifest_of(files), files, CLINIC)


# ---- the signature


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tree: tree.update(algorithm="none"),
        lambda tree: tree.update(more=1),
        lambda tree: tree.pop("algorithm"),
        lambda tree: tree.pop("key"),
        lambda tree: tree.update(key=tree["key"].upper()),
        lambda tree: tree.update(key=5),
        lambda tree: tree.update(key=""),
        lambda tree: tree.update(signature=[1]),
        lambda tree: tree.update(signature=tree["signature"][:-2]),
        lambda tree: tree.update(signature=tree["signature"] + "00"),
        lambda tree: tree.update(signature="zz"),
        lambda tree: tree.update(signature=f" {tree['signature']}"),
    ],
)
def test_a_signature_has_one_spelling(tmp_path: Path, spoil: Callable[[dict[str, Any]], object]) -> None:
    inside = members(good())
    tree = json.loads(inside["signature.json"])
    spoil(tree)
    assert problem_of(opened(tmp_path, raw_container({**inside, "signature.json": writing.canonical(tree)}))) in (
        PackProblem.BAD_SIGNATURE,
        PackProblem.DAMAGED,
    )


def test_a_signature_of_another_pack_does_not_fit(tmp_path: Path) -> None:
    older, newer = members(good(version=1)), members(good(version=2))
    mixed = raw_container({**newer, "signature.json": older["signature.json"]})
    assert problem_of(opened(tmp_path, mixed)) is PackProblem.BAD_SIGNATURE


def test_what_was_signed_for_something_else_is_no_pack(tmp_path: Path) -> None:
    """The words that stand before the manifest are signed with it."""
    inside = members(good())
    bare = {
        "algorithm": "ed25519",
        "key": CLINIC_KEY.public.hex(),
        "signature": CLINIC.sign(inside["manifest.json"]).hex(),
    }
    mixed = raw_container({**inside, "signature.json": writing.canonical(bare)})
    assert problem_of(opened(tmp_path, mixed)) is PackProblem.BAD_SIGNATURE


# ---- the manifest against what is there


@pytest.mark.parametrize(
    "lie",
    [
        lambda tree: tree["articles"].reverse(),
        lambda tree: tree["files"].reverse(),
        lambda tree: tree["articles"].pop(),
        lambda tree: tree["articles"][0].update(id="cough"),
        lambda tree: tree.update(removes=["b", "a"]),
        lambda tree: tree.update(notices={"by": "Dr A", "on": "2026-01-01", "role": ""}),
    ],
)
def test_a_signed_manifest_that_lies_is_refused(tmp_path: Path, lie: Callable[[dict[str, Any]], object]) -> None:
    raw = with_manifest(lie, good("hiccups", "yawning"))
    assert problem_of(opened(tmp_path, raw)) is PackProblem.BAD_MANIFEST


def test_a_pack_that_does_nothing_is_refused(tmp_path: Path) -> None:
    assert problem_of(opened(tmp_path, seal(manifest_of({}), {}, CLINIC))) is PackProblem.BAD_MANIFEST
    assert problem_of(opened(tmp_path, seal(manifest_of({}, removes=("hiccups",)), {}, CLINIC))) is None


# ---- when it can't be read


def test_what_cannot_be_read_is_the_stick_s_fault_there_and_the_disk_s_here(tmp_path: Path) -> None:
    gone = tmp_path / "gone.kioskpack"
    assert problem_of(open_pack(gone, on_stick=True)) is PackProblem.STICK_GONE
    assert problem_of(open_pack(gone)) is PackProblem.DISK_FAULT


@pytest.mark.skipif(not UNREADABLE.is_file(), reason="the kernel has no such file here")
def test_so_is_a_file_that_fails_while_it_is_read() -> None:
    """One of the kernel's: it is plain, it is 4096 bytes long, and it answers with an error."""
    assert problem_of(open_pack(UNREADABLE, on_stick=True)) is PackProblem.STICK_GONE
    assert problem_of(open_pack(UNREADABLE)) is PackProblem.DISK_FAULT


def test_a_path_that_no_file_can_have_is_no_pack() -> None:
    assert problem_of(open_pack(Path("a\0b"))) is PackProblem.NOT_A_PACK


# ---- every reason


ELSEWHERE = {
    PackProblem.REVOKED_SIGNER,
    PackProblem.OLDER_THAN_INSTALLED,
    PackProblem.VERSION_REUSED,
    PackProblem.STICK_GONE,
    PackProblem.NO_ROOM,
    PackProblem.DISK_FAULT,
}
"""Not of the pack alone: of the keys, the library, the stick and the disk; their tests stand there."""


def test_there_is_a_bad_pack_for_every_reason() -> None:
    assert {problem for problem, _ in bad_packs().values()} == set(PackProblem) - ELSEWHERE


# ---- the manifest

names = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=40)
manifests = st.builds(
    lambda version, title, day: replace(
        manifest_of(files_of("hiccups"), version), created=day, articles=(replace(_one(), title=title),)
    ),
    st.integers(1, 2**53),
    names,
    st.dates(),
)


def _one() -> PackedArticle:
    return manifest_of(files_of("hiccups")).articles[0]


@given(manifests)
def test_a_manifest_is_read_as_it_was_written(manifest: Manifest) -> None:
    assert writing.read(writing.written(manifest), "a") == manifest


@given(manifests, st.data())
def test_a_manifest_has_one_spelling(manifest: Manifest, data: st.DataObject) -> None:
    raw = writing.written(manifest)
    at = data.draw(st.integers(0, len(raw) - 1))
    other = data.draw(st.sampled_from([raw[:at] + b" " + raw[at:], raw + b"\n", raw[:-1], raw.replace(b",", b", ", 1)]))
    found = writing.read(other, "a")
    assert isinstance(found, Refusal) or (found != manifest and writing.written(found) == other)


@given(st.binary(max_size=200))
def test_no_manifest_raises_anything(raw: bytes) -> None:
    assert isinstance(writing.read(raw, "a"), Refusal)


def test_a_deep_manifest_is_refused(tmp_path: Path) -> None:
    assert isinstance(writing.read(b"[" * 1_000_000, "a"), Refusal)
    assert isinstance(writing.read(b'{"a":' * 1_000_000, "a"), Refusal)
    assert isinstance(writing.read(b'{"format":' + b"9" * 1_000_000 + b"}", "a"), Refusal)


def test_a_pack_shows_its_signer_by_a_number_that_can_be_read_out() -> None:
    assert keys.fingerprint(CLINIC_KEY.public) == CLINIC_KEY.fingerprint
    groups = CLINIC_KEY.fingerprint.split()
    assert [len(group) for group in groups] == [4] * 6
    assert all(group.isdecimal() for group in groups)
    assert sorted(members(good()))[-1] == "signature.json"
