"""The clinic's own notices: the texts that send people to staff, and say what the kiosk can't do. A clinic must approve them, and
may replace them by a file of a pack, `notices/<language>.toml`:

    [approved]
    by = "Dr Ana Ruiz"
    role = "medical director"
    on = 2026-11-20

    [texts]
    "urgent.title" = "Please get help now"
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, ValidationError, convert

from kiosk.content.importing.manuscript import quoted
from kiosk.content.manifest import one_line
from kiosk.errors import ContentError
from kiosk.packs import Approval

TEXTS = ("urgent.", "no_answer.", "notes.", "article.not_approved", "article.expired")
"""Keys of assets/messages that begin so."""
LONGEST = 400
"""Letters of a text."""

_Text = Annotated[str, Meta(min_length=1, max_length=LONGEST)]


class _Approved(Struct, forbid_unknown_fields=True):
    by: Annotated[str, Meta(min_length=1, max_length=300)]
    on: date
    role: Annotated[str, Meta(max_length=300)] = ""


class _Notices(Struct, forbid_unknown_fields=True):
    texts: dict[str, _Text] = {}
    approved: _Approved | None = None


class Notices(Struct, frozen=True):
    texts: Mapping[str, str] = {}
    """By key; of those that are replaced."""
    approval: Approval | None = None


def is_notice(key: str) -> bool:
    return key.startswith(TEXTS)


def read(content: bytes) -> Notices:
    """Raises ValueError, one line, for what is no such file."""
    try:
        found = convert(tomllib.loads(content.decode("utf-8-sig")), _Notices)
        approved = found.approved
        for key, text in found.texts.items():
            if not is_notice(key):
                raise ValueError(f"{one_line(key)!r} is not one of the clinic's notices")
            one_line(text)
        approval = Approval(one_line(approved.by), _role(approved.role), approved.on) if approved else None
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text (byte {error.start})") from error
    except (ValidationError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split())[:160]) from error
    return Notices(found.texts, approval)


def _role(text: str) -> str:
    return one_line(text) if text else ""


def load(folder: Path, language: str) -> Notices:
    """Those of the installed content; none where there are none or they can't be read: the kiosk's own texts stand then."""
    try:
        return read((folder / f"{language}.toml").read_bytes())
    except (OSError, ValueError):
        return Notices()


def fault_in_notices(
    content: bytes, language: str, claim: Approval | None, check: Callable[[str, Mapping[str, str]], str]
) -> str:
    """What is wrong with the file; empty: nothing. `claim`: who the manifest says has approved it; `check`: of the texts."""
    try:
        found = read(content)
    except ValueError as error:
        return str(error)
    if found.approval != claim:
        return "the manifest and the notices name other approvals"
    return check(language, found.texts)


def stamped(text: str, given: Approval) -> str:
    """The same file with this approval; its texts stay letter for letter. Raises ContentError."""
    rows = text.splitlines()
    began = next((at for at, row in enumerate(rows) if row.strip() == "[approved]"), None)
    if began is not None:
        ended = next(
            (at for at, row in enumerate(rows[began + 1 :], began + 1) if row.lstrip().startswith("[")), len(rows)
        )
        del rows[began:ended]
    told = ["[approved]", f"by = {quoted(given.by)}", f"role = {quoted(given.role)}", f"on = {given.on}", ""]
    first = next((at for at, row in enumerate(rows) if row.lstrip().startswith("[")), len(rows))
    new = "\n".join([*rows[:first], *told, *rows[first:]]) + "\n"
    try:
        before, after = read(text.encode()), read(new.encode())
    except ValueError as error:
        raise ContentError(f"The notices can't be read: {error}") from error
    if after.approval != given or dict(after.texts) != dict(before.texts):
        raise ContentError("The approval can't be written into this file; write [approved] by hand.")
    return new
