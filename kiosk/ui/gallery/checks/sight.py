"""What a visitor came for is seen at once, without scrolling."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.ui.gallery.scene import Box, Finding, Part, Scene, holds

LEAD = 0.75
"""Share of a text's window that a marked sentence may fill; of a longer one its first line must be seen."""


def out_of_sight(scene: Scene) -> Iterator[Finding]:
    for words in scene.wanted:
        shown = [part for part in scene.texts() if part.words == words]
        if not any(holds(part.view, part.ink) for part in shown):
            yield Finding("out of sight", f"“{words}” must be scrolled to", shown[0].ink if shown else scene.window)
    if scene.marked_wanted:
        marked = [(part, box) for part in scene.texts() for box in part.marked]
        if not marked:
            yield Finding("out of sight", "the sentence that is read or answers is nowhere", scene.window)
            return
        for part, box in marked if _fits(marked) else marked[:1]:
            if not holds(part.view, box):
                yield Finding("out of sight", f"of “{part.words}” the marked sentence must be scrolled to", box)
                break


def _fits(marked: list[tuple[Part, Box]]) -> bool:
    view = marked[0][0].view
    boxes = [box for _, box in marked]
    return max(box[3] for box in boxes) - min(box[1] for box in boxes) <= LEAD * (view[3] - view[1])
