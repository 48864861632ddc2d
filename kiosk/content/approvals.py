"""Who answers for a text. An approval stands in the front matter of the article's own file; one of an installed article, or of the
clinic's notices, is written down in the kiosk's home with a digest of the words that were approved, for the next pack."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.content import article as markdown_article
from kiosk.content import markdown
from kiosk.content.disk import replace_flushed, why
from kiosk.content.importing.manuscript import quoted
from kiosk.content.manifest import one_line
from kiosk.errors import ContentError
from kiosk.model import Article
from kiosk.packs import Approval

LONGEST = 200
"""Letters of a name or role."""
NOTICES = "notices"
OURS = ("reviewed_by", "reviewer_role", "reviewed")
"""What an approval writes into the front matter."""


def approval(by: str, role: str, on: date) -> Approval:
    """Raises ContentError for a name that can't be shown."""
    try:
        by, role = one_line(" ".join(by.split())), " ".join(role.split())
        role = _line(role)
    except ValueError as error:
        raise ContentError(f"--by and --role are names on one line of letters: {error}") from error
    if not by or max(len(by), len(role)) > LONGEST:
        raise ContentError(f"--by names who approves it, in 1 to {LONGEST} letters.")
    return Approval(by, role, on)


def _line(text: str) -> str:
    return one_line(text) if text else ""


# ---- in the article's own file


def stamped(text: str, name: str, given: Approval) -> str:
    """The same Markdown with the approval in its front matter; every other byte stays as it is. Raises ContentError."""
    rows = text.removeprefix("\ufeff").split("\n")
    closing = next((at for at, row in enumerate(rows[1:], 1) if row.strip() == "---"), None)
    if rows[0].strip() != "---" or closing is None:
        raise ContentError(
            f"{name}: line 1: there is no front matter between lines of three dashes to write the approval into"
        )
    end = "\r" if rows[0].endswith("\r") else ""
    wanted = {"reviewed_by": quoted(given.by), "reviewer_role": quoted(given.role), "reviewed": str(given.on)}
    if not given.role:
        wanted["reviewer_role"] = ""
    front = []
    for row in rows[1:closing]:
        if found := re.match(rf"({'|'.join(wanted)})\s*:", row):
            value = wanted.pop(found[1], None)
            if value is not None:
                front.append(f"{found[1]}: {value}".rstrip() + _comment(row) + end)
        else:
            front.append(row)
    front += [f"{key}: {value}{end}" for key, value in wanted.items() if value]
    new = ("\ufeff" if text.startswith("\ufeff") else "") + "\n".join([rows[0], *front, *rows[closing:]])
    review = markdown_article.parse(new.removeprefix("\ufeff"), name).review
    told = (review.by, review.role, review.on) if review else None
    if told != (given.by, given.role, given.on) or _rest(new, name) != _rest(text, name):
        raise ContentError(
            f"{name}: the approval can't be written into this front matter; write reviewed_by and reviewed by hand"
        )
    return new


def _comment(row: str) -> str:
    """What stands behind an empty value, or one without quotes."""
    found = re.fullmatch(r"[^\"'#]*?(\s+#.*?)\r?", row)
    return found[1] if found else ""


def _rest(text: str, name: str) -> tuple[object, ...]:
    """Whatever is no part of an approval."""
    document = markdown.read(text.removeprefix("\ufeff"), name)
    front = {key: value for key, value in document.front.items() if key not in OURS}
    return front, [replace(piece, line=0) for piece in document.pieces]


# ---- in the kiosk's home


def digest(article: Article) -> str:
    """Of its words: another letter, and it must be approved again."""
    said = [
        [each.id, each.title, each.source_incomplete, [[block.kind, block.text] for block in each.blocks]]
        for each in article.sections
    ]
    told = [article.id, article.title, article.language, article.based_on, str(article.source_reviewed), said]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


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


@dataclass(frozen=True, slots=True)
class Record:
    """Somebody approved the words that had this digest."""

    approval: Approval
    of: str


def records(file: Path) -> dict[str, Record]:
    """By article, and `notices`. Raises ContentError."""
    return {name: _record(file, name, entry) for name, entry in _load(file).items()}


def _record(file: Path, name: str, entry: object) -> Record:
    try:
        if not isinstance(entry, dict):
            raise TypeError(name)
        given = Approval(one_line(entry["by"]), _line(entry.get("role", "")), date.fromisoformat(entry["on"]))
        if max(len(given.by), len(given.role)) > LONGEST:
            raise ValueError(name)
        return Record(given, str(entry["of"]))
    except (KeyError, ValueError, TypeError) as error:
        raise ContentError(f"{file}: the approval of {name[:80]!r} is damaged; approve it again") from error


def recorded(file: Path, name: str, of: str) -> Approval | None:
    """None where nobody approved it, or its words have changed since. Raises ContentError."""
    tree = _load(file)
    if name not in tree:
        return None
    found = _record(file, name, tree[name])
    return found.approval if found.of == of else None


def applied(text: str, article: Article | None, file: Path) -> str:
    """The article's Markdown with the approval that was recorded for just these words, where its own file names none as new."""
    if article is None:
        return text
    found = recorded(file, article.id, digest(article))
    if found is None or (article.review is not None and article.review.on >= found.on):
        return text
    return stamped(text, f"{article.id}.md", found)


def _load(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise ContentError(
            f"{file}: the approvals can't be read; mend the file, or take it away and approve again"
        ) from error
