"""The picture of what a larger library costs is a whole SVG, and everything is drawn within it."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.bench.growth import SIZES, Cost
from kiosk.bench.growth_plot import LETTER, plot, scale_of

SVG = "{http://www.w3.org/2000/svg}"


def costs(*values: float) -> list[Cost]:
    return [Cost(size, value, value * 2, value * 3, value * 4) for size, value in zip(SIZES, values, strict=False)]


@given(some.lists(some.floats(0.001, 10_000), min_size=1, max_size=len(SIZES)))
def test_every_point_lies_within_the_picture(values: list[float]) -> None:
    drawn = ElementTree.fromstring(plot(costs(*values), "today"))
    width, height = float(drawn.attrib["width"]), float(drawn.attrib["height"])
    dots = drawn.findall(f"{SVG}circle")
    assert len(dots) == 4 * len(values)
    assert all(0 < float(dot.attrib["cx"]) < width and 0 < float(dot.attrib["cy"]) < height for dot in dots)


def test_lines_that_end_together_are_told_apart() -> None:
    drawn = ElementTree.fromstring(plot([Cost(1, 1, 1, 1, 1), Cost(10, 5, 5, 5, 5)], "today"))
    heights = sorted(float(each.attrib["y"]) for each in drawn.findall(f"{SVG}text") if ":" in (each.text or ""))
    assert len(heights) == 4
    assert all(lower - upper >= LETTER - 1 for upper, lower in pairwise(heights))


def test_the_machine_is_told_whatever_its_name() -> None:
    drawn = ElementTree.fromstring(plot(costs(1, 2), "2026-11-29, <A&B>, 2 cores"))
    assert "2026-11-29, <A&B>, 2 cores" in [each.text for each in drawn.findall(f"{SVG}text")]


def test_a_scale_goes_from_the_power_of_ten_below_to_the_one_above() -> None:
    scale = scale_of([3, 450])
    assert scale.marks == [1, 10, 100, 1000]
    assert scale.share(10) == pytest.approx(1 / 3)
