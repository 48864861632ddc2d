"""Why a pack doesn't come in, as one line for whoever stands there: what is wrong, where, what to do."""

from __future__ import annotations

from kiosk.messages import Messages
from kiosk.packs import Refusal


def line(refusal: Refusal, messages: Messages) -> str:
    where = f"{refusal.pack}: {refusal.file}" if refusal.file else refusal.pack
    text = messages.text(
        f"import.refused.{refusal.problem}", pack=refusal.pack, file=refusal.file, detail=refusal.detail
    )
    return f"{where}: {text}"
