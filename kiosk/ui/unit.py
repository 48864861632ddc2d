"""How large everything is drawn: one factor from the window and the real size of the screen."""

from __future__ import annotations

from math import hypot, radians, tan

DRAWN_FOR = 1080.0
"""Pixels of the short side at which `u` is 1."""

CAPITALS = 0.668
"""Height of Atkinson Hyperlegible's capitals, as a share of its size."""
SMALLEST_LETTERS, SMALLEST_TARGET = 32, 92
"""In theme units: the type scale's smallest, and the lowest of all buttons."""
TARGET_MM = 20.0
"""Below which older fingers begin to miss (Colle and Hiszem, 2004)."""
NEAR_MM = 450.0
"""An arm's length: whoever touches a screen is so near."""
MOST_GROWTH = 1.35
"""Times a share of the window: more, and too little stands on it. Such a screen is too small for a waiting room."""


def unit(width: float, height: float, diagonal_mm: float, distance_mm: float) -> float:
    """Pixels of a theme unit: a share of the window, and on a small or far screen more, as far as the layouts bear it."""
    proportional = min(width, height) / DRAWN_FOR
    if not diagonal_mm:
        return proportional
    pixels_a_mm = hypot(width, height) / diagonal_mm
    capitals = SMALLEST_LETTERS * CAPITALS
    needed = max(smallest_capitals_mm(distance_mm) / capitals, TARGET_MM / SMALLEST_TARGET) * pixels_a_mm
    return min(max(proportional, needed), proportional * MOST_GROWTH)


def smallest_capitals_mm(distance_mm: float) -> float:
    """4.8 mm (Section 508, 402.4), and 0.7 degrees from farther away (EN 301 549, 5.1.4)."""
    return max(4.8, distance_mm * tan(radians(0.7)) * (distance_mm > NEAR_MM))
