"""Letters, icons and the outlines of controls stand out from their ground; measured in the pixels, so that no binding, no overlay
and no rounding can hide from it."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from kiosk.ui.gallery.scene import Box, Finding, Part, Pixels, Scene, meet

TEXT, GRAPHIC = 7.0, 3.0
"""WCAG 1.4.6 (AAA) and 1.4.11."""
ROUNDING = 0.93
"""Colours are whole numbers, and the extreme of a thin stroke is never quite its ink."""
TILE = 4.0
"""Width of a piece of a line that is judged by itself, in its letters' size: a highlighted sentence has another ground."""
BLANK = 1.12
"""A ratio up to which nothing stands there."""
LEAST_INK = 0.15
"""Of the square of the letters' size: less is the fringe of a letter of the next piece, and paler than any ink."""
EXTREME = 5
"""So many pixels must be as dark or as bright: one alone may be a fringe."""
EDGE = 4.0
"""Thickness of a control's edge, in theme units."""
LEAST_EDGES = 3
"""So often a line through letters goes from ground to ink and back; where a ground ends, there is but one edge."""
UNFRAMED = ("Quiet",)
"""Controls that are told by their words alone, as their class says."""
DEEP = {"BigMicrophone": 0.3}
"""How far inside its box a control's shape may begin, as a share of it: that of a round one."""

_BRIGHT = np.array([c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (i / 255 for i in range(256))])
_BRIGHT = _BRIGHT.astype(np.float32)


def pale_texts(scene: Scene) -> Iterator[Finding]:
    if scene.pixels is not None:
        for part in scene.texts():
            yield from _pale(scene.pixels, part, scene.control_of(part), TEXT, "text")


def pale_icons(scene: Scene) -> Iterator[Finding]:
    if scene.pixels is not None:
        for part in scene.icons():
            yield from _pale(scene.pixels, part, scene.control_of(part), GRAPHIC, "icon")


def pale_controls(scene: Scene) -> Iterator[Finding]:
    """Its edge or its fill shows where it is."""
    if scene.pixels is None:
        return
    for part in scene.controls():
        if part.name in UNFRAMED:
            continue
        ratio = outline(scene.pixels, part, scene.window)
        if ratio is not None and ratio < GRAPHIC * ROUNDING:
            what = f"the outline of “{part.words}”: {ratio:.1f} : 1"
            yield Finding("contrast", what, part.box, not part.disabled)


def _pale(pixels: Pixels, part: Part, control: Part | None, wanted: float, noun: str) -> Iterator[Finding]:
    ratio = ink_ratio(pixels, part, control.box if control else None)
    if ratio is not None and ratio < wanted * ROUNDING:
        words = part.words if noun == "text" else control.words if control else "an icon"
        yield Finding("contrast", f"the {noun} of “{words}”: {ratio:.1f} : 1", part.seen, not part.disabled)


def ink_ratio(pixels: Pixels, part: Part, control: Box | None = None) -> float | None:
    """The palest piece of it that shows; None: too little of it does. 1 where nothing stands that should. The edge of the control
    that it stands on is none of its ink."""
    left, bottom, right, top = seen = meet(part.seen, _inner(control, pixels)) if control else part.seen
    line = part.line or part.points
    if not line or top - bottom < 0.9 * line or right - left < 0.5 * part.points or not part.words.strip():
        return None
    least = LEAST_INK * part.points**2
    judged = [_ratio(tile, least) for tile in _tiles(pixels, part, seen, line)]
    inked = [ratio for ratio in judged if ratio is not None]
    if inked or not judged:
        return min(inked, default=None)
    return _ratio(luminance(crop(pixels, seen)), EXTREME, 1) or 1.0


def _inner(control: Box, pixels: Pixels) -> Box:
    edge = EDGE * min(pixels.shape[:2]) / 1080 + 1
    return (control[0] + edge, control[1] + edge, control[2] - edge, control[3] - edge)


def _tiles(pixels: Pixels, part: Part, seen: Box, line: float) -> Iterator[NDArray[np.float32]]:
    """Pieces of its lines, as luminance."""
    left, bottom, right, top = seen
    lines = max(1, round((part.ink[3] - part.ink[1]) / line))
    pitch = (part.ink[3] - part.ink[1]) / lines
    wide = TILE * part.points
    for number in range(lines):
        high = part.ink[3] - number * pitch
        if high > top + 1 or high - pitch < bottom - 1:
            continue  # cut by the scroller's edge
        for start in np.arange(left, right, wide):
            piece = luminance(crop(pixels, (float(start), high - pitch, min(right, float(start) + wide), high)))
            if piece.size > 4 * EXTREME:
                yield piece


def _ratio(piece: NDArray[np.float32], least: float, edges: int = LEAST_EDGES) -> float | None:
    """Between the ground, which is the commonest shade, and what is farthest from it. None: fewer pixels than `least` stand out."""
    shades = piece.ravel()
    steps = (np.sqrt(shades) * 63).astype(np.int64)
    ground = float(np.median(shades[steps == np.bincount(steps, minlength=64).argmax()]))
    high, low = (ground + 0.05) * BLANK - 0.05, (ground + 0.05) / BLANK - 0.05
    inked = (piece > high) | (piece < low)
    if np.count_nonzero(inked) < least or np.count_nonzero(inked[:, 1:] != inked[:, :-1], axis=1).max() < edges:
        return None
    ends = np.partition(shades, (EXTREME, len(shades) - 1 - EXTREME))
    return max(ratio(ground, float(ends[EXTREME])), ratio(ground, float(ends[-1 - EXTREME])))


def outline(pixels: Pixels, part: Part, window: Box) -> float | None:
    """How well its edge or fill stands out from what is around it: the second best of its sides that show, each where it begins
    to be another colour. None: no side shows."""
    u = min(pixels.shape[:2]) / 1080
    out, deep = ceil(max(1.0, 1.5 * u)) + 2, ceil(10 * u)
    left, bottom, right, top = part.visible
    across, up = right - left, top - bottom
    if min(across, up) < 20 * u:
        return None
    share = DEEP.get(part.name, 0.0)
    deep_x, deep_y = max(deep, share * across), max(deep, share * up)
    x, y = (left + right) / 2, (bottom + top) / 2
    strips: list[tuple[Box, bool, float]] = [
        ((left - out, y - 1, left + deep_x, y + 1), False, left - part.box[0]),
        ((right - deep_x, y - 1, right + out, y + 1), True, right - part.box[2]),
        ((x - 1, top - deep_y, x + 1, top + out), False, top - part.box[3]),
        ((x - 1, bottom - out, x + 1, bottom + deep_y), True, bottom - part.box[1]),
    ]
    found = []
    for box, from_end, clipped in strips:
        if abs(clipped) > 1 or meet(box, part.view) != box or meet(box, window) != box:
            continue
        shades = luminance(crop(pixels, box))
        line = np.median(shades, axis=0 if shades.shape[1] > shades.shape[0] else 1)
        line = line[::-1] if from_end else line
        found.append(max(ratio(float(line[0]), float(shade)) for shade in line))
    if not found:
        return None
    return sorted(found)[-2] if len(found) > 1 else found[0]


def ratio(one: float, other: float) -> float:
    """Of two luminances, as WCAG 2.2 defines it: 1 to 21."""
    lighter, darker = max(one, other), min(one, other)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(pixels: Pixels) -> NDArray[np.float32]:
    linear = _BRIGHT[pixels]
    found: NDArray[np.float32] = linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return found


def crop(pixels: Pixels, box: Box) -> Pixels:
    """Counted from the bottom, as Kivy does."""
    height, width = pixels.shape[:2]
    left, right = max(0, floor(box[0])), min(width, ceil(box[2]))
    low, high = max(0, floor(height - box[3])), min(height, ceil(height - box[1]))
    return pixels[low:high, left:right]
