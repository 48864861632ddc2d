"""What a generation of the library says of itself: where each article came from, every file with its hash, and the latest version
of each article that each signer ever brought."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, ValidationError, convert, to_builtins

from kiosk.content.trust import Mark, Marks
from kiosk.errors import ContentError
from kiosk.packs import Origin

NAME = "ledger.json"
STARTERS = "starters"
"""The signer of what came with the kiosk: a newer version of the kiosk may replace it."""


class _Ledger(Struct, forbid_unknown_fields=True):
    origins: dict[str, Origin]
    marks: dict[str, dict[str, Mark]]
    files: dict[str, tuple[int, str]]
    newest: date
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """By article."""
    marks: Marks = field(default_factory=dict)
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """By path in the generation: bytes and SHA-256."""
    newest: date = date(2026, 11, 1)
    """The latest day that any manifest was made: it is not earlier now."""
    removed: tuple[str, ...] = ()
    """Articles that were taken away: no start of the kiosk brings them back, though they came with it."""

    def changed(self, brought: Collection[str], gone: Collection[str]) -> Ledger:
        """Both by article's id."""
        return replace(self, removed=tuple(sorted({*self.removed, *gone} - {*brought})))

    def marked(self, fingerprint: str, article: str, mark: Mark) -> Ledger:
        of_signer = {**self.marks.get(fingerprint, {}), article: mark}
        return replace(self, marks={**self.marks, fingerprint: of_signer})


def seal_of(content: bytes) -> tuple[int, str]:
    return len(content), hashlib.sha256(content).hexdigest()


def written(ledger: Ledger) -> bytes:
    tree = to_builtins(ledger)
    if not ledger.removed:
        del tree["removed"]  # kiosks of before don't know it
    return (json.dumps(tree, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def read(place: Path) -> Ledger | None:
    """None where there is none, as in the generations of before there were packs. Raises ContentError for a damaged one."""
    try:
        tree: Any = json.loads((place / NAME).read_bytes())
        found = convert(tree, _Ledger)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, ValidationError, RecursionError) as error:
        raise ContentError(f"{place / NAME}: damaged ({' '.join(str(error).split())[:80]})") from error
    return Ledger(found.origins, found.marks, found.files, found.newest, found.removed)
