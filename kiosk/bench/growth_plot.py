"""Cost against the size of the library, as a picture: both axes by powers of ten, one line a cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from kiosk.bench.growth import Cost

LEFT, TOP, WIDE, HIGH = 60, 50, 420, 340
ROOM = 190
"""On the right, for what each line is."""
LETTER = 17
"""Pixels from one line of words to the next."""
LINES = (
    ("memory_mb", "memory, MB", "#0b6e6e"),
    ("search_ms", "a question, ms", "#9c3d00"),
    ("install_s", "installing, s", "#4a3aa7"),
    ("open_s", "opening, s", "#8a1c4a"),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Powers of ten, from the one below the least to the one above the most."""

    low: int
    high: int

    def share(self, value: float) -> float:
        """0 at the low end, 1 at the high one."""
        return (log10(value) - self.low) / (self.high - self.low)

    @property
    def marks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def scale_of(values: Sequence[float]) -> Scale:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return Scale(low, max(high, low + 1))


def plot(costs: Sequence[Cost], told: str) -> str:
    """An SVG. `told`: day and machine. Costs are greater than 0."""
    across = scale_of([each.articles for each in costs])
    up = scale_of([getattr(each, name) for each in costs for name, _, _ in LINES])
    width, height = LEFT + WIDE + ROOM, TOP + HIGH + 70
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="14">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        _words(LEFT, 24, "What a larger library costs", size=16),
        *_grid(across, up),
        *_curves(costs, across, up),
        _words(LEFT + WIDE / 2, TOP + HIGH + 42, "articles in the library", anchor="middle"),
        _words(LEFT, TOP + HIGH + 62, told, size=11),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(across: Scale, up: Scale) -> Iterator[str]:
    for mark in across.marks:
        x = LEFT + WIDE * across.share(mark)
        yield f'<path d="M{x:.0f} {TOP}V{TOP + HIGH}" stroke="#ddd"/>'
        yield _words(x, TOP + HIGH + 20, f"{mark:,g}", anchor="middle")
    for mark in up.marks:
        y = TOP + HIGH - HIGH * up.share(mark)
        yield f'<path d="M{LEFT} {y:.0f}H{LEFT + WIDE}" stroke="#ddd"/>'
        yield _words(LEFT - 8, y + 5, f"{mark:,g}", anchor="end")


def _curves(costs: Sequence[Cost], across: Scale, up: Scale) -> Iterator[str]:
    ends: list[float] = []
    for name, label, colour in sorted(LINES, key=lambda line: -getattr(costs[-1], line[0])):
        points = [
            (LEFT + WIDE * across.share(each.articles), TOP + HIGH - HIGH * up.share(getattr(each, name)))
            for each in costs
        ]
        path = "L".join(f"{x:.0f} {y:.0f}" for x, y in points)
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3.5" fill="{colour}"/>' for x, y in points)
        ends.append(max(points[-1][1] + 5, ends[-1] + LETTER if ends else 0))
        yield _words(LEFT + WIDE + 10, ends[-1], f"{label}: {getattr(costs[-1], name):,.3g}", colour=colour)


def _words(x: float, y: float, text: str, *, anchor: str = "start", size: int = 14, colour: str = "#222") -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}">{safe}</text>'
