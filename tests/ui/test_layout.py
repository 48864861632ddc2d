"""Every moment, upright and across, in normal and in large letters: nothing is cut off, nothing overlaps, all can be touched."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.ui.surveyor import Box, meet

ROOT = Path(__file__).resolve().parents[2]
OUTFITS = ("light:1.0", "light:1.5", "high_contrast:2.0")
SMALLEST = 80 / 1080
"""Of the short side: 20 mm on a 21.5-inch panel, below which older fingers begin to miss (Colle and Hiszem, 2004)."""
SMALLEST_LETTERS = 4.8 / 0.668 / 268
"""Of the short side: capitals (0.668 of the letters' size) of 4.8 mm (Section 508, 402.4) on the same panel, 268 mm wide."""
SLACK = 2.0
"""Pixels lost to rounding."""
HELP = "I need help now"

Widget = dict[str, Any]
Survey = dict[str, dict[str, list[Widget]]]


@pytest.fixture(scope="module", params=["1080x1920", "1920x1080", "800x1280", "1366x768"])
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def survey(size: str, tmp_path_factory: pytest.TempPathFactory) -> Survey:
    home = tmp_path_factory.mktemp("home")
    command = [sys.executable, "-m", "tests.ui.surveyor", str(home), size, *OUTFITS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: Survey = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def moments(survey: Survey) -> list[tuple[str, list[Widget]]]:
    """Each with its outfit and name."""
    return [(f"{outfit} {name}", widgets) for outfit, shown in survey.items() for name, widgets in shown.items()]


def holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] - SLACK <= inner[0]
        and outer[1] - SLACK <= inner[1]
        and inner[2] <= outer[2] + SLACK
        and inner[3] <= outer[3] + SLACK
    )


def cross(one: Box, other: Box) -> bool:
    left, bottom, right, top = meet(one, other)
    return right - left > SLACK and top - bottom > SLACK


def written(widgets: list[Widget]) -> Iterator[Widget]:
    return (widget for widget in widgets if not widget["touchable"])


def touchable(widgets: list[Widget]) -> Iterator[Widget]:
    return (widget for widget in widgets if widget["touchable"])


def in_view(widget: Widget) -> Box:
    """What of it shows now."""
    return meet(widget["ink"], widget["view"])


def test_no_line_of_a_text_is_lost(moments: list[tuple[str, list[Widget]]]) -> None:
    cut = [(name, w["words"]) for name, widgets in moments for w in written(widgets) if not holds(w["box"], w["ink"])]
    assert cut == []


def test_no_letter_is_smaller_than_the_law_allows(moments: list[tuple[str, list[Widget]]], size: str) -> None:
    smallest = SMALLEST_LETTERS * min(map(int, size.split("x")))
    small = [
        (name, w["words"], w["letters"])
        for name, widgets in moments
        for w in written(widgets)
        if w["letters"] < smallest
    ]
    assert small == []


def test_no_text_runs_off_the_screen(moments: list[tuple[str, list[Widget]]]) -> None:
    """To the side never; up and down only where one can scroll."""
    off = []
    for name, widgets in moments:
        for widget in written(widgets):
            left, bottom, right, top = widget["ink"]
            view = widget["view"]
            ink = (left, view[1], right, view[3]) if widget["scrolls"] else (left, bottom, right, top)
            if not holds(view, ink):
                off.append((name, widget["words"]))
    assert off == []


def test_what_stands_on_a_button_stays_on_it(moments: list[tuple[str, list[Widget]]]) -> None:
    beside = [
        (name, widget["words"])
        for name, widgets in moments
        for widget in written(widgets)
        if widget["inside"] is not None and not holds(widgets[widget["inside"]]["box"], widget["ink"])
    ]
    assert beside == []


def test_no_text_lies_on_another(moments: list[tuple[str, list[Widget]]]) -> None:
    on_top = [
        (name, one["words"], other["words"])
        for name, widgets in moments
        for one, other in combinations(written(widgets), 2)
        if cross(in_view(one), in_view(other))
    ]
    assert on_top == []


def test_no_button_lies_on_another(moments: list[tuple[str, list[Widget]]]) -> None:
    on_top = [
        (name, one["words"], other["words"])
        for name, widgets in moments
        for one, other in combinations(touchable(widgets), 2)
        if one["inside"] is None
        and other["inside"] is None
        and cross(meet(one["box"], one["view"]), meet(other["box"], other["view"]))
    ]
    assert on_top == []


def test_every_button_is_on_the_screen_large_enough_and_says_what_it_does(
    moments: list[tuple[str, list[Widget]]], size: str
) -> None:
    smallest = min(map(int, size.split("x"))) * SMALLEST
    wrong = []
    for name, widgets in moments:
        for widget in touchable(widgets):
            left, bottom, right, top = widget["box"]
            view = widget["view"]
            reached = (left, view[1], right, view[3]) if widget["scrolls"] else widget["box"]
            large = min(right - left, top - bottom) >= smallest - SLACK
            if not (widget["words"].strip() and holds(view, reached) and large):
                wrong.append((name, widget["words"], widget["box"]))
    assert wrong == []


def test_help_is_one_touch_away_wherever_one_is(survey: Survey) -> None:
    without = [
        (outfit, name)
        for outfit, shown in survey.items()
        for name, widgets in shown.items()
        if not any(widget["words"] == HELP for widget in touchable(widgets))
    ]
    assert {name for _, name in without} == {
        "urgent", "urgent-alerted", "urgent-absent", "urgent-quiet", "urgent-notices", "still-here"
    }  # fmt: skip


def test_there_is_always_a_way_on(moments: list[tuple[str, list[Widget]]]) -> None:
    stuck = {name.split()[1] for name, widgets in moments if not any(w["words"] != HELP for w in touchable(widgets))}
    assert stuck == {"installing", "undoing", "exporting"}, "it is waited for: nothing may be left half done"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("attract-stick", "For staff: new content on the stick CLINIC"),
        ("attract-key", "For staff: a key on the stick CLINIC"),
        ("home-expired", "This text is past its date"),
        ("home-expired", "Approved by Dr Ana Ruiz, head of haematology, 20 November 2026"),
        ("reading-expired", "This text is past its date"),
        ("urgent", "These words: not yet approved by this clinic"),
        ("urgent-notices", "These words: approved by Dr Ana Ruiz, director, 2 November 2026"),
        ("pin-wait", "27 seconds"),
        ("pin-wait-long", "15 minutes"),
        ("pin-not-set", "Ask whoever looks after the kiosk"),
        ("pin-choose", "whoever looks after the kiosk must set a PIN first"),
        ("room", "2 packs on CLINIC"),
        ("room", "Past its date: it was valid until 31 October 2026"),
        ("shelf-mixed", "Format it as FAT32 or exFAT"),
        ("bringing", "Please leave the stick in"),
        ("bringing-free", "You may take the stick out now"),
        ("turned-away", "This file was changed after it was signed"),
        ("turned-away", "Nothing has changed"),
        ("review", "Changed: 1 new part, 1 changed part, 1 part goes"),
        ("review", "Approval now: nobody yet. Then: Dr Ana Ruiz"),
        ("review-same", "There is nothing to do"),
        ("review-words", "Install the new words"),
        ("changed", "[u]in a blood test that was done for another reason.[/u]"),
        ("changed", "[s]by chance.[/s]"),
        ("key-offer", "0048"),
    ],
)
def test_it_says_what_staff_and_visitors_must_know(survey: Survey, name: str, words: str) -> None:
    assert any(words in widget["words"] for widget in survey[OUTFITS[-1]][name])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("attract", "Staff only"),
        ("home", "Staff only"),
        ("home", "past its date"),
        ("bringing", "take the stick out"),
        ("urgent-quiet", "These words"),
        ("installing", "Leave"),
    ],
)
def test_it_does_not_say_what_is_not_so(survey: Survey, name: str, words: str) -> None:
    """Where there is no door, none is shown; the discreet screen stays discreet."""
    assert not any(words in widget["words"] for widget in survey[OUTFITS[-1]][name])
