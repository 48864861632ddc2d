"""A look that comes and goes leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.touch_screen import TouchScreen

pytestmark = pytest.mark.display


@pytest.fixture(scope="module")
def glass(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TouchScreen]:
    screen = TouchScreen(tmp_path_factory.mktemp("looks"), "540x960")
    yield screen
    screen.close()


MOMENTS = (
    "attract", "home", "home-of-two", "home-guided", "reading", "answer", "comfort", "typing-words", "asking", "unsure",
    "no-answer-health", "urgent", "take-along", "still-here", "pin", "room", "review",
)  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
def test_after_another_look_every_screen_is_as_it_was(glass: TouchScreen, moment: str) -> None:
    glass.show(moment)
    before = glass.pixels()
    for look in ("dark", "high_contrast", "light"):
        glass.dress(look, 1.0)
    assert glass.pixels() == before
