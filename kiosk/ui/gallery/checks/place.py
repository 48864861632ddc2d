"""Everything is on the screen, and nothing lies on anything else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kiosk.ui.gallery.scene import Finding, Kind, Part, Scene, cross, holds, is_empty, meet, sideways


def outside(scene: Scene) -> Iterator[Finding]:
    """To the side never; up and down only where one can scroll."""
    for part in scene.parts:
        box = part.ink if part.kind is Kind.TEXT else part.box
        if not holds(part.view, sideways(part.view, box) if part.scrolls else box):
            yield Finding("outside", f"“{part.words}” runs off the screen", box)


def overlapping(scene: Scene) -> Iterator[Finding]:
    """Text on text, or one control on another that isn't a part of it."""
    texts = [part for part in scene.texts() if not is_empty(part.seen)]
    for one, other in combinations(texts, 2):
        if cross(one.seen, other.seen):
            yield Finding("overlap", f"“{one.words}” and “{other.words}” lie on each other", meet(one.seen, other.seen))
    alone = [part for part in scene.controls() if part.inside is None and not is_empty(part.visible)]
    for one, other in combinations(alone, 2):
        if cross(one.visible, other.visible):
            where = meet(one.visible, other.visible)
            yield Finding("overlap", f"“{one.words}” and “{other.words}” lie on each other", where)


def covered(scene: Scene) -> Iterator[Finding]:
    """Text under the keys, under a bar, under any control that it isn't written on."""
    controls = [(number, part) for number, part in enumerate(scene.parts) if part.kind is Kind.CONTROL]
    for part in scene.texts():
        above = set(_controls_of(scene, part))
        for number, control in controls:
            if number not in above and cross(part.seen, control.visible):
                where = meet(part.seen, control.visible)
                yield Finding("covered", f"“{part.words}” and the button “{control.words}” lie on each other", where)


def _controls_of(scene: Scene, part: Part) -> Iterator[int]:
    number = part.inside
    while number is not None:
        yield number
        number = scene.parts[number].inside
