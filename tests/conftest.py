"""What every test may ask for, and which of them begin."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import settings

pytest_plugins = ["tests.audio.virtual_sound", "tests.hearing.engines"]

LONGEST = [
    "test_demo.py",
    "test_whole_loop.py",
    "test_reading_aloud.py",
    "test_gallery.py",
    "test_languages.py",
    "test_microphone_comes_and_goes.py",
]
"""Files that take minutes with few tests: begun last, they would run on while the other processor has nothing left to do."""

settings.register_profile("kiosk", deadline=None)  # how busy this machine is tells nothing of what is tested
settings.load_profile("kiosk")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="what is seen now is how it is to look: tests/ui/golden"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Then those with the most tests; in each the tests stay in their order."""
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path.name not in LONGEST, -tests[item.path], str(item.path)))
