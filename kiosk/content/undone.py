"""What staff have taken back: gone back from, or removed. No pack of that version brings it again by itself; staff may."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import ValidationError, convert

from kiosk.content.disk import replace_flushed, why
from kiosk.content.trust import Marks

log = logging.getLogger(__name__)

Versions = dict[str, dict[str, int]]
"""By signer's fingerprint and article's id (notices: `notices/LANGUAGE`): the latest version that was taken back."""


class Undone:
    """One file, replaced whole, read anew at each question. One that is damaged forgets."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def holds(self, fingerprint: str, ids: Iterable[str], version: int) -> bool:
        """Something of this was taken back, in this version or a later one."""
        taken_back = self._read().get(fingerprint, {})
        return any(taken_back.get(id, 0) >= version for id in ids)

    def went_back(self, before: Marks, after: Marks, back: Collection[str] = ()) -> None:
        """`before` counts, `after` will: what is older then was taken back, what is newer is wanted again, and so are the articles
        that are there again, `back`."""
        versions = {
            signer: {id: n for id, n in each.items() if id not in back} for signer, each in self._read().items()
        }
        for fingerprint in {*before, *after}:
            old, new = before.get(fingerprint, {}), after.get(fingerprint, {})
            for id in {*old, *new}:
                was, will = (each[id].version if id in each else 0 for each in (old, new))
                if was > will:
                    versions.setdefault(fingerprint, {})[id] = was
                elif will > was:
                    versions.get(fingerprint, {}).pop(id, None)
        self._write(versions)

    def unwanted(self, fingerprint: str, ids: Iterable[str], version: int) -> None:
        """Staff have removed them, or left them out of a pack."""
        if there := dict.fromkeys(ids, version):
            versions = self._read()
            versions.setdefault(fingerprint, {}).update(there)
            self._write(versions)

    def wanted_again(self, fingerprint: str, ids: Iterable[str]) -> None:
        """Staff have installed these themselves."""
        versions = self._read()
        taken_back = versions.get(fingerprint, {})
        if [taken_back.pop(id) for id in ids if id in taken_back]:
            self._write(versions)

    def _read(self) -> Versions:
        try:
            return convert(json.loads(self._file.read_bytes()), Versions)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, ValidationError, RecursionError) as error:
            log.warning("What staff took back is forgotten: %s: %s", self._file, " ".join(str(error).split())[:100])
            return {}

    def _write(self, versions: Versions) -> None:
        try:
            replace_flushed(self._file, (json.dumps(versions, indent=1, sort_keys=True) + "\n").encode())
        except OSError as error:
            log.error("What staff took back can't be kept: %s: %s", self._file, why(error))
