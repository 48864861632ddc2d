"""What is touched is large enough for an unsteady finger, and says what it does."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.ui.gallery.scene import Finding, Part, Scene

SMALLEST_SHORT_SIDE_MM = 194.0
"""Of a 15.6-inch 16:9 panel, the smallest that clinics are told to take: the size of laptops' panels, of which the cheapest
touch monitors are made."""
TARGET_MM = 20.0
"""Below it older fingers begin to miss (Colle and Hiszem, 2004)."""
LETTER_MM = 15.0
"""A key of the keyboard: ten must stand side by side, and a wrong letter is soon taken back."""
LEAST_PX = 44.0
"""WCAG 2.5.5."""
SLACK_MM = 0.4
"""Lost to rounding to pixels."""
LETTER_KEYS = ("Key",)


def small_targets(scene: Scene) -> Iterator[Finding]:
    pixel_mm = SMALLEST_SHORT_SIDE_MM / min(scene.size)
    for part in scene.controls():
        across = min(part.box[2] - part.box[0], part.box[3] - part.box[1])
        wanted = LETTER_MM if part.name in LETTER_KEYS else TARGET_MM
        if across * pixel_mm < wanted - SLACK_MM or across < LEAST_PX:
            yield Finding("small target", f"{named(part)}: {across * pixel_mm:.1f} mm, not {wanted:.0f}", part.box)


def speechless(scene: Scene) -> Iterator[Finding]:
    for part in scene.controls():
        if not part.words.strip():
            yield Finding("speechless", f"a {part.name} without a word or a spoken name", part.box)


def named(part: Part) -> str:
    return f"“{part.words}”"
