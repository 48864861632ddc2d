"""What is to be painted, and what came of it: plain values that cross from process to process as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kiosk.context import ROOT
from kiosk.model import Article
from kiosk.state import Manner, State
from kiosk.ui.gallery.scene import Finding
from kiosk.ui.gallery.staff_moments import staff_moments
from kiosk.ui.gallery.visitor_moments import moments, starter

Size = tuple[int, int]
"""Pixels: width, height."""

THEMES = ("light", "dark", "high_contrast")
SCALES = (1.0, 1.5, 2.0)
SIZES: tuple[Size, ...] = ((1080, 1920), (1920, 1080), (1280, 800), (3840, 2160))
"""The panels that clinics are told to take: upright, across, small, and with fine pixels."""


@dataclass(frozen=True, slots=True)
class Job:
    """What one process paints: a window can have but one size, and its words one language."""

    size: Size
    language: str
    outfits: tuple[tuple[str, float], ...]
    """Theme and text size."""
    moments: tuple[str, ...]
    folder: str | None = None
    """Where the pictures go; None: they are only judged."""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Job:
        wide, high = told["size"]
        outfits = tuple((str(theme), float(scale)) for theme, scale in told["outfits"])
        return cls((wide, high), told["language"], outfits, tuple(told["moments"]), told["folder"])


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture, and what was found in it."""

    picture: str
    """File name."""
    moment: str
    theme: str
    scale: float
    language: str
    size: Size
    findings: tuple[Finding, ...]
    words: tuple[str, ...] = ()
    """What is written in it."""
    controls: tuple[str, ...] = ()
    """What can be touched."""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Shown:
        shown = cls(**told)
        findings = tuple(Finding(**{**found, "where": tuple(found["where"])}) for found in told["findings"])
        return replace(shown, size=tuple(told["size"]), findings=findings)

    @property
    def faults(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_fault)


def moments_of(language: str) -> dict[str, State]:
    article: Article = starter(language)
    states = {**moments(article), **staff_moments(article)}
    return {
        name: state if len(state.languages) > 1 else replace(state, **_speaking(language))
        for name, state in states.items()
    }


def _speaking(language: str) -> dict[str, Any]:
    return {"language": language, "languages": (language,), "usual": Manner(language)}


def languages() -> tuple[str, ...]:
    """English first."""
    found = sorted(path.stem for path in (ROOT / "assets" / "messages").glob("*.toml"))
    return tuple(sorted(found, key=lambda language: language != "en"))


def file_of(moment: str, theme: str, scale: float, language: str, size: Size) -> str:
    return f"{moment}--{theme}-{scale:g}-{language}-{size[0]}x{size[1]}.png"
