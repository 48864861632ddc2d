"""What the demonstration's member of staff brings: a signed pack in a watched folder, and the key that this kiosk then knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from kiosk.content import keys
from kiosk.content.keyring import Keyring
from kiosk.context import Context
from kiosk.packs import Manifest
from kiosk.sealing import sealed

PIN = "2580"
NAME = "CLINIC"
PACK = "november"
ARTICLE = "leukopenia.md"
BEFORE, AFTER = (
    "No, leukopenia is not cancer.",
    "No, leukopenia is not cancer. Ask your care team what your own result means.",
)


@dataclass(frozen=True, slots=True)
class Stick:
    folder: Path
    pack: bytes

    def put_in(self) -> None:
        """It appears as a whole, as on a stick that was taken out properly."""
        copying = self.folder / f"{PACK}.part"
        copying.write_bytes(self.pack)
        copying.replace(self.folder / f"{PACK}.kioskpack")


def made(context: Context, day: date) -> tuple[Context, Stick]:
    """A context that watches its folder and knows who signed it. `context.home` must be one that nobody keeps."""
    folder = context.home / NAME
    folder.mkdir(parents=True)
    private, public = keys.generate("Patient information office")
    Keyring(context.home / "trust").add(public)
    article = (context.assets / "articles" / ARTICLE).read_text(encoding="utf-8").replace(BEFORE, AFTER)
    pack = sealed(Manifest(1, day, (), (), ()), {f"articles/{ARTICLE}": article.encode()}, private)
    sticks = msgspec.structs.replace(context.settings.sticks, drop_folders=(str(folder),), auto_install=())
    watching = msgspec.structs.replace(context.settings, sticks=sticks)
    return replace(context, settings=watching), Stick(folder, pack)
