"""`main.py` on a system that lacks what Windows lacks, as far as Linux can play that: no fcntl and the like, no folder can be
opened, and a file opened without O_BINARY would have its line ends altered."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_BINARY = getattr(os, "O_LARGEFILE", 0) or 0o100000
"""A bit that Linux takes and ignores."""


def become() -> None:
    for name in ("fcntl", "pwd", "grp", "termios", "resource"):
        sys.modules[name] = None  # type: ignore[assignment]
    for name in ("O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "fchmod"):
        delattr(os, name)
    os.O_BINARY = _BINARY  # type: ignore[attr-defined]
    really = os.open

    def opened(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if Path(sys._getframe(1).f_code.co_filename).is_relative_to(ROOT / "kiosk"):
            if Path(path).is_dir():
                raise PermissionError(13, "Permission denied", str(path))
            if not flags & _BINARY:
                raise AssertionError(f"{path} would be altered: it is opened without O_BINARY")
        return really(path, flags, *rest, **more)

    os.open = opened


ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    import tempfile  # noqa: F401  # they look for the missing flags once, before
    import uuid  # noqa: F401

    become()
    from kiosk.cli.main import main

    sys.exit(main(sys.argv[1:]))
