"""Nothing that a recogniser invented is shown; what was said with doubt is kept for the urgent check."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.hearing.gate import gated, is_ghost, is_sure_of_sentence, is_sure_of_words
from kiosk.model import Transcript


def test_without_speech_nothing_was_said() -> None:
    assert gated("thank you for watching", speech_s=0.1, is_sure=True, alternatives=("thanks",)) == Transcript("")


def test_what_is_sure_is_shown() -> None:
    heard = gated("what is it", speech_s=1, is_sure=True, alternatives=("what is that",), confidence=0.9)
    assert heard == Transcript("what is it", ("what is that",), 0.9)


def test_what_is_not_sure_is_kept_for_the_urgent_check_alone() -> None:
    heard = gated("i cant breathe", speech_s=1, is_sure=False, alternatives=("i can breathe",))
    assert (heard.text, heard.alternatives, heard.ungated) == ("", (), "i cant breathe")


def test_what_is_but_guessed_is_not_even_kept_for_the_urgent_check() -> None:
    assert gated("mom is dead", speech_s=5, is_sure=False, is_guessed=True) == Transcript("")


def test_a_text_that_goes_round_in_circles_is_not_sure() -> None:
    assert is_sure_of_sentence("What can I do about a low white cell count?", -0.2)
    assert not is_sure_of_sentence("and cancer, " * 12, -0.2)


def test_a_text_that_whisper_doubts_is_not_sure() -> None:
    assert not is_sure_of_sentence("What can I do?", -0.7)


def test_ghosts_are_not_words() -> None:
    assert is_ghost("the")
    assert is_ghost("the uh the")
    assert not is_ghost("the doctor")
    assert not is_sure_of_words("the", 1.0)
    assert not is_sure_of_words("the doctor", 0.3)
    assert is_sure_of_words("the doctor", 0.8)


@given(st.text(), st.floats(0, 60), st.booleans())
def test_no_text_is_shown_without_speech_or_certainty(text: str, speech_s: float, is_sure: bool) -> None:
    heard = gated(text, speech_s=speech_s, is_sure=is_sure)
    assert heard.text in ("", text)
    assert not (heard.text and heard.ungated)
    if not is_sure or speech_s < 0.2:
        assert heard.text == ""
