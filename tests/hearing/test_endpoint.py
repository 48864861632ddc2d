"""When a question is over."""

from __future__ import annotations

import math

import pytest

from kiosk.hearing.endpoint import Ending, Patience

PATIENCE = Patience(longest_s=20, longest_without_words_s=8)


def ending(
    *, open_s: float, without_sound_s: float = 0.0, speech_s: float = 0.0, silence_s: float = math.inf
) -> Ending | None:
    return PATIENCE.ending(open_s=open_s, without_sound_s=without_sound_s, speech_s=speech_s, silence_s=silence_s)


def test_it_goes_on_while_somebody_speaks() -> None:
    assert ending(open_s=10, speech_s=4, silence_s=0.5) is None


def test_it_waits_for_somebody_who_gathers_their_words() -> None:
    assert ending(open_s=7.9) is None


def test_it_ends_when_somebody_has_spoken_and_fallen_silent() -> None:
    assert ending(open_s=3, speech_s=1, silence_s=1.25) is Ending.SAID


def test_a_cough_is_not_a_question() -> None:
    assert ending(open_s=4, speech_s=0.1, silence_s=3) is None
    assert ending(open_s=8, speech_s=0.1, silence_s=7) is Ending.NOTHING_SAID


def test_it_ends_when_others_never_stop_talking() -> None:
    assert ending(open_s=20, speech_s=19, silence_s=0) is Ending.LONGEST


@pytest.mark.parametrize("speech_s", [0.0, 2.0])
def test_a_microphone_that_gives_no_sound_is_gone(speech_s: float) -> None:
    assert ending(open_s=5, without_sound_s=3, speech_s=speech_s, silence_s=0.2) is Ending.NO_SOUND
