"""What staff bring: the starter article in one of two wordings, signed, each pack newer than the one before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiosk.content.keys import load_private
from kiosk.context import ROOT
from kiosk.packs import Manifest
from kiosk.sealing import sealed

STICK_PACK = "stickpack"
ARTICLE = ROOT / "assets" / "articles" / "leukopenia.md"
SENTENCE = "No, leukopenia is not cancer."
EDITIONS = ("Ask your care team what your own result means.", "Your care team can tell you what your own result means.")
MADE = date(2026, 11, 20)


def packed(key: Path, version: int) -> bytes:
    text = ARTICLE.read_text(encoding="utf-8").replace(SENTENCE, f"{SENTENCE} {EDITIONS[version % len(EDITIONS)]}")
    return sealed(Manifest(version, MADE, (), (), ()), {f"articles/{ARTICLE.name}": text.encode()}, load_private(key))
