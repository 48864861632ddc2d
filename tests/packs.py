"""Packs for tests: a good one, and every way in which one can be bad. Bytes are made by the door that authors use, then spoiled."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.content import container, keys
from kiosk.content import manifest as writing
from kiosk.content.draft import approval_of
from kiosk.content.generation import parsed
from kiosk.content.keys import PrivateKey
from kiosk.content.names import MANIFEST, SIGNATURE
from kiosk.content.pack import SIGNED, seal
from kiosk.packs import Key, Manifest, PackedArticle, PackProblem

TODAY = date(2026, 11, 27)
ARTICLE = """---
id: {id}
title: {title}
language: en
---

{title} is a made-up condition. It goes away by itself.

## What can I do? {{#prevention}}

Some things help:

- Rest a lot. {{#prevent.rest}}
- Drink water{more}. {{#prevent.water}}

## When should I call? {{#when-to-contact}}

Call your care team when it does not get better.
"""


def key_of(seed: int, name: str = "Riverside Clinic") -> tuple[PrivateKey, Key]:
    """The same one for the same seed."""
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return private, keys.key_of(keys.public_of(private), name)


CLINIC, CLINIC_KEY = key_of(1)
STRANGER, STRANGER_KEY = key_of(2, "A Stranger")


def article(id: str, title: str = "", more: str = "") -> bytes:
    return ARTICLE.format(id=id, title=title or id.capitalize(), more=more).encode()


def files_of(*ids: str, more: str = "") -> dict[str, bytes]:
    return {f"articles/{id}.md": article(id, more=more) for id in ids}


def manifest_of(files: Mapping[str, bytes], version: int = 1, **changes: object) -> Manifest:
    found = [parsed(content, path) for path, content in sorted(files.items()) if path.endswith(".md")]
    packed = tuple(PackedArticle(each.id, each.title, each.language, approval_of(each)) for each in found)
    made = Manifest(version, date(2026, 11, 20), tuple(sorted(packed, key=lambda each: each.id)), (), ())
    return replace(made, **changes)  # type: ignore[arg-type]


def good(*ids: str, version: int = 1, more: str = "", key: PrivateKey = CLINIC, **changes: object) -> bytes:
    files = files_of(*(ids or ("hiccups",)), more=more)
    return seal(manifest_of(files, version, **changes), files, key)


def sealed(files: Mapping[str, bytes], key: PrivateKey = CLINIC, **changes: object) -> bytes:
    """`files` as they are; the manifest lists them."""
    return seal(manifest_of(files, **changes), files, key)  # type: ignore[arg-type]


def members(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as inside:
        return {name: inside.read(name) for name in inside.namelist()}


def signed_again(raw_manifest: bytes, files: Mapping[str, bytes], key: PrivateKey = CLINIC) -> bytes:
    """Any manifest, truly signed."""
    signature = writing.canonical(
        {"algorithm": "ed25519", "key": keys.public_of(key).hex(), "signature": key.sign(SIGNED + raw_manifest).hex()}
    )
    return raw_container({MANIFEST: raw_manifest, SIGNATURE: signature, **files})


def with_manifest(change: Callable[[dict[str, Any]], object], pack: bytes | None = None) -> bytes:
    """What the manifest says is changed, and signed again."""
    inside = members(pack or good())
    tree = json.loads(inside.pop(MANIFEST))
    inside.pop(SIGNATURE)
    change(tree)
    return signed_again(writing.canonical(tree), inside)


@dataclass(frozen=True)
class Entry:
    """One member of a container, as a hostile hand may write it."""

    name: bytes
    content: bytes
    method: int = 0
    mode: int = stat.S_IFREG | 0o644
    size: int | None = None


def raw_container(files: Mapping[str, bytes] | None = None, entries: tuple[Entry, ...] = ()) -> bytes:
    """In the layout of a pack, whatever the names and contents are."""
    order = container.in_order(files or {})
    listed = [*(Entry(name.encode(), (files or {})[name]) for name in order), *entries]
    body: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for each in listed:
        packed = zlib.compress(each.content)[2:-4] if each.method else each.content
        size = len(each.content) if each.size is None else each.size
        common = (20, 0, each.method, 0, 33, zlib.crc32(each.content), len(packed), size, len(each.name), 0)
        made = struct.pack("<4sH", b"PK\1\2", 3 << 8 | 20) + struct.pack("<HHHHHIIIHH", *common)
        directory.append(made + struct.pack("<HHHII", 0, 0, 0, each.mode << 16, at) + each.name)
        body += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *common), each.name, packed
        at += 30 + len(each.name) + len(packed)
    count, length = min(len(listed), 0xFFFF), sum(map(len, directory))
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, length, at, 0)
    return b"".join((*body, *directory, end))


def hostile(name: bytes, content: bytes = b"x", **more: object) -> bytes:
    """A good pack with one more member."""
    return raw_container(members(good()), (Entry(name, content, **more),))  # type: ignore[arg-type]


def flipped(pack: bytes, at: int, bit: int = 0) -> bytes:
    return pack[:at] + bytes([pack[at] ^ (1 << bit)]) + pack[at + 1 :]


def _spoiled_article() -> bytes:
    inside = members(good())
    path = "articles/hiccups.md"
    return raw_container({**inside, path: inside[path].replace(b"Rest", b"Rust")})


def _longer_article() -> bytes:
    inside = members(good())
    return raw_container({**inside, "articles/hiccups.md": inside["articles/hiccups.md"] + b"\n"})


def _without(name: str) -> bytes:
    return raw_container({path: content for path, content in members(good()).items() if path != name})


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name, content in members(good()).items():
            bomb.writestr(name, content)
        bomb.writestr("articles/bomb.md", b"0" * 50_000_000)
    return out.getvalue()


def _many() -> bytes:
    """10^5 members: what comes behind 65,535 needs fields that a pack doesn't have."""
    return raw_container(entries=tuple(Entry(b"articles/a%06d.md" % number, b"") for number in range(100_000)))


def _bad_signature() -> bytes:
    inside = members(good())
    tree = json.loads(inside[SIGNATURE])
    tree["signature"] = ("0" if tree["signature"][0] != "0" else "1") + tree["signature"][1:]
    return raw_container({**inside, SIGNATURE: writing.canonical(tree)})


def _borrowed_signature() -> bytes:
    inside = members(good())
    tree = json.loads(inside[SIGNATURE])
    tree["key"] = STRANGER_KEY.public.hex()
    return raw_container({**inside, SIGNATURE: writing.canonical(tree)})


def _unsigned() -> bytes:
    inside = members(good())
    return raw_container({**inside, SIGNATURE: writing.canonical({"algorithm": "ed25519", "key": "", "signature": ""})})


def bad_packs() -> dict[str, tuple[PackProblem, bytes]]:
    """By what is done to them. On a kiosk that trusts CLINIC_KEY and has nothing of it yet."""
    p, whole = PackProblem, good()
    letters = article("hiccups").replace(b"Rest a lot", "Rest a lot \N{CJK UNIFIED IDEOGRAPH-6D17}".encode())
    hidden = article("hiccups").replace(b"Rest a lot", "Rest \u202ea lot".encode())
    backwards = article("hiccups").replace(b"Rest a lot", "\u05e9\u05dc\u05d5\u05dd".encode())
    return {
        "no zip": (p.NOT_A_PACK, b"Dear nurse, here is the pack."),
        "an empty file": (p.NOT_A_PACK, b""),
        "a zip without a manifest": (p.NOT_A_PACK, _without(MANIFEST)),
        "cut off": (p.TRUNCATED, whole[: len(whole) * 2 // 3]),
        "bytes behind its end": (p.DAMAGED, whole + b"more"),
        "another time in the directory": (p.DAMAGED, flipped(whole, whole.rindex(b"PK\1\2") + 12)),
        "unsigned": (p.UNSIGNED, _unsigned()),
        "without a signature": (p.UNSIGNED, _without(SIGNATURE)),
        "a signature that doesn't fit": (p.BAD_SIGNATURE, _bad_signature()),
        "by a stranger": (p.UNKNOWN_SIGNER, good(key=STRANGER)),
        "an article was changed": (p.WRONG_HASH, _spoiled_article()),
        "an article is longer": (p.WRONG_SIZE, _longer_article()),
        "an article is missing": (p.MISSING_FILE, _without("articles/hiccups.md")),
        "one article too many": (p.UNLISTED_FILE, hostile(b"articles/more.md")),
        "a way out": (p.PATH_ESCAPE, hostile(b"../evil.md")),
        "a way out in the middle": (p.PATH_ESCAPE, hostile(b"articles/../../evil.md")),
        "an absolute path": (p.PATH_ESCAPE, hostile(b"/etc/passwd")),
        "a drive": (p.PATH_ESCAPE, hostile(b"C:evil.md")),
        "a way out for Windows": (p.PATH_ESCAPE, hostile(b"articles\\..\\evil.md")),
        "a link": (p.LINK, hostile(b"articles/link.md", b"/etc/passwd", mode=stat.S_IFLNK | 0o777)),
        "a device": (p.DEVICE_NAME, hostile(b"articles/con.md")),
        "another device": (p.DEVICE_NAME, hostile(b"articles/LPT1")),
        "case twins": (p.CASE_TWINS, hostile(b"articles/HICCUPS.md")),
        "twins": (p.DUPLICATE_FILE, hostile(b"articles/hiccups.md")),
        "capitals": (p.BAD_NAME, hostile(b"articles/Other.md")),
        "a blank in a name": (p.BAD_NAME, hostile(b"articles/a b.md")),
        "NUL in a name": (p.NUL_IN_NAME, hostile(b"articles/a\0.md")),
        "a name that isn't UTF-8": (p.BAD_TEXT, hostile(b"articles/\xff.md")),
        "an archive within": (p.NESTED, hostile(b"articles/more.zip")),
        "a program": (p.NESTED, hostile(b"setup.exe")),
        "a bomb": (p.COMPRESSED, _bomb()),
        "a size that lies": (p.COMPRESSED, hostile(b"articles/more.md", size=3_000_000_000)),
        "an article as long as a library": (p.TOO_LARGE, hostile(b"articles/more.md", bytes(2_000_001))),
        "somebody else's key under the signature": (p.BAD_SIGNATURE, _borrowed_signature()),
        "a hundred thousand files": (p.TOO_MANY_FILES, _many()),
        "a manifest that isn't UTF-8": (p.BAD_TEXT, signed_again(b'{"a":"\xff"}\n', {})),
        "a manifest that is no JSON": (p.BAD_MANIFEST, signed_again(b"{", {})),
        "a manifest with more in it": (p.BAD_MANIFEST, with_manifest(lambda tree: tree.update(more=1))),
        "a title that isn't the article's": (
            p.BAD_MANIFEST,
            with_manifest(lambda tree: tree["articles"][0].update(title="Another")),
        ),
        "an approval that isn't the article's": (
            p.BAD_MANIFEST,
            with_manifest(
                lambda tree: tree["articles"][0].update(approved={"by": "Dr No", "on": "2026-01-01", "role": ""})
            ),
        ),
        "another format": (p.OTHER_FORMAT, with_manifest(lambda tree: tree.update(format=2))),
        "for a newer kiosk": (p.NEEDS_NEWER_KIOSK, good(minimum_kiosk="99.0")),
        "expired": (p.EXPIRED, good(valid_until=date(2026, 11, 1))),
        "made long after today": (p.MADE_LATER, good(created=date(2099, 1, 1))),
        "an article that isn't UTF-8": (p.BAD_TEXT, _of_bytes(b"---\ntitle: hiccups\n---\n\n\xff\n")),
        "an article that is none": (p.BAD_ARTICLE, _of_bytes(b"# Nothing\n")),
        "questions that are no TOML": (
            p.BAD_ARTICLE,
            sealed({**files_of("hiccups"), "articles/hiccups.questions.toml": b"[sections"}),
        ),
        "questions of another kind": (
            p.BAD_ARTICLE,
            sealed({**files_of("hiccups"), "articles/hiccups.questions.toml": b"more = 1\n"}),
        ),
        "questions in one endless row": (
            p.BAD_ARTICLE,
            sealed({**files_of("hiccups"), "articles/hiccups.questions.toml": b"a." * 20_000 + b"a = 1\n"}),
        ),
        "a calibration that answers everything": (
            p.BAD_ARTICLE,
            sealed({**files_of("hiccups"), "articles/hiccups.calibration.toml": b"answer_at = 0.0\n"}),
        ),
        "a calibration without a number": (
            p.BAD_ARTICLE,
            sealed({**files_of("hiccups"), "articles/hiccups.calibration.toml": b"slope = nan\n"}),
        ),
        "a word that is said as nothing": (
            p.BAD_ARTICLE,
            sealed({**files_of("hiccups"), "articles/hiccups.lexicon.toml": b'[words]\n"help" = ""\n'}),
        ),
        "vectors that are none": (
            p.BAD_ARTICLE,
            sealed({**files_of("hiccups"), "articles/hiccups.vectors.npz": b"none"}),
        ),
        "letters that nobody can draw": (p.MISSING_GLYPHS, sealed({"articles/hiccups.md": letters})),
        "letters that turn the line around": (p.MISSING_GLYPHS, sealed({"articles/hiccups.md": hidden})),
        "letters from right to left": (p.MISSING_GLYPHS, sealed({"articles/hiccups.md": backwards})),
    }


def _of_bytes(raw: bytes) -> bytes:
    """A pack whose article is these bytes, with a manifest that fits a good one."""
    files = {"articles/hiccups.md": raw}
    return seal(manifest_of(files_of("hiccups")), files, CLINIC)


def lying(folder: Path, name: str, content: bytes) -> Path:
    """As a file on a stick."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name
