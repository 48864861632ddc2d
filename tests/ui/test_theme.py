"""Colours that everybody can tell apart, letters that everybody can read, in every theme."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.ui.palette import PALETTES, contrast
from kiosk.ui.unit import unit

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "soft"),
    ("ink", "answer"),
    ("muted", "ground"),
    ("muted", "surface"),
    ("primary", "ground"),
    ("primary", "surface"),
    ("primary", "soft"),
    ("primary_ink", "primary"),
    ("primary_ink", "primary_down"),
    ("soft_ink", "soft"),
    ("soft_ink", "surface"),
    ("highlight_ink", "highlight"),
    ("alarm_ink", "alarm"),
    ("alarm_ink", "alarm_down"),
    ("caution_ink", "caution"),
    ("added", "ground"),
    ("added", "surface"),
    ("removed", "ground"),
    ("removed", "surface"),
]
"""Letters on a ground, as the screens pair them."""
PARTS = [
    ("edge", "ground"),
    ("edge", "surface"),
    ("primary", "ground"),
    ("primary", "surface"),
    ("answer_edge", "ground"),
    ("alarm", "surface"),
    ("alarm", "ground"),
]
"""What shows where a control is, or what state it is in."""
SMALLEST_CAPITAL = 4.8 * 1080 / 268
"""Pixels at 1080: 4.8 mm (US Section 508, 402.4) on a 21.5-inch panel, whose short side is 268 mm."""
CAPITAL = 0.668
"""Height of a capital of Atkinson Hyperlegible Next, of its letters' size."""


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_letters_stand_out_seven_to_one(theme: str, ink: str, ground: str) -> None:
    """WCAG 1.4.6."""
    assert contrast(PALETTES[theme][ink], PALETTES[theme][ground]) >= 7


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize(("part", "ground"), PARTS)
def test_controls_stand_out_three_to_one(theme: str, part: str, ground: str) -> None:
    """WCAG 1.4.11."""
    assert contrast(PALETTES[theme][part], PALETTES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("beside", ["ground", "surface", "soft", "primary", "alarm", "answer", "caution", "highlight"])
def test_one_of_the_two_lines_of_the_ring_stands_out_three_to_one_from_whatever_it_surrounds(
    theme: str, beside: str
) -> None:
    """WCAG 1.4.11; and one from the other."""
    palette = PALETTES[theme]
    lines = palette["ink"], palette["surface"]
    assert max(contrast(line, palette[beside]) for line in lines) >= 3
    assert contrast(*lines) >= 3


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_every_theme_has_every_colour() -> None:
    roles = {frozenset(palette) for palette in PALETTES.values()}
    assert len(roles) == 1


def test_no_text_is_smaller_than_the_law_allows() -> None:
    script = "from kiosk.ui.theme import Theme; t = Theme(); print(min(t.small, t.label, t.body, t.heading, t.title))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) * CAPITAL >= SMALLEST_CAPITAL


def test_only_the_palette_names_a_colour() -> None:
    colour = re.compile(r"""["']#[0-9A-Fa-f]{6,8}["']|rgba?:\s*\(?\s*0?\.\d|\bhex\(""")
    elsewhere = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "kiosk" / "ui").rglob("*")
        if path.suffix in (".py", ".kv")
        and path.name != "palette.py"
        and colour.search(path.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []


CAPITAL = 0.668 * 32
"""In theme units: of the smallest letters."""


@pytest.mark.parametrize(("size", "inches"), [((1080, 1920), 21.5), ((1920, 1080), 24.0), ((3840, 2160), 32.0)])
def test_on_a_large_panel_letters_are_a_share_of_it(size: tuple[int, int], inches: float) -> None:
    assert unit(*size, inches * 25.4, 450.0) == min(size) / 1080


@pytest.mark.parametrize(("size", "inches"), [((1080, 1920), 15.6), ((1920, 1080), 15.6), ((1280, 800), 17.0)])
def test_on_a_small_panel_capitals_are_as_high_as_the_rule_asks_and_buttons_hold_a_finger(
    size: tuple[int, int], inches: float
) -> None:
    mm = inches * 25.4 / math.hypot(*size)
    u = unit(*size, inches * 25.4, 450.0)
    assert CAPITAL * u * mm >= 4.8 - 1e-6
    assert 92 * u * mm >= 20 - 1e-6


def test_who_stands_farther_away_gets_larger_letters_as_far_as_the_screen_bears_it() -> None:
    near, far, away = (unit(1080, 1920, 21.5 * 25.4, distance) for distance in (450.0, 550.0, 2000.0))
    assert near < far < away
    assert CAPITAL * far * 21.5 * 25.4 / math.hypot(1080, 1920) >= 550 * math.tan(math.radians(0.7)) - 1e-6
    assert away == near * 1.35


def test_nobody_who_has_not_measured_the_screen_finds_another() -> None:
    assert unit(1080, 1920, 0.0, 900.0) == 1.0
