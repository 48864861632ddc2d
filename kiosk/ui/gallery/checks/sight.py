"""What a visitor came for is seen at once, without scrolling."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.ui.gallery.scene import Finding, Scene, holds


def out_of_sight(scene: Scene) -> Iterator[Finding]:
    for words in scene.wanted:
        shown = [part for part in scene.texts() if part.words == words]
        if not any(holds(part.view, part.ink) for part in shown):
            yield Finding("out of sight", f"“{words}” must be scrolled to", shown[0].ink if shown else scene.window)
    if scene.marked_wanted:
        marked = [(part, box) for part in scene.texts() for box in part.marked]
        if not marked:
            yield Finding("out of sight", "the sentence that is read or answers is nowhere", scene.window)
        for part, box in marked:
            if not holds(part.view, box):
                yield Finding("out of sight", f"of “{part.words}” the marked sentence must be scrolled to", box)
                break
