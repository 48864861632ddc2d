"""Names of files in a pack: which are allowed, and what is wrong with the others."""

from __future__ import annotations

import re

from kiosk.packs import PackProblem

MANIFEST = "manifest.json"
SIGNATURE = "signature.json"
KINDS = (
    re.compile(
        r"articles/(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<kind>md|questions\.toml|calibration\.toml|lexicon\.toml|vectors\.npz)"
    ),
    re.compile(r"notices/(?P<id>[a-z]{2,3}(?:-[a-z0-9]{1,8})*)\.(?P<kind>toml)"),
)
LARGEST = {"md": 400_000, "vectors.npz": 16_000_000}
"""Bytes, by kind; any other: `LARGEST_TABLE`."""
LARGEST_TABLE = 400_000
LONGEST = 160
"""Letters of a name."""
_ALLOWED = re.compile(r"[a-z0-9._/-]+")
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[ .:].*)?", re.IGNORECASE
)


def fault_of(name: str) -> PackProblem | None:
    """None: it may stand in a pack. `name` is decoded already."""
    if "\0" in name:
        return PackProblem.NUL_IN_NAME
    parts = re.split(r"[/\\]", name)
    if (
        name[:1] in ("/", "\\", "~")
        or re.match(r"[A-Za-z]:", name)
        or ".." in (part.strip(" .") or part for part in parts)
    ):
        return PackProblem.PATH_ESCAPE
    if any(part.rstrip(" ") == ".." or part == ".." for part in parts) or "\\" in name:
        return PackProblem.PATH_ESCAPE
    if any(_DEVICES.fullmatch(part) for part in parts):
        return PackProblem.DEVICE_NAME
    if not _ALLOWED.fullmatch(name) or len(name) > LONGEST or "" in parts or "." in parts:
        return PackProblem.BAD_NAME
    if name not in (MANIFEST, SIGNATURE) and kind_of(name) is None:
        return PackProblem.NESTED
    return None


def kind_of(name: str) -> str | None:
    """`md`, `questions.toml`, ...; None: no pack holds such a file."""
    return next((match["kind"] for kind in KINDS if (match := kind.fullmatch(name))), None)


def id_of(name: str) -> str:
    """The article (or language) that a file belongs to."""
    return next((match["id"] for kind in KINDS if (match := kind.fullmatch(name))), "")


def lies_beside(name: str, article: str) -> bool:
    """It belongs to this article and isn't its text."""
    return name.startswith("articles/") and id_of(name) == article and kind_of(name) != "md"


def largest(name: str) -> int:
    """Bytes."""
    return LARGEST.get(kind_of(name) or "", LARGEST_TABLE)
