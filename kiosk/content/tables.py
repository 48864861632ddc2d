"""TOML from strangers. A parser that is right may still take a minute over one endless row: that is turned away before it."""

from __future__ import annotations

import tomllib
from typing import Any

LARGEST = 400_000
"""Bytes."""
LONGEST_ROW = 4000
"""Bytes."""


def loaded(content: bytes) -> dict[str, Any]:
    """Raises ValueError, of one line; UnicodeDecodeError is one, too."""
    if len(content) > LARGEST:
        raise ValueError(f"larger than {LARGEST // 1000} kB")
    rows = content.splitlines()
    if endless := next((number for number, row in enumerate(rows, 1) if len(row) > LONGEST_ROW), 0):
        raise ValueError(f"line {endless} is longer than {LONGEST_ROW:,} letters")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("tables lie too deep within tables") from error
