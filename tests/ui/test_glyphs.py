"""No empty boxes: every letter that the kiosk can show has a shape in its fonts, and so has every icon."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kiosk.ui.icons import ICONS, OF_ITEM, OF_SECTION, icon, icon_of_item, icon_of_section

ROOT = Path(__file__).resolve().parents[2]
FONTS = sorted((ROOT / "assets" / "fonts").glob("*.ttf"))
ICON_FONT = ROOT / "assets" / "icons" / "MaterialSymbolsRounded-subset.ttf"
SCREENS = ROOT / "kiosk" / "ui"
MESSAGES = sorted((ROOT / "assets" / "messages").glob("*.toml"))
STARTER = ROOT / "assets" / "articles" / "leukopenia.md"


MADE_UP = ("icons.py", "visitor_moments.py", "staff_moments.py")
"""Icons have a font of their own; the gallery shows letters that no screen adds."""


def keys() -> set[str]:
    """What the keyboards type, in every language."""
    texts = [tomllib.loads(path.read_text(encoding="utf-8"))["typing"] for path in MESSAGES]
    return {letter for each in texts for kind in ("row", "signs") for n in (1, 2, 3) for letter in each[f"{kind}_{n}"]}


def shapes(font: Path) -> set[str]:
    return {chr(code) for code in TTFont(font).getBestCmap()}


def test_there_is_an_upright_and_a_bold_letter() -> None:
    assert len(FONTS) == 2


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
@pytest.mark.parametrize(
    "text",
    [*sorted((ROOT / "assets" / "messages").glob("*.toml")), *sorted((ROOT / "assets" / "articles").glob("*.md"))],
    ids=lambda text: text.name,
)
def test_every_letter_of_our_texts_has_a_shape(font: Path, text: Path) -> None:
    letters = set(text.read_text(encoding="utf-8")) - {"\n"}
    assert sorted(letters - shapes(font)) == []


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
def test_every_letter_that_can_be_typed_has_a_shape(font: Path) -> None:
    assert sorted(keys() - shapes(font)) == []


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
def test_every_sign_that_the_screens_add_has_a_shape(font: Path) -> None:
    """Quotation marks around what was heard, the bar where one types."""
    sources = [path for path in SCREENS.rglob("*") if path.suffix in (".py", ".kv") and path.name not in MADE_UP]
    letters = set("".join(path.read_text(encoding="utf-8") for path in sources)) - {"\n"}
    assert sorted(letters - shapes(font)) == []


def test_every_icon_has_a_shape_and_the_font_has_no_other() -> None:
    assert shapes(ICON_FONT) - {" "} == set(ICONS.values())


def test_every_icon_that_a_screen_names_is_known_and_every_known_one_is_shown() -> None:
    sources = [path.read_text(encoding="utf-8") for path in SCREENS.rglob("*") if path.suffix in (".py", ".kv")]
    calls = [call for source in sources for call in re.findall(r"\bicon\(([^()]*)\)", source)]
    named = {name for call in calls for name in re.findall(r"""["']([a-z0-9_]+)["']""", call)}
    assert named | set(OF_SECTION.values()) | set(OF_ITEM.values()) | {"article"} == set(ICONS)


def test_every_section_has_an_icon_also_one_that_nobody_foresaw() -> None:
    assert {icon_of_section(section) for section in OF_SECTION} <= set(ICONS.values())
    assert icon_of_section("never-heard-of") == icon("article")


def test_every_entry_of_the_starter_article_has_a_picture_of_its_own() -> None:
    """Told apart by their pictures, also by who can't read."""
    lead = "prevent.lead"
    entries = set(re.findall(r"\{#([a-z]+\.[a-z-]+)\}", STARTER.read_text(encoding="utf-8"))) - {lead}
    assert entries == set(OF_ITEM)
    assert len({icon_of_item(entry) for entry in entries}) == len(entries)


def test_an_entry_that_nobody_foresaw_has_no_picture_rather_than_a_wrong_one() -> None:
    assert icon_of_item("prevent.never-heard-of") == icon_of_item(None) == ""
