"""The manifest of a pack: canonical JSON <-> `Manifest`. One value has one spelling, so that the same content is the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from msgspec import Meta, Struct, ValidationError, convert

from kiosk.packs import Approval, Manifest, PackedArticle, PackedFile, PackProblem, Refusal

FORMAT = 1
LARGEST = 4_000_000
"""Bytes."""

_Line = Annotated[str, Meta(min_length=1, max_length=300)]
_Id = Annotated[str, Meta(pattern=r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z", max_length=80)]
_Day = Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
"""`\\d` would let in the digits of every script, which later readers choke on."""
_Version = Annotated[int, Meta(ge=1, le=2**53)]


class _Approval(Struct, forbid_unknown_fields=True):
    by: _Line
    on: _Day
    role: Annotated[str, Meta(max_length=300)]


class _Article(Struct, forbid_unknown_fields=True):
    id: _Id
    title: _Line
    language: Annotated[str, Meta(pattern=r"\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z", max_length=35)]
    approved: _Approval | None


class _File(Struct, forbid_unknown_fields=True):
    path: _Line
    sha256: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    size: Annotated[int, Meta(ge=0, le=2**40)]


class _Manifest(Struct, forbid_unknown_fields=True):
    articles: list[_Article]
    content_version: _Version
    created: _Day
    encoder: Annotated[str, Meta(pattern=r"\A([0-9a-f]{64})?\Z")]
    files: list[_File]
    format: int
    minimum_kiosk: Annotated[str, Meta(pattern=r"\A[0-9]{1,4}(\.[0-9]{1,4}){0,3}\Z")]
    notices: _Approval | None
    removes: list[_Id]
    valid_until: _Day | None


def written(manifest: Manifest) -> bytes:
    """UTF-8, keys in order, no blanks, one line end."""
    tree = {
        "articles": [
            {"approved": _approval(each.approval), "id": each.id, "language": each.language, "title": each.title}
            for each in manifest.articles
        ],
        "content_version": manifest.content_version,
        "created": str(manifest.created),
        "encoder": manifest.encoder,
        "files": [{"path": each.path, "sha256": each.sha256, "size": each.size} for each in manifest.files],
        "format": manifest.format,
        "minimum_kiosk": manifest.minimum_kiosk,
        "notices": _approval(manifest.notices),
        "removes": list(manifest.removes),
        "valid_until": str(manifest.valid_until) if manifest.valid_until else None,
    }
    return canonical(tree)


def canonical(tree: Mapping[str, Any]) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode("utf-8")


def read(raw: bytes, pack: str) -> Manifest | Refusal:
    """BAD_TEXT, OTHER_FORMAT or BAD_MANIFEST for anything that isn't just how `written` writes it."""

    def bad(detail: str) -> Refusal:
        return Refusal(PackProblem.BAD_MANIFEST, pack, "manifest.json", detail)

    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Refusal(PackProblem.BAD_TEXT, pack, "manifest.json", f"byte {error.start}")
    tree = loaded(text)
    if not isinstance(tree, dict):
        return bad("not a JSON object")
    if type(tree.get("format")) is int and tree["format"] != FORMAT:
        return Refusal(PackProblem.OTHER_FORMAT, pack, "manifest.json", str(tree["format"])[:20])
    try:
        found = convert(tree, _Manifest)
        manifest = _manifest(found)
    except (ValidationError, ValueError) as error:
        return bad(" ".join(str(error).split())[:200])
    if twin := _twin(manifest):
        return bad(f"{twin} stands in it twice")
    try:
        same = written(manifest) == raw
    except UnicodeEncodeError:  # half of a surrogate pair, as "\\ud800"
        return bad("half a letter")
    return manifest if same else bad("not written in the one canonical way")


def loaded(text: str) -> Any:
    """None for what is no JSON. Python's parser is generous (NaN, twins): the canonical form refuses what it lets through."""
    try:
        return json.loads(text, parse_int=_bounded)
    except (ValueError, RecursionError):
        return None


def _bounded(digits: str) -> int:
    if len(digits) > 20:
        raise ValueError("a number is too large")
    return int(digits)


def _approval(approval: Approval | None) -> dict[str, str] | None:
    return {"by": approval.by, "on": str(approval.on), "role": approval.role} if approval else None


def _manifest(found: _Manifest) -> Manifest:
    return Manifest(
        content_version=found.content_version,
        created=date.fromisoformat(found.created),
        articles=tuple(
            PackedArticle(each.id, one_line(each.title), each.language, _read_approval(each.approved))
            for each in found.articles
        ),
        removes=tuple(found.removes),
        files=tuple(PackedFile(each.path, each.size, each.sha256) for each in found.files),
        minimum_kiosk=found.minimum_kiosk,
        valid_until=date.fromisoformat(found.valid_until) if found.valid_until else None,
        notices=_read_approval(found.notices),
        encoder=found.encoder,
        format=found.format,
    )


def _read_approval(found: _Approval | None) -> Approval | None:
    return Approval(one_line(found.by), one_line(found.role), date.fromisoformat(found.on)) if found else None


_BLANKS = re.compile(r"\s+")


def one_line(text: str) -> str:
    """Raises ValueError for what can't be shown as a line: it is shown to staff, and asks for their trust."""
    if _BLANKS.sub(" ", text).strip() != text or not text.isprintable():
        raise ValueError(f"{text[:40]!r} is not one line of letters")
    return text


def _twin(manifest: Manifest) -> str:
    """What is named twice; empty: nothing."""
    for names in (
        [each.id for each in manifest.articles] + list(manifest.removes),
        [each.path for each in manifest.files],
    ):
        seen: set[str] = set()
        for name in names:
            if name in seen:
                return name
            seen.add(name)
    return ""
