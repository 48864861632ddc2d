"""The author's last step: files become a signed pack, under a version that its key has not used for anything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kiosk.content import article as markdown_article
from kiosk.content import notices
from kiosk.content.disk import replace_flushed, why
from kiosk.content.draft import approval_of
from kiosk.content.keys import PrivateKey, public_of
from kiosk.content.pack import seal
from kiosk.errors import PackRefusedError
from kiosk.packs import Manifest, PackedArticle


def version_for(key_file: Path, key: PrivateKey, files: Mapping[str, bytes], rest: str) -> int:
    """Counts up with what the key signs, in a ledger beside it: the same content is the same version. Raises PackRefusedError."""
    ledger = key_file.with_name(f"{key_file.stem}.versions.json")
    digest = hashlib.sha256(rest.encode())
    digest.update(public_of(key))
    for path in sorted(files):
        digest.update(path.encode() + b"\0" + hashlib.sha256(files[path]).digest())
    now = digest.hexdigest()
    try:
        kept = json.loads(ledger.read_bytes()) if ledger.exists() else {}
        known = {str(each): int(number) for each, number in kept.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise PackRefusedError(
            f"{ledger}: the versions can't be read. Mend it, or name one: --content-version N."
        ) from error
    if now in known:
        return known[now]
    version = max(known.values(), default=0) + 1
    try:
        replace_flushed(ledger, (json.dumps({**known, now: version}, indent=1) + "\n").encode())
    except OSError as error:
        raise PackRefusedError(
            f"{ledger}: can't be written: {why(error)}. Name a version: --content-version N."
        ) from error
    return version


def sealed(manifest: Manifest, files: Mapping[str, bytes], key: PrivateKey) -> bytes:
    """`manifest` without its articles: they are taken from the files."""
    found = [
        markdown_article.parse(content.decode("utf-8-sig"), path)
        for path, content in files.items()
        if path.endswith(".md")
    ]
    packed = [PackedArticle(each.id, each.title, each.language, approval_of(each)) for each in found]
    said = next(
        (notices.read(content).approval for path, content in files.items() if path.startswith("notices/")), None
    )
    whole = replace(
        manifest,
        articles=tuple(sorted(packed, key=lambda each: each.id)),
        removes=tuple(sorted(manifest.removes)),
        notices=said,
    )
    return seal(whole, files, key)
