"""The colours of each theme by their roles, and how well two of them can be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PALETTES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "light": {
            "ground": "#F4F6F8",
            "surface": "#FFFFFF",
            "ink": "#0F1F2A",
            "muted": "#3F4D58",
            "edge": "#74838F",
            "hairline": "#D5DCE2",
            "primary": "#095366",
            "primary_down": "#063C4A",
            "primary_ink": "#FFFFFF",
            "soft": "#DCEEF2",
            "soft_ink": "#073F4E",
            "highlight": "#FFE28A",
            "word": "#FFC24A",
            "highlight_ink": "#0F1F2A",
            "answer": "#CBEAD1",
            "answer_edge": "#2C7A3F",
            "alarm": "#A3161C",
            "alarm_down": "#7A0E13",
            "alarm_ink": "#FFFFFF",
            "caution": "#FFF3D6",
            "caution_ink": "#4A3300",
            "added": "#0B5A22",
            "removed": "#8E1016",
            "scrim": "#0F1F2ACC",
        },
        "dark": {
            "ground": "#10181E",
            "surface": "#1B262E",
            "ink": "#F3F7FA",
            "muted": "#C3CED6",
            "edge": "#8497A4",
            "hairline": "#33424D",
            "primary": "#84D6E9",
            "primary_down": "#B5E8F3",
            "primary_ink": "#06222B",
            "soft": "#1E3B46",
            "soft_ink": "#D8F2F8",
            "highlight": "#FFD75E",
            "word": "#FFF3C4",
            "highlight_ink": "#101010",
            "answer": "#1D3A26",
            "answer_edge": "#7FD39A",
            "alarm": "#FFB3AE",
            "alarm_down": "#FFD9D6",
            "alarm_ink": "#3A0406",
            "caution": "#3D3213",
            "caution_ink": "#FFE9B0",
            "added": "#8FE0A8",
            "removed": "#FFB3AE",
            "scrim": "#000000CC",
        },
        "high_contrast": {
            "ground": "#000000",
            "surface": "#000000",
            "ink": "#FFFFFF",
            "muted": "#FFFFFF",
            "edge": "#FFFFFF",
            "hairline": "#FFFFFF",
            "primary": "#FFD800",
            "primary_down": "#FFFFFF",
            "primary_ink": "#000000",
            "soft": "#000000",
            "soft_ink": "#FFD800",
            "highlight": "#FFD800",
            "word": "#FFFFFF",
            "highlight_ink": "#000000",
            "answer": "#00330F",
            "answer_edge": "#66FF8A",
            "alarm": "#FF9C96",
            "alarm_down": "#FFFFFF",
            "alarm_ink": "#000000",
            "caution": "#000000",
            "caution_ink": "#FFD800",
            "added": "#66FF8A",
            "removed": "#FF9C96",
            "scrim": "#000000E6",
        },
    }
)


PURE = {
    "red": (0.80, 0.05, 0.05, 1),
    "yellow": (0.98, 0.85, 0.10, 1),
    "green": (0.05, 0.55, 0.15, 1),
    "blue": (0.10, 0.25, 0.80, 1),
    "white": (1, 1, 1, 1),
    "black": (0, 0, 0, 1),
}
"""For staff to look at: whether the screen still shows each."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2.2 defines it: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
