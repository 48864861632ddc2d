"""A listener to speak to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hearing.scene import Scene, scene


@pytest.fixture
def kiosk() -> Iterator[Scene]:
    with scene() as made:
        yield made
