"""Every letter is there, whole, and large enough to be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kiosk.ui.gallery.scene import Finding, Scene, holds

SMALLEST_CAPITAL_MM = 4.8
"""US Section 508, 402.4."""
CAPITAL = 0.668
"""Height of a capital of Atkinson Hyperlegible Next, of its letters' size."""
USUAL_SHORT_SIDE_MM = 268.0
"""Of a 21.5-inch 16:9 panel, for which the type scale was drawn; on a smaller one a larger text size makes up for it."""
LONGEST_WORD = 24
"""Letters; what is longer is a file's name, and has no better place to be broken at."""


def cut_texts(scene: Scene) -> Iterator[Finding]:
    """All of a text's lines have room in its own box, in what is around it, and on the button it stands on."""
    for part in scene.texts():
        control = scene.control_of(part)
        if part.shortened:
            yield Finding("cut", f"“{part.words}” may end in an ellipsis or lose a line", part.box)
        elif not holds(part.box, part.ink):
            yield Finding("cut", f"“{part.words}” is larger than its box", part.ink)
        elif control is not None and not holds(control.box, part.ink):
            yield Finding("cut", f"“{part.words}” runs over its button", part.ink)
        elif not holds(part.holder, part.ink):
            yield Finding("cut", f"“{part.words}” is larger than what it stands in", part.ink)


def broken_words(scene: Scene) -> Iterator[Finding]:
    for part in scene.texts():
        if part.broken and len(part.broken) <= LONGEST_WORD:
            yield Finding("broken word", f"“{part.broken}” is wider than its line, and cut in two", part.box)


def missing_letters(scene: Scene) -> Iterator[Finding]:
    for part in (*scene.texts(), *scene.icons()):
        drawn = scene.letters.get(part.font)
        if drawn is None:
            yield Finding("missing letter", f"“{part.words}” is in {part.font}, which is none of our fonts", part.box)
            continue
        missing = [letter for letter in dict.fromkeys(part.words) if not (_is_blank(letter) or ord(letter) in drawn)]
        if missing:
            yield Finding("missing letter", f"{part.font} can't draw {' '.join(missing)}", part.box)


def _is_blank(letter: str) -> bool:
    return letter.isspace() and unicodedata.category(letter) != "Cf"


def small_letters(scene: Scene) -> Iterator[Finding]:
    smallest = SMALLEST_CAPITAL_MM / CAPITAL / USUAL_SHORT_SIDE_MM * min(scene.size)
    for part in scene.texts():
        if part.points < smallest - SLACK_POINTS:
            yield Finding("small letters", f"“{part.words}”: {part.points:.0f} px, not {smallest:.0f}", part.box)


SLACK_POINTS = 0.5
