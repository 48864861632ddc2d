"""What was drawn, as plain values: its parts with their places, and its pixels. Checks need no Kivy, tests can make one by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, bottom, right, top; pixels of the window, counted from its bottom left."""
Pixels = NDArray[np.uint8]
"""Rows from the top, columns, red green blue."""

SLACK = 2.0
"""Pixels lost to rounding."""


class Kind(StrEnum):
    TEXT = "text"
    ICON = "icon"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Part:
    """One widget that shows letters, an icon, or can be touched."""

    kind: Kind
    name: str
    """Of its class."""
    words: str
    """What is read on it."""
    box: Box
    ink: Box
    """Where its letters are; the box itself where it has none."""
    view: Box
    """The part of the window in which it may show: a scroller's inside, else the whole window."""
    holder: Box
    """Where everything around it, up to that view, has room for it."""
    scrolls: bool = False
    """What doesn't fit can be scrolled to."""
    disabled: bool = False
    inside: int | None = None
    """Number, among the parts, of the control that it stands on."""
    font: str = ""
    """`Hyperlegible`, `Hyperlegible bold`, `Icons`."""
    points: float = 0.0
    """Size of its letters, pixels; 0 where it has none of its own."""
    line: float = 0.0
    """Height of a line, pixels."""
    broken: str = ""
    """A word that is wider than its room, and therefore cut in two."""
    shortened: bool = False
    """Ends in an ellipsis where it doesn't fit."""
    marked: tuple[Box, ...] = ()
    """Where the sentence is that answers, or else is being read."""

    @property
    def visible(self) -> Box:
        return meet(self.box, self.view)

    @property
    def seen(self) -> Box:
        """What of its letters shows now."""
        return meet(self.ink, self.view)


@dataclass(frozen=True, slots=True)
class Scene:
    size: tuple[int, int]
    """Pixels: width, height."""
    parts: tuple[Part, ...]
    pixels: Pixels | None = None
    wanted: tuple[str, ...] = ()
    """Texts that must be in sight without scrolling."""
    marked_wanted: bool = False
    """So must the marked sentence."""
    order: tuple[int, ...] | None = None
    """The controls as a keyboard's focus goes through them, by their numbers; None: nobody told."""
    letters: dict[str, frozenset[int]] = field(default_factory=dict)
    """What each font can draw."""

    @property
    def window(self) -> Box:
        return (0.0, 0.0, float(self.size[0]), float(self.size[1]))

    def texts(self) -> Iterator[Part]:
        return (part for part in self.parts if part.kind is Kind.TEXT)

    def icons(self) -> Iterator[Part]:
        return (part for part in self.parts if part.kind is Kind.ICON)

    def controls(self) -> Iterator[Part]:
        return (part for part in self.parts if part.kind is Kind.CONTROL)

    def control_of(self, part: Part) -> Part | None:
        """What is touched where this part is."""
        return None if part.inside is None else self.parts[part.inside]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found in a picture."""

    check: str
    what: str
    where: Box
    is_fault: bool = True
    """Else it is only told."""


def meet(one: Box, other: Box) -> Box:
    """Where both are."""
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def is_empty(box: Box) -> bool:
    return box[2] - box[0] <= SLACK or box[3] - box[1] <= SLACK


def holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] - SLACK <= inner[0]
        and outer[1] - SLACK <= inner[1]
        and inner[2] <= outer[2] + SLACK
        and inner[3] <= outer[3] + SLACK
    )


def cross(one: Box, other: Box) -> bool:
    return not is_empty(meet(one, other))


def sideways(view: Box, box: Box) -> Box:
    """The box as far as it matters where one can scroll: up and down it may go on."""
    return (box[0], view[1], box[2], view[3])
