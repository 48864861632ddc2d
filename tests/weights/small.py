"""The small model that tests install, and what they look at afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import WeightsError
from kiosk.weights import Weights
from tests.weights.server import zipped

SMALL = zipped(("small/weights.bin", b"weights" * 1000), ("small/conf/mfcc.conf", b"rate=16000\n"), ("README", b"no"))


def refusal(weights: Weights, kind: type[WeightsError], given: Path | None = None) -> str:
    with pytest.raises(kind) as refused:
        weights.install("small", given)
    assert type(refused.value) is kind
    line = str(refused.value)
    assert line.isprintable(), "one line, without control characters"
    return line


def lies_in(folder: Path) -> dict[str, bytes]:
    """Every file, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
