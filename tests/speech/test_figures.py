"""Numbers and what belongs to them, as the English lexicon says them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import SpeechError
from kiosk.speech import open_lexicon
from kiosk.speech.figures import Figures
from kiosk.speech.lexicon import Lexicon

ENGLISH = open_lexicon(Path(__file__).resolve().parents[2] / "assets" / "lexicon" / "en.toml")


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("on 10/27/2022 or 2022-10-27", "on October 27, 2022 or October 27, 2022"),
        ("not 13/45/2022, not 2022-13-01", "not 13/45/2022, not 2022-13-01"),
        ("Call 555-123-4567.", "Call five five five, one two three, four five six seven."),
        ("(555) 123-4567", "five five five, one two three, four five six seven"),
        ("555-1234", "five five five, one two three four"),
        ("500-1000 mg", "500 to 1000 milligrams"),
        ("3,500–11,000/mcL", "3,500 to 11,000 per microliter"),
        ("4,500 - 11,000 cells/mcL", "4,500 to 11,000 cells per microliter"),
        ("38.5 °C or 101.3°F", "38.5 degrees Celsius or 101.3 degrees Fahrenheit"),
        ("1 mg, 2 mg, 0.5 mL", "1 milligram, 2 milligrams, 0.5 milliliters"),
        ("5 mg/kg", "5 milligrams per kilogram"),
        ("4.5 x 10^9/L", "4.5 times 10 to the power of 9 per liter"),
        ("10⁹ cells", "10 to the power of 9 cells"),
        ("5-10%", "5 to 10 percent"),
        ("2-3 times a day", "2 to 3 times a day"),
    ],
)
def test_figures_are_said_as_people_say_them(shown: str, said: str) -> None:
    assert ENGLISH.spoken(shown).text == said


@pytest.mark.parametrize(
    "shown", ["a 10-year-old", "vitamin B12", "the 1990s", "A/C", "version 1.2.3", "5 minutes", "4,000"]
)
def test_what_only_looks_like_one_is_left_alone(shown: str) -> None:
    assert ENGLISH.spoken(shown).text == shown


@given(
    st.lists(
        st.sampled_from(
            ["10", "/", "-", "–", "^", "9", "mg", "mcL", " ", ",", ".", "000", "x", "(555)", "2022", "°F", "⁹", "é"]
        ),
        max_size=40,
    ).map("".join)
)
def test_whatever_figures_come_each_letter_knows_where_it_is_from(shown: str) -> None:
    spoken = ENGLISH.spoken(shown)
    assert len(spoken.origin) == len(spoken.text)
    assert list(spoken.origin) == sorted(spoken.origin)
    assert all(0 <= place < len(shown) for place in spoken.origin)


@pytest.mark.parametrize("junk", ["1", "1-", "1,000", "a/", "10^", "(555 ", "/mcL", "1.1."])
def test_a_hundred_thousand_odd_signs_are_harmless(junk: str) -> None:
    shown = junk * (100_000 // len(junk))
    assert len(ENGLISH.spoken(shown).origin) >= 100_000 // 2


def test_a_language_without_figures_leaves_them_alone() -> None:
    shown = "10/27/2022, 3-5 mg, 555-123-4567, 10^9/L"
    assert Lexicon({}).spoken(shown).text == shown


def test_the_day_comes_first_where_the_lexicon_says_so() -> None:
    months = tuple(f"M{number}" for number in range(1, 13))
    figures = Figures(months=months, date="{day} {month} {year}", date_order="day month year")
    assert Lexicon({}, figures).spoken("3/11/22").text == "3 M11 2022"


@pytest.mark.parametrize(
    "content",
    [
        '[dates]\norder = "year first"',
        '[dates]\nmonths = ["January"]',
        '[numbers]\nrange = "{from} to {to}"',
        "[units]\nmg = 3",
        '[numbers]\nrnage = "{low} to {high}"',
        '[numbers]\nrange = "{low:>4000000000} to {high}"',
        '[numbers]\nper = "{unit!r}"',
        '[numbers]\npower = "{base.__class__}"',
        '[dates]\nsaid = "{day[0]}"',
        '[dates]\nsaid = "{"',
        "[figures]\n",
    ],
)
def test_broken_figures_are_refused_with_the_files_name(tmp_path: Path, content: str) -> None:
    file = tmp_path / "xx.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SpeechError, match=r"xx\.toml"):
        open_lexicon(file)


def test_other_rules_have_another_version() -> None:
    versions = {Lexicon({}).version, Lexicon({"a": "b"}).version, Lexicon({}, Figures(range="{low} to {high}")).version}
    assert len(versions) == 3
    assert Lexicon({}).version in versions, "and the same ones the same"
