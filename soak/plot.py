"""Figures over virtual time as an SVG, by a few lines of our own."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from soak.measures import Sample

WIDTH, HEIGHT, LEFT, TOP, GAP = 860, 110, 90, 40, 34
FIGURES = (("memory", "memory, MB", 1e6), ("threads", "threads", 1.0), ("files", "open files", 1.0), ("children", "processes", 1.0),
           ("temporary", "temporary files", 1.0), ("disk", "on the disk, MB", 1e6))  # fmt: skip


def plot(samples: Sequence[Sample], marks: Sequence[tuple[float, str]]) -> str:
    """One strip a figure. `marks`: virtual seconds and names of faults."""
    end = max((sample.at for sample in samples), default=1.0) or 1.0
    height = TOP + len(FIGURES) * (HEIGHT + GAP) + 130
    strips = "".join(_strip(samples, end, number, *figure) for number, figure in enumerate(FIGURES))
    foot = TOP + len(FIGURES) * (HEIGHT + GAP) - GAP
    faults = "".join(_mark(at / end, name, foot) for at, name in marks)
    hours = "".join(
        f'<text x="{_x(hour * 3600 / end):.0f}" y="{TOP - 8}" text-anchor="middle" fill="#555">{hour} h</text>'
        for hour in range(int(end // 3600) + 1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 20}" height="{height}" font-family="sans-serif" '
        f'font-size="11"><rect width="100%" height="100%" fill="#fff"/>{hours}{faults}{strips}</svg>'
    )


def _x(share: float) -> float:
    return LEFT + WIDTH * share


def _strip(samples: Sequence[Sample], end: float, number: int, figure: str, title: str, unit: float) -> str:
    top = TOP + number * (HEIGHT + GAP)
    values = [getattr(sample, figure) / unit for sample in samples]
    most = max(values, default=0.0) * 1.1 or 1.0
    lives = sorted({sample.life for sample in samples})
    lines = "".join(
        f'<polyline fill="none" stroke="#0b6e6e" stroke-width="1.3" points="{_points(samples, values, life, end, top, most)}"/>'
        for life in lives
    )
    return (
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#bbb"/>{lines}'
        f'<text x="{LEFT - 6}" y="{top + 10}" text-anchor="end">{most:.0f}</text>'
        f'<text x="{LEFT - 6}" y="{top + HEIGHT}" text-anchor="end">0</text><text x="4" y="{top + HEIGHT / 2:.0f}">{title}</text>'
    )


def _points(samples: Sequence[Sample], values: Sequence[float], life: int, end: float, top: int, most: float) -> str:
    return " ".join(
        f"{_x(sample.at / end):.1f},{top + HEIGHT * (1 - value / most):.1f}"
        for sample, value in zip(samples, values, strict=True)
        if sample.life == life
    )


def _mark(share: float, name: str, foot: int) -> str:
    x = _x(share)
    return (
        f'<path d="M{x:.1f} {TOP}V{foot}" stroke="#c33" stroke-dasharray="2 3" opacity="0.6"/>'
        f'<text x="{x:.1f}" y="{foot + 8}" fill="#933" font-size="9" transform="rotate(60 {x:.1f} {foot + 8})">'
        f"{escape(name)}</text>"
    )
