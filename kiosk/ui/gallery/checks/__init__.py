"""What a picture must pass: each check is a pure function from a `Scene` to its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.ui.gallery.checks.contrast import pale_controls, pale_icons, pale_texts
from kiosk.ui.gallery.checks.order import out_of_order
from kiosk.ui.gallery.checks.place import covered, outside, overlapping
from kiosk.ui.gallery.checks.sight import out_of_sight
from kiosk.ui.gallery.checks.targets import small_targets, speechless
from kiosk.ui.gallery.checks.text import broken_words, cut_texts, missing_letters, small_letters
from kiosk.ui.gallery.scene import Finding, Scene

ALL: tuple[Callable[[Scene], Iterator[Finding]], ...] = (
    cut_texts,
    broken_words,
    missing_letters,
    small_letters,
    small_targets,
    speechless,
    pale_texts,
    pale_icons,
    pale_controls,
    outside,
    overlapping,
    covered,
    out_of_order,
    out_of_sight,
)


def judge(scene: Scene) -> list[Finding]:
    return [finding for check in ALL for finding in check(scene)]
