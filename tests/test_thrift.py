"""What a visitor or an installation needed goes back when nobody is here."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import numpy as np
import psutil
import pytest

from kiosk import thrift

MB = 1_000_000


class Widget:
    """Holds itself, as those of Kivy do."""

    def __init__(self) -> None:
        self.parent = self


@pytest.fixture
def without_collections() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_what_holds_itself_is_let_go_of(without_collections: None) -> None:
    gone = weakref.ref(Widget())
    assert gone() is not None
    thrift.tidy_up()
    assert gone() is None


def test_the_holes_of_the_heap_go_back_to_the_machine() -> None:
    me = psutil.Process()
    arrays = [np.ones(8_000) for _ in range(2_000)]  # 64 kB each: too small to be mapped by themselves
    last = np.ones(8_000)
    full = me.memory_info().rss
    del arrays
    thrift.give_back()
    assert full - me.memory_info().rss > 90 * MB
    assert last.sum() == 8_000
