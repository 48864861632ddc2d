"""Whether a folder can be written to: by writing, as a disk that fails tells it nowhere else."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def why_not_written(folder: Path) -> str:
    """Empty: it can be, or could be made. What is tried is gone again."""
    try:
        if not folder.exists():
            above = nearest(folder)
            return "" if above.is_dir() and os.access(above, os.W_OK) else f"can't be made in {above}"
        if not folder.is_dir():
            return "is no folder"
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return f"can't be written to: {error.strerror or error}"
    return ""


def nearest(folder: Path) -> Path:
    """The folder, or what there is of the way to it."""
    return next((each for each in (folder, *folder.parents) if each.exists()), Path("/"))
