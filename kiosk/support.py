"""What goes onto an export stick: collected from the rooms, written by `staff.export`."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from kiosk import __version__, counts_page, parts, recent_log, sound_parts
from kiosk.charts import Names
from kiosk.content.disk import why
from kiosk.context import Context
from kiosk.errors import StaffError
from kiosk.keeper import open_reports
from kiosk.model import Article
from kiosk.packs import ContentStatus, Installed
from kiosk.staff.day_files import exported, read_tallies
from kiosk.staff.export import export as write

UNTOLD = {"at_s", "boot", "was_busy"}
"""Of a crash: together with the hour of a start they would tell when somebody was here."""


def export(context: Context, status: ContentStatus, folder: Path) -> Path:
    """Raises StaffError."""
    now = datetime.now(UTC)
    return write(folder, contents(context, status, now), now)


def contents(context: Context, status: ContentStatus, now: datetime) -> Mapping[str, bytes]:
    """By name. Counts of days that are over, names of articles, and what the log told last: no visitor's words are in them."""
    told = {
        "exported": now.isoformat(timespec="seconds"),
        "kiosk": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "articles": [_article(each, status) for each in status.installed],
        "keys": [{"name": key.name, "fingerprint": key.fingerprint} for key in status.keys],
        "unheard_seconds": sound_parts.unheard(context).seconds,
        "concerns": [{"care": each.care, "about": each.about} for each in status.concerns],
    }
    found = {"kiosk.json": (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()}
    if lines := recent_log.lines():
        found["log.txt"] = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    if reports := open_reports(context.home).all():
        told_of = [{key: value for key, value in asdict(each).items() if key not in UNTOLD} for each in reports]
        found["crashes.json"] = (json.dumps(told_of, indent=1) + "\n").encode()
    folder = parts.counts(context)
    try:
        found |= {f"counts/{name}": content for name, content in exported(folder).items()}
    except OSError as error:
        raise StaffError(f"{folder}: the counts can't be read: {why(error)}.") from error
    tallies = read_tallies(folder, parts.counting_days(context)[0]())
    names = names_of(context, tuple(each.article for each in status.installed))
    found["counts.html"] = counts_page.page(tallies, names, parts.messages(context)).encode()
    return found


def names_of(context: Context, articles: tuple[Article, ...]) -> Names:
    """For charts of the counts."""
    languages = parts.languages(context)
    return Names(articles, {each: parts.messages(context, None, each).text("attract.language") for each in languages})


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
