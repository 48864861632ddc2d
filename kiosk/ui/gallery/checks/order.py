"""The focus of a keyboard goes through the controls as an eye does: down the page, and along each line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kiosk.ui.gallery.scene import SLACK, Box, Finding, Kind, Scene, is_empty


def out_of_order(scene: Scene) -> Iterator[Finding]:
    if scene.order is None:
        return
    told = set(scene.order)
    for number, part in enumerate(scene.parts):
        if part.kind is Kind.CONTROL and not part.disabled and number not in told:
            yield Finding("order", f"the focus never comes to “{part.words}”", part.box)
    in_sight = (part for part in map(scene.parts.__getitem__, scene.order) if not is_empty(part.visible))
    for one, other in pairwise(in_sight):
        if _before(other.visible, one.visible):
            yield Finding("order", f"the focus comes to “{other.words}” after “{one.words}”", other.box)


def _before(one: Box, other: Box) -> bool:
    """Above it in the same column, or left of it in the same line. The top of a column further right is not before anything."""
    above = one[1] >= other[3] - SLACK and one[0] < other[2] - SLACK
    share = min(one[3], other[3]) - max(one[1], other[1])
    beside = share > 0.5 * min(one[3] - one[1], other[3] - other[1]) and one[2] <= other[0] + SLACK
    return above or beside
