"""What goes onto an export stick: collected from the rooms, written by `staff.export`."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from kiosk import __version__, recent_log
from kiosk.content.disk import why
from kiosk.context import Context
from kiosk.errors import StaffError
from kiosk.packs import ContentStatus, Installed
from kiosk.staff.export import export as write

MOST_BYTES = 5_000_000
"""Of one file of counts."""


def export(context: Context, status: ContentStatus, folder: Path) -> Path:
    """Raises StaffError."""
    now = datetime.now(UTC)
    return write(folder, contents(context, status, now), now)


def contents(context: Context, status: ContentStatus, now: datetime) -> Mapping[str, bytes]:
    """By name. Counts, names of articles, and what the log told last: a visitor's words are in none of them."""
    told = {
        "exported": now.isoformat(timespec="seconds"),
        "kiosk": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "articles": [_article(each, status) for each in status.installed],
        "keys": [{"name": key.name, "fingerprint": key.fingerprint} for key in status.keys],
        "concerns": [{"care": each.care, "about": each.about} for each in status.concerns],
    }
    found = {"kiosk.json": (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()}
    if lines := recent_log.lines():
        found["log.txt"] = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    counts = context.home / "counts"
    try:
        for file in sorted(counts.glob("*")) if counts.is_dir() else ():
            if file.is_file() and not file.is_symlink() and file.stat().st_size <= MOST_BYTES:
                found[f"counts/{file.name}"] = file.read_bytes()
    except OSError as error:
        raise StaffError(f"{counts}: the counts can't be read: {why(error)}.") from error
    return found


def _article(installed: Installed, status: ContentStatus) -> dict[str, object]:
    article, origin = installed.article, installed.origin
    return {
        "id": article.id,
        "title": article.title,
        "approved_by": article.review.by if article.review else None,
        "signer": origin.signer,
        "content_version": origin.content_version,
        "valid_until": str(origin.valid_until) if origin.valid_until else None,
        "expired": article.id in status.expired,
    }
