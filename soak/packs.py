"""What staff bring: the starter article with another ending to one of its answers, signed, each pack newer than the one before."""

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
ADDED = "Ask your care team what your own result means."
MADE = date(2026, 11, 20)


def packed(key: Path, version: int) -> bytes:
    text = ARTICLE.read_text(encoding="utf-8").replace(SENTENCE, f"{SENTENCE} {ADDED} ({version})")
    return sealed(Manifest(version, MADE, (), (), ()), {f"articles/{ARTICLE.name}": text.encode()}, load_private(key))
