"""A server and a folder for models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.weights.server import Server, server


@pytest.fixture
def clinic() -> Iterator[Server]:
    with server() as here:
        yield here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"
