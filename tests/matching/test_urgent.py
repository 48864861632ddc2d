"""The alarm by itself, taught a handful of sentences: what it looks at, what it makes of doubt, and what it takes for calm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.matching.classifier import Array, Classifier
from kiosk.matching.encoder import Encoder
from kiosk.matching.examples import UrgentExamples
from kiosk.matching.features import Features
from kiosk.matching.letters import letter_vectors
from kiosk.matching.urgent import CALM, COUNT, MOST_SENTENCES, NO_ALARM, UrgentCheck
from kiosk.model import UrgentGroup

LETTERS = Features(None)
EXAMPLES = UrgentExamples(
    groups={
        UrgentGroup.BREATHING: ("I can't breathe", "he is choking", "she stopped breathing"),
        UrgentGroup.BLEEDING: ("the blood won't stop", "he is bleeding badly"),
    },
    look_alikes={"a checkup": ("what is a blood count", "how do I breathe for the test")},
)
CALM_QUESTIONS = ("where is the bathroom", "what can I eat", "how do I sleep better", "when do you close")
EMERGENCY = "he is choking"
A_MANNER_OF_SPEAKING = "I read that."


@pytest.fixture(scope="module")
def check() -> UrgentCheck:
    return UrgentCheck.taught(LETTERS, EXAMPLES, CALM_QUESTIONS)


def test_an_emergency_is_told_from_a_question_and_by_its_group(check: UrgentCheck) -> None:
    choking, bleeding = check.check([EMERGENCY]), check.check(["he is bleeding badly"])
    assert (choking.group, bleeding.group) == (UrgentGroup.BREATHING, UrgentGroup.BLEEDING)
    assert min(choking.share, bleeding.share) > 0.9
    assert all(check.check([question]).share < 0.5 for question in CALM_QUESTIONS)


def test_case_accents_and_punctuation_change_nothing(check: UrgentCheck) -> None:
    assert check.check(["HÉ is, CHOKING!!"]) == check.check([EMERGENCY])


def test_what_sounds_like_an_emergency_is_calmer_for_having_been_taught_as_such(check: UrgentCheck) -> None:
    untaught = UrgentCheck.taught(LETTERS, UrgentExamples(groups=EXAMPLES.groups), CALM_QUESTIONS)
    for texts in EXAMPLES.look_alikes.values():
        for text in texts:
            assert check.check([text]).share < untaught.check([text]).share


def test_calm_questions_of_this_clinic_make_it_calmer(check: UrgentCheck) -> None:
    untaught = UrgentCheck.taught(LETTERS, EXAMPLES, ())
    assert all(check.check([text]).share < untaught.check([text]).share for text in CALM_QUESTIONS)


def test_examples_are_taught_as_plainly_as_questions_are_read() -> None:
    shouted = UrgentExamples(
        groups={group: tuple(text.upper() + "!" for text in texts) for group, texts in EXAMPLES.groups.items()},
        look_alikes=EXAMPLES.look_alikes,
    )
    loud, plain = (UrgentCheck.taught(LETTERS, told, CALM_QUESTIONS) for told in (shouted, EXAMPLES))
    assert loud.check([EMERGENCY]) == plain.check([EMERGENCY])


def test_an_emergency_between_calm_sentences_is_not_hidden_by_them(check: UrgentCheck) -> None:
    calm = "Where is the bathroom please. When do you close on Fridays. What can I eat today and tomorrow."
    alone = check.check([EMERGENCY]).share
    among = check.check([f"{calm} {EMERGENCY}. {calm}"])
    assert among.group is UrgentGroup.BREATHING
    assert among.share == pytest.approx(0.4 * alone), "those around it may say that it is over"


def test_an_emergency_behind_one_long_calm_sentence_is_not_hidden_by_it(check: UrgentCheck) -> None:
    calm = "Where is the bathroom and when do you close and what can I eat and how do I sleep better today"
    assert check.check([f"{calm}. {EMERGENCY}"]).share == pytest.approx(0.4 * check.check([EMERGENCY]).share)


def test_a_single_sentence_counts_in_full_with_or_without_a_full_stop(check: UrgentCheck) -> None:
    assert check.check([EMERGENCY + "."]) == check.check([EMERGENCY])


@pytest.mark.parametrize("count", ["4200", "4,200", "12.500", "150000"])
def test_a_count_of_cells_is_no_temperature(check: UrgentCheck, count: str) -> None:
    assert check.check([f"my count is {count} now"]) == check.check(["my count is now"])
    assert check.check([count]) == NO_ALARM


@pytest.mark.parametrize("degrees", ["103", "39.5", "101.2", "104.25", "38,6"])
def test_a_temperature_is_heard(degrees: str) -> None:
    assert COUNT.sub("", f"fever {degrees}") == f"fever {degrees}"


def test_the_most_alarming_of_several_readings_counts(check: UrgentCheck) -> None:
    readings = ["what can I eat", EMERGENCY, "when do you close"]
    assert check.check(readings) == check.check([EMERGENCY]) == check.check(readings[::-1])


def test_words_after_a_very_long_speech_are_looked_at_with_the_whole_only(check: UrgentCheck) -> None:
    calm = "Where is the bathroom. "
    inside = check.check([calm * (MOST_SENTENCES - 1) + EMERGENCY])
    after = check.check([calm * MOST_SENTENCES + EMERGENCY])
    assert after.share < inside.share == pytest.approx(0.4 * check.check([EMERGENCY]).share)


@pytest.mark.parametrize("nothing", [[], [""], ["  ...!? "], ["", "…"]])
def test_no_words_are_no_alarm(check: UrgentCheck, nothing: list[str]) -> None:
    assert check.check(nothing) == NO_ALARM
    assert NO_ALARM.share == 0.0


def test_a_kiosk_that_was_taught_no_emergency_raises_no_alarm() -> None:
    untaught = UrgentCheck.taught(LETTERS, UrgentExamples(look_alikes=EXAMPLES.look_alikes), CALM_QUESTIONS)
    assert untaught.check([EMERGENCY]) == NO_ALARM


def test_where_no_number_comes_of_it_people_are_called() -> None:
    labels = (str(UrgentGroup.BREATHING), CALM)
    broken = Classifier(labels, np.full((2048, 2), np.nan, np.float32), np.zeros(2, np.float32))
    alarm = UrgentCheck(LETTERS, broken).check(["where is the bathroom"])
    assert (alarm.group, alarm.share) == (UrgentGroup.BREATHING, 1.0)


def test_the_group_is_the_likeliest_one_whatever_the_order_of_the_labels() -> None:
    """Calm may stand anywhere among what was taught, and be the likeliest of all."""
    shares = {UrgentGroup.BLEEDING: 0.1, UrgentGroup.BREATHING: 0.3, None: 0.6}
    for order in ((None, *UrgentGroup), (*UrgentGroup, None)):
        labels = tuple(CALM if group is None else str(group) for group in order)
        bias = np.log(np.array([shares.get(group, 1e-6) for group in order], np.float32))
        fixed = Classifier(labels, np.zeros((2048, len(labels)), np.float32), bias)
        alarm = UrgentCheck(LETTERS, fixed).check(["anything at all"])
        assert alarm.group is UrgentGroup.BREATHING
        assert alarm.share == pytest.approx(0.4, abs=1e-3)


@settings(max_examples=60)
@given(readings=st.lists(st.text(max_size=80), max_size=3))
def test_whatever_is_said_the_alarm_is_a_share(check: UrgentCheck, readings: list[str]) -> None:
    alarm = check.check(readings)
    assert 0.0 <= alarm.share <= 1.0
    assert alarm.share >= max((check.check([each]).share for each in readings), default=0.0)


# ---- a missed emergency is worse than a false alarm

SAME = "my chest hurts"


class Meanings:
    """Stands for an encoder that finds nothing but letters in a text: what it is taught is weighed as with any other."""

    name = fingerprint = "letters as meanings"

    def __init__(self, letters: float) -> None:
        self.letters = letters

    def encode(self, texts: Sequence[str]) -> Array:
        return letter_vectors(texts)


ALONE, WITH_MEANING, WITH_BOTH = (
    LETTERS,
    Features(cast("Encoder", Meanings(letters=0.0))),
    Features(cast("Encoder", Meanings(letters=1.0))),
)


def odds(features: Features, *, calm: tuple[str, ...] = (), alike: tuple[str, ...] = ()) -> float:
    """For an emergency of words that were also taught as calm."""
    examples = UrgentExamples(groups={UrgentGroup.CHEST: (SAME,)}, look_alikes={"over": alike} if alike else {})
    share = UrgentCheck.taught(features, examples, calm).check([SAME]).share
    return share / (1 - share)


def test_words_that_are_taught_as_both_are_urgent_and_the_more_so_where_meaning_is_known() -> None:
    letters, both, meaning = (odds(features, calm=(SAME,)) for features in (ALONE, WITH_BOTH, WITH_MEANING))
    assert 2 < letters < 3 < 5 < both < 7 < 14 < meaning < 17


def test_letters_beside_meaning_are_less_sure_where_something_only_sounds_like_it() -> None:
    assert odds(WITH_BOTH, alike=(SAME,)) == pytest.approx(odds(WITH_BOTH, calm=(SAME,)) / 2, rel=0.1)
    for features in (ALONE, WITH_MEANING):
        assert odds(features, alike=(SAME,)) == pytest.approx(odds(features, calm=(SAME,)), rel=0.01)
