"""What support may need, onto a stick that is meant for it: counts and what is installed. Never a visitor's word."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kiosk.errors import StaffError
from kiosk.staff.disk import flush_folder


def export(folder: Path, contents: Mapping[str, bytes], now: datetime) -> Path:
    """Written beside, flushed, then named: half an export is never taken for a whole one. The folder's name says when. Raises
    StaffError, one line."""
    target = folder / f"kiosk-export-{now:%Y%m%d-%H%M%S}"
    draft = folder / f".{target.name}.part"
    try:
        draft.mkdir()
        for name, content in contents.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            with (draft / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        draft.rename(target)
        flush_folder(folder)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise StaffError(
            f"{folder}: the export can't be written: {error.strerror or error}. Try another stick."
        ) from error
    return target
