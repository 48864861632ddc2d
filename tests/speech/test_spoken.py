"""What is shown, what is said, and which shown word lights up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import SpeechError
from kiosk.model import SpokenWord
from kiosk.speech import open_lexicon
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.silence import SilentVoice
from kiosk.speech.spoken import said, speakable

ENGLISH = Path(__file__).resolve().parents[2] / "assets" / "lexicon" / "en.toml"


@pytest.fixture(scope="module")
def english() -> Lexicon:
    return open_lexicon(ENGLISH)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("Ask about CBCs.", "Ask about C B sees."),
        ("Your ANC is low.", "Your a-n-c is low."),
        ("Take the chance.", "Take the chance."),
        ("Below 1,500/mcL is low.", "Below 1,500 per microliter is low."),
        ("From 4,500–11,000 cells.", "From 4,500 to 11,000 cells."),
        ("A cold — or the flu – is common.", "A cold, or the flu, is common."),
        ("A fever of 100.4°F", "A fever of 100.4 degrees Fahrenheit"),
        ("“Don’t share cups.”", "Don't share cups."),
        ("It can't always be prevented.", "It cannot always be prevented."),
        ("Call 911, not 9112.", "Call nine one one, not 9112."),
    ],
)
def test_what_the_voice_would_say_wrongly_is_said_another_way(english: Lexicon, shown: str, said: str) -> None:
    assert english.spoken(shown).text == said


def test_the_words_that_light_up_are_the_shown_ones(english: Lexicon) -> None:
    clip = said(SilentVoice(150), english, "Some CBCs — “under” 4,000/mcL.")
    assert [word.text for word in clip.words] == ["Some", "CBCs", "“under”", "4,000/mcL."]


def test_a_shown_word_lasts_as_long_as_all_that_is_said_for_it() -> None:
    spoken = Lexicon({"CBCs": "C B sees"}).spoken("No CBCs.")
    heard = (SpokenWord("No", 0, 10), SpokenWord("C", 10, 20), SpokenWord("B", 20, 30), SpokenWord("sees.", 30, 50))
    assert spoken.shown_words(heard) == (SpokenWord("No", 0, 10), SpokenWord("CBCs.", 10, 50))


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["CBCs", "ANC", "—", "“", "4–5", "°F", "a"]), max_size=30).map(" ".join)
)
def test_any_text_keeps_its_words_and_their_order(shown: str) -> None:
    clip = said(SilentVoice(150), open_lexicon(ENGLISH), shown)
    tokens = iter(shown.split())
    assert all(word.text in tokens for word in clip.words), "each word is a shown one, in the shown order"
    times = [time for word in clip.words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)


@given(st.text(max_size=100))
def test_what_is_speakable_is_one_line_and_can_be_written(text: str) -> None:
    line = speakable(text)
    assert line.isprintable()
    line.encode("utf-8")
    assert speakable(line) == line


def test_a_language_without_rules_is_said_as_it_is_shown(tmp_path: Path) -> None:
    assert open_lexicon(tmp_path / "xx.toml").spoken("CBCs").text == "CBCs"


@pytest.mark.parametrize("content", ["not toml", "[words]\nCBC = 3", "[wrods]\n", "words = 3"])
def test_broken_rules_are_refused_with_the_files_name(tmp_path: Path, content: str) -> None:
    file = tmp_path / "en.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SpeechError, match=r"en\.toml"):
        open_lexicon(file)
