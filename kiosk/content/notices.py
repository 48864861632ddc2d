"""The clinic's own notices: the texts that send people to staff, and say what the kiosk can't do. A clinic must approve them, and
may replace them by a file of a pack, `notices/<language>.toml` (`content notices -o en.toml` writes one to begin with):

    [approved]
    by = "Dr Ana Ruiz"
    role = "medical director"
    on = 2026-11-20

    [texts]
    "urgent.title" = "Please get help now"

Whoever approves it answers for what stands in it, and for nothing else: only a file that holds all of the notices makes them
approved.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, ValidationError, convert

from kiosk.content import tables
from kiosk.content.approvals import Record
from kiosk.content.importing.manuscript import quoted
from kiosk.content.manifest import one_line
from kiosk.errors import ContentError
from kiosk.packs import Approval

log = logging.getLogger(__name__)

TEXTS = ("urgent.", "no_answer.", "notes.", "article.not_approved", "article.expired")
"""Keys of assets/messages that begin so."""
LONGEST = 400
"""Letters of a text."""
ROOM = 40
"""So many letters more than twice its own a text may have: screens and ears are made for short ones."""
LARGEST = 200_000
"""Bytes."""

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
    if len(content) > LARGEST:
        raise ValueError(f"larger than {LARGEST // 1000} kB")
    try:
        found = convert(tables.loaded(content), _Notices)
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text (byte {error.start})") from error
    except (ValidationError, ValueError) as error:
        raise ValueError(" ".join(str(error).split())[:160]) from error
    for key, text in found.texts.items():
        if not is_notice(key):
            raise ValueError(f"{one_line(key[:80])!r} is not one of the clinic's notices")
        try:
            one_line(text)
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from error
    approved = found.approved
    approval = Approval(one_line(approved.by), _role(approved.role), approved.on) if approved else None
    return Notices(found.texts, approval)


def _role(text: str) -> str:
    return one_line(text) if text else ""


def fault_in_length(key: str, text: str, own: str) -> str:
    """`own`: the text that comes with the kiosk."""
    most = min(LONGEST, 2 * len(own) + ROOM)
    return f"{key}: {len(text)} letters, and there is room for {most}" if len(text) > most else ""


def answered_for(found: Notices, own: Collection[str]) -> Approval | None:
    """Who approved them all. `own`: keys of all texts of the kiosk that `is_notice` holds for, as it is now."""
    return found.approval if set(own) <= set(found.texts) else None


def digest(texts: Mapping[str, str]) -> str:
    """Of the words, whatever order they stand in: another letter, and they must be approved again."""
    told = json.dumps([[key, text] for key, text in sorted(texts.items()) if is_notice(key)])
    return hashlib.sha256(told.encode()).hexdigest()


def load(folder: Path, language: str) -> Notices:
    """Those of the installed content; none where there are none or they can't be read: the kiosk's own texts stand then."""
    try:
        return read((folder / f"{language}.toml").read_bytes())
    except FileNotFoundError:
        return Notices()
    except (OSError, ValueError) as error:
        log.warning("The clinic's own notices can't be read, the kiosk's stand in for them: %s", error)
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
    rows = text.removeprefix("\ufeff").splitlines()
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


def applied(content: bytes, record: Record | None) -> bytes:
    """The file with the approval that was recorded for just these words, where it names none as new. Raises ValueError."""
    found = read(content)
    if record is None or record.of != digest(found.texts):
        return content
    if found.approval is not None and found.approval.on >= record.approval.on:
        return content
    return stamped(content.decode("utf-8-sig"), record.approval).encode()
