"""Why a pack doesn't come in, as one line for whoever stands there: what is wrong, where, what to do."""

from __future__ import annotations

from kiosk.messages import Messages
from kiosk.packs import Refusal

LONGEST = 240
"""Letters of a name or a detail: a file may be full of one endless word."""


def line(refusal: Refusal, messages: Messages) -> str:
    """Names and details may be a stranger's: nothing in them breaks the line, turns it round or speaks to a terminal."""
    pack, file, detail = map(_shown, (refusal.pack, refusal.file, refusal.detail))
    text = messages.text(f"import.refused.{refusal.problem}", pack=pack, file=file, detail=detail)
    return f"{pack}: {file}: {text}" if file else f"{pack}: {text}"


def _shown(text: str) -> str:
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(short.split()))
