"""Who answers for a text. An approval stands in the front matter of the article's own file; one of an installed article, or of the
clinic's notices, is written down in the kiosk's home with a digest of the words that were approved, for the next pack."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.content import article as markdown_article
from kiosk.content.disk import replace_flushed, why
from kiosk.content.importing.manuscript import quoted
from kiosk.content.manifest import one_line
from kiosk.errors import ContentError
from kiosk.model import Article
from kiosk.packs import Approval

LONGEST = 200
"""Letters of a name or role."""
NOTICES = "notices"


def approval(by: str, role: str, on: date) -> Approval:
    """Raises ContentError for a name that can't be shown."""
    try:
        by, role = one_line(" ".join(by.split())), " ".join(role.split())
        role = one_line(role) if role else ""
    except ValueError as error:
        raise ContentError(f"--by and --role are names on one line of letters: {error}") from error
    if not by or max(len(by), len(role)) > LONGEST:
        raise ContentError(f"--by names who approves it, in 1 to {LONGEST} letters.")
    return Approval(by, role, on)


# ---- in the article's own file


def stamped(text: str, name: str, given: Approval) -> str:
    """The same Markdown with the approval in its front matter; every other line stays as it is. Raises ContentError."""
    end = "\r\n" if "\r\n" in text else "\n"
    mark, lines = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    rows = lines.split(end)
    closing = next((at for at, row in enumerate(rows[1:], 1) if row.strip() == "---"), None)
    if rows[0].strip() != "---" or closing is None:
        raise ContentError(
            f"{name}: line 1: there is no front matter between lines of three dashes to write the approval into"
        )
    told = {
        "reviewed_by": quoted(given.by),
        "reviewer_role": quoted(given.role) if given.role else "",
        "reviewed": str(given.on),
    }
    front = [row for row in rows[1:closing] if not re.match(rf"(?:{'|'.join(told)})\s*:", row)]
    wanted = [f"{key}: {value}" for key, value in told.items() if value]
    new = mark + end.join([rows[0], *front, *wanted, *rows[closing:]])
    found = markdown_article.parse(new.removeprefix("\ufeff"), name).review
    if found is None or (found.by, found.role, found.on) != (given.by, given.role, given.on):
        raise ContentError(
            f"{name}: the approval can't be written into this front matter; write reviewed_by and reviewed by hand"
        )
    return new


# ---- in the kiosk's home


def digest(article: Article) -> str:
    """Of its words: another letter, and it must be approved again."""
    said = [
        [section.id, section.title, [[block.kind, block.text] for block in section.blocks]]
        for section in article.sections
    ]
    return hashlib.sha256(json.dumps([article.id, article.title, said]).encode()).hexdigest()


def record(file: Path, name: str, given: Approval, of: str) -> None:
    """`of`: digest of what was approved. Raises ContentError."""
    tree = _load(file)
    tree[name] = {"by": given.by, "role": given.role, "on": str(given.on), "of": of}
    lines = []
    for key in sorted(tree):
        lines += [
            f"[{json.dumps(key)}]",
            *(f"{field} = {quoted(str(value))}" for field, value in tree[key].items()),
            "",
        ]
    try:
        replace_flushed(file, "\n".join(lines).encode())
    except OSError as error:
        raise ContentError(f"{file}: the approval can't be written: {why(error)}.") from error


def recorded(file: Path, name: str, of: str) -> Approval | None:
    """None where nobody approved it, or its words have changed since. Raises ContentError."""
    entry = _load(file).get(name)
    if not isinstance(entry, dict) or entry.get("of") != of:
        return None
    try:
        return Approval(str(entry["by"]), str(entry.get("role", "")), date.fromisoformat(str(entry["on"])))
    except (KeyError, ValueError) as error:
        raise ContentError(f"{file}: the approval of {name!r} is damaged; approve it again") from error


def applied(text: str, article: Article | None, file: Path) -> str:
    """The article's Markdown with the approval that was recorded for just these words, where its own file names none."""
    if article is None or article.review is not None:
        return text
    found = recorded(file, article.id, digest(article))
    return stamped(text, f"{article.id}.md", found) if found else text


def _load(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise ContentError(
            f"{file}: the approvals can't be read; mend the file, or take it away and approve again"
        ) from error
