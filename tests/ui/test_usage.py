"""A member of staff looks how the kiosk is used: with a finger, with keys, and without eyes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.touch_screen import TouchScreen

PERIODS = ["7 days", "30 days", "1 year"]


@pytest.fixture(scope="module")
def glass(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TouchScreen]:
    glass = TouchScreen(tmp_path_factory.mktemp("home"), "720x1280")
    yield glass
    glass.close()


def reached(glass: TouchScreen, steps: int) -> list[str]:
    """What the keys come by, one after the other."""
    found = []
    for _ in range(steps):
        glass.keys("tab")
        found.append(str(glass.does["reached"]))
    return found


def test_a_finger_looks_them_up_and_chooses_how_far_back(glass: TouchScreen) -> None:
    glass.show("room")
    glass.tap("How the kiosk is used")
    assert glass.does["moment"] == "UsageCounts"
    assert glass.does["asked"][-1] == "look_up"
    glass.learn("counted")
    assert not any("1840 visits" in each for each in reached(glass, 13))
    glass.tap("1 year")
    assert glass.does["period"] == 365
    assert any("1840 visits" in each for each in reached(glass, 13))
    glass.tap("Back")
    assert glass.does["moment"] == "StaffRoom"


def test_a_touch_on_a_chart_changes_nothing(glass: TouchScreen) -> None:
    glass.show("usage")
    glass.tap("Asked, and not answered here")
    assert (glass.does["moment"], glass.does["period"], glass.does["asked"]) == ("UsageCounts", 30, [])


def test_keys_reach_the_periods_and_then_every_chart_the_most_useful_first(glass: TouchScreen) -> None:
    glass.show("usage")
    found = reached(glass, 13)
    assert found[:3] == PERIODS
    assert found[3].startswith("Asked, and not answered here")
    assert found[4].startswith("Asked, and the kiosk was not sure")
    assert "More lines stand in the export: 1" in found[3]
    assert "fewer than 5" in next(each for each in found if each.startswith("What became of questions"))
    assert "Microphone lost 2 times" in found[12]
    glass.show("usage")
    reached(glass, 1)
    glass.keys("enter")
    assert glass.does["period"] == 7


def test_the_voice_guide_tells_every_number_in_words(glass: TouchScreen) -> None:
    glass.show("usage")
    glass.keys("f2")
    assert "counts.title" in glass.does["told"]
    reached(glass, 4)
    [told] = glass.does["told"]
    assert "Asked, and not answered here" in told
    assert "What causes leukopenia?" in told
    assert "15 visits" in told
    glass.keys("f2")


def test_where_there_is_nothing_yet_that_is_said(glass: TouchScreen) -> None:
    glass.show("usage-none")
    assert reached(glass, 4)[:3] == PERIODS
    assert not reached(glass, 4)[3].startswith("Asked")
