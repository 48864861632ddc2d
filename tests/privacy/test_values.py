"""Whatever ends up in a log, a report or a failed assertion ends up there by its `repr`: none shows what a visitor said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.events import Heard, WordsHeard
from kiosk.hearing.whisper_model import Reading
from kiosk.model import Clip, HearingProblem, Question, Said, SpokenWord, Transcript, UrgentGroup, Utterance, Way
from kiosk.session.wishes import Ask, CheckPin, ChoosePin, Overhear, Read, Suggest
from kiosk.staff_moments import PinStep, StaffPin
from kiosk.state import Asking, NotUnderstood, State, Thinking, Typing, Urgent

SECRET = "my quixotic okapi"
QUESTION = Question(SECRET, Way.SPOKEN, (SECRET,))
HOLDING = (
    QUESTION,
    Transcript(SECRET, (SECRET,), ungated=SECRET),
    Heard(1, Transcript(SECRET)),
    WordsHeard(1, SECRET),
    Reading(SECRET, -0.1),
    Asking(1, words=SECRET),
    Typing(SECRET),
    Thinking(QUESTION, 1),
    NotUnderstood(HearingProblem.MISHEARD, 1, heard=SECRET),
    Urgent(UrgentGroup.CHEST, SECRET, 0.0, None),
    Ask(1, QUESTION),
    Suggest(1, SECRET),
    Overhear(1, SECRET),
    Read(1, (Utterance(SECRET), Said("answer.you_asked", {"question": SECRET}))),
    Clip(SECRET.encode(), 16_000, (SpokenWord(SECRET, 0, 1),)),
    CheckPin(1, SECRET),
    ChoosePin(1, SECRET),
    StaffPin(PinStep.CHOOSE_AGAIN, typed=SECRET, chosen=SECRET),
    replace(State(Typing(SECRET), ()), trail=(Typing(SECRET), Thinking(QUESTION, 1)), told=(Utterance(SECRET),)),
)


@pytest.mark.parametrize("value", HOLDING, ids=lambda value: type(value).__name__)
def test_a_value_that_holds_words_does_not_show_them(value: object) -> None:
    assert "okapi" not in f"{value!r} {value} {[value]}"
