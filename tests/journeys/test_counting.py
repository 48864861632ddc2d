"""What a visit leaves behind: numbers, and nothing that anybody said, typed, or could be known by."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.events import (
    Answered,
    CountsRead,
    Event,
    Heard,
    HearingChanged,
    ListeningStarted,
    MatchingBroke,
    NotHeard,
    PackRefused,
    PinJudged,
    PinVerdict,
    ReadingBroke,
    UtteranceStarted,
    VoiceChanged,
)
from kiosk.model import About, Answer, AnswerKind, HearingProblem, Transcript, UrgentGroup, Way
from kiosk.packs import PackProblem, Refusal
from kiosk.session.counting import lines
from kiosk.staff_moments import StaffRoom, UsageCounts
from kiosk.state import Attract, NotUnderstood, Urgent
from kiosk.tally import Counted, Fault, Line, Outcome, Tallies
from tests.fakes import (
    DORMIR,
    FEET_INTRO,
    SLEEP,
    SLEEP_CAUSES,
    SLEEP_PREVENTION,
    Visitor,
    asks,
    suggestions,
)
from tests.journeys.test_importing import PACK, STICK
from tests.journeys.test_staff import inside

VISIT = Line(Counted.VISITS)
SPOKEN, TYPED = (Line(Counted.ASKED, way) for way in (Way.SPOKEN, Way.TYPED))
PREVENTION, CAUSES = "sleep/prevention", "sleep/causes"
ANSWER = Answer(AnswerKind.ANSWER, SLEEP_PREVENTION, passage="Small habits help.")
NO_ANSWER = Answer(AnswerKind.NO_ANSWER, about=About.HEALTH, suggestions=suggestions(SLEEP_CAUSES, SLEEP_PREVENTION))
UNSURE = Answer(AnswerKind.UNSURE, suggestions=suggestions(SLEEP_CAUSES))
GROUPS = list(UrgentGroup)


def outcome(outcome: Outcome) -> Line:
    return Line(Counted.OUTCOME, outcome)


def answered(visitor: Visitor, answer: Answer) -> None:
    assert visitor.mind.ticket is not None
    visitor.news(Answered(visitor.mind.ticket, answer))


def left(visitor: Visitor) -> frozenset[Line]:
    """What the visit comes to."""
    visitor.kiosk.finish()
    [found] = visitor.ledger.visits
    return found


def sounds(visitor: Visitor) -> None:
    """The voice begins what it was asked to say, sentence by sentence."""
    assert visitor.voice.ticket is not None
    for utterance in visitor.voice.utterances:
        visitor.news(UtteranceStarted(visitor.voice.ticket, utterance))


# ---- a visit


def test_a_whole_visit_is_counted_when_it_is_over_and_not_before() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.go_back()
    visitor.kiosk.hear(SLEEP_PREVENTION)
    sounds(visitor)
    asks(visitor, "what about naps", Way.TYPED)
    answered(visitor, NO_ANSWER)
    asks(visitor, "how do i sleep", Way.SPOKEN)
    answered(visitor, ANSWER)
    assert visitor.ledger.visits == []
    assert left(visitor) == {
        VISIT,
        Line(Counted.OPENED, CAUSES),
        Line(Counted.OPENED, PREVENTION),
        Line(Counted.HEARD, PREVENTION),
        Line(Counted.UNANSWERED, CAUSES),
        Line(Counted.ANSWERED, PREVENTION),
        outcome(Outcome.NO_ANSWER_HEALTH),
        outcome(Outcome.ANSWER),
        SPOKEN,
        TYPED,
    }


def test_what_somebody_does_again_and_again_is_one_visit_all_the_same() -> None:
    once, often = Visitor(), Visitor()
    for visitor, times in ((once, 1), (often, 6)):
        for _ in range(times):
            visitor.kiosk.open_section(SLEEP_CAUSES)
            visitor.kiosk.go_home()
            asks(visitor, "what about naps", Way.TYPED)
            answered(visitor, NO_ANSWER)
            visitor.kiosk.go_home()
    assert left(once) == left(often)


def test_nothing_of_one_visit_is_counted_with_the_next() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.finish()
    visitor.kiosk.wake()
    visitor.kiosk.finish()
    visitor.kiosk.finish()
    assert visitor.ledger.visits == [{VISIT, Line(Counted.OPENED, CAUSES)}, {VISIT}]


def test_the_way_back_opens_no_section_anew() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.open_section(SLEEP_PREVENTION)
    states = [visitor.state]
    for verb in ("go_back", "open_comfort", "go_back", "take_along", "go_back"):
        getattr(visitor.kiosk, verb)()
        states.append(visitor.state)
    assert [type(state.moment).__name__ for state in states] == [
        "Reading", "Reading", "Comfort", "Reading", "TakeAlong", "Reading"
    ]  # fmt: skip
    assert all(lines(before, None, after) == {VISIT} for before, after in pairwise(states))


def test_a_section_is_heard_when_it_sounds_not_when_it_is_asked_for() -> None:
    visitor = Visitor()
    visitor.kiosk.hear(SLEEP_CAUSES)
    visitor.news(UtteranceStarted(visitor.voice.ticket or 0, visitor.voice.utterances[0]))
    assert visitor.voice.utterances[0].sentence is None, "only its title so far"
    assert left(visitor) == {VISIT, Line(Counted.OPENED, CAUSES)}


def test_who_goes_away_without_a_word_is_counted_as_that() -> None:
    visitor = Visitor()
    visitor.waits(visitor.timing.idle_s + visitor.timing.warning_s + 5)
    assert isinstance(visitor.moment, Attract)
    assert visitor.ledger.visits == [{VISIT, Line(Counted.TIMED_OUT)}]


def test_another_language_is_counted_the_usual_one_is_not() -> None:
    visitor = Visitor(SLEEP, DORMIR, languages=("en", "es"), awake=False)
    visitor.kiosk.wake("es")
    visitor.kiosk.finish()
    visitor.kiosk.wake("en")
    visitor.kiosk.finish()
    assert visitor.ledger.visits == [{VISIT, Line(Counted.LANGUAGE, "es")}, {VISIT}]


# ---- questions


def test_an_unsure_answer_is_counted_by_the_section_that_is_offered_first() -> None:
    visitor = asks(Visitor(), "worry", Way.TYPED)
    answered(visitor, UNSURE)
    assert left(visitor) == {VISIT, TYPED, outcome(Outcome.UNSURE), Line(Counted.UNSURE, CAUSES)}


def test_none_of_these_is_a_question_without_an_answer() -> None:
    visitor = asks(Visitor(), "worry", Way.SPOKEN)
    answered(visitor, UNSURE)
    visitor.kiosk.none_of_these()
    wanted = {outcome(Outcome.UNSURE), outcome(Outcome.NO_ANSWER_HEALTH), Line(Counted.UNANSWERED, CAUSES)}
    assert wanted <= left(visitor)


@pytest.mark.parametrize("about", About)
def test_a_question_that_nothing_comes_near_is_counted_without_a_section(about: About) -> None:
    visitor = asks(Visitor(), "where is the toilet", Way.TYPED)
    answered(visitor, Answer(AnswerKind.NO_ANSWER, about=about))
    assert left(visitor) == {VISIT, TYPED, outcome(Outcome(f"no_answer_{about}")), Line(Counted.UNANSWERED)}


def test_a_section_that_is_gone_meanwhile_is_not_the_nearest() -> None:
    visitor = asks(Visitor(), "feet", Way.TYPED)
    answered(visitor, Answer(AnswerKind.NO_ANSWER, about=About.HEALTH, suggestions=suggestions(FEET_INTRO)))
    assert Line(Counted.UNANSWERED) in left(visitor)


def test_listening_that_gave_no_words_is_counted() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_voice()
    ticket = visitor.ear.ticket or 0
    visitor.news(ListeningStarted(ticket))
    visitor.ear.concluded()
    visitor.news(NotHeard(ticket, HearingProblem.TOO_NOISY))
    assert isinstance(visitor.moment, NotUnderstood)
    assert visitor.ledger.faults == []
    assert left(visitor) == {VISIT, SPOKEN, outcome(Outcome.NOT_UNDERSTOOD)}


# ---- emergencies


def emergency(group: UrgentGroup, way: Way) -> frozenset[Line]:
    visitor = asks(Visitor(alerted=True), "something is happening", way)
    answered(visitor, Answer(AnswerKind.URGENT, urgent_group=group))
    assert isinstance(visitor.moment, Urgent)
    visitor.kiosk.need_help()
    visitor.kiosk.silence()
    return left(visitor)


@pytest.mark.parametrize("way", [Way.SPOKEN, Way.TYPED])
def test_no_emergency_can_be_told_from_another_least_of_all_a_private_one(way: Way) -> None:
    assert len({emergency(group, way) for group in GROUPS}) == 1
    assert emergency(UrgentGroup.SELF_HARM, way) == {VISIT, Line(Counted.ASKED, way), outcome(Outcome.URGENT)}


def test_one_that_is_overheard_counts_as_spoken() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_voice()
    ticket = visitor.ear.ticket or 0
    visitor.news(ListeningStarted(ticket))
    visitor.news(Answered(ticket, Answer(AnswerKind.URGENT, urgent_group=UrgentGroup.CHEST)))
    assert left(visitor) == {VISIT, SPOKEN, outcome(Outcome.URGENT)}


def test_a_touch_of_the_help_button_is_counted_as_one() -> None:
    visitor = Visitor(awake=False)
    visitor.kiosk.need_help()
    visitor.kiosk.need_help()
    assert left(visitor) == {VISIT, Line(Counted.HELP)}


# ---- staff


def test_what_staff_do_is_not_counted() -> None:
    nurse = inside()
    nurse.kiosk.open_shelf()
    nurse.kiosk.leave_staff()
    assert nurse.ledger.visits == []


def test_nor_is_the_visit_in_which_they_opened_their_door() -> None:
    nurse = Visitor(staffed=True)
    nurse.kiosk.open_section(SLEEP_CAUSES)
    nurse.kiosk.open_staff()
    for digit in "7302":
        nurse.kiosk.type_pin(digit)
    nurse.kiosk.submit_pin()
    nurse.news(PinJudged(nurse.door.ticket or 0, PinVerdict.RIGHT))
    nurse.kiosk.leave_staff()
    nurse.kiosk.wake()
    nurse.kiosk.finish()
    assert nurse.ledger.visits == [{VISIT}], "only the one after"


def test_staff_look_at_the_counts_and_choose_how_far_back() -> None:
    nurse = inside()
    nurse.kiosk.open_counts()
    assert nurse.moment == UsageCounts(30, ticket=nurse.ledger.ticket)
    found = Tallies.__new__(Tallies)
    nurse.news(CountsRead((nurse.ledger.ticket or 0) - 1, found))
    assert nurse.moment == UsageCounts(30, ticket=nurse.ledger.ticket), "of somebody who looked before"
    nurse.kiosk.choose_period(7)
    nurse.news(CountsRead(nurse.ledger.ticket or 0, found))
    assert isinstance(nurse.moment, UsageCounts)
    assert (nurse.moment.period, nurse.moment.tallies is found) == (7, True)
    nurse.kiosk.choose_period(1)
    assert nurse.moment.period == 7, "no day can be looked at alone"
    nurse.kiosk.go_back()
    assert nurse.moment == StaffRoom()


def test_nobody_comes_to_the_counts_without_the_pin() -> None:
    visitor = Visitor(staffed=True)
    visitor.kiosk.open_counts()
    assert not isinstance(visitor.moment, UsageCounts)
    assert visitor.ledger.ticket is None


# ---- devices


def hearing(*possible: bool) -> list[Event]:
    return [HearingChanged(each) for each in possible]


def test_what_was_never_there_is_not_lost() -> None:
    visitor = Visitor()
    for event in (*hearing(False), VoiceChanged(False)):
        visitor.news(event)
    assert visitor.ledger.faults == []


def test_devices_that_are_lost_are_counted_each_time() -> None:
    visitor = Visitor()
    for event in (*hearing(True, False, True, False), VoiceChanged(True), VoiceChanged(False)):
        visitor.news(event)
    assert visitor.ledger.faults == [Fault.MICROPHONE, Fault.MICROPHONE, Fault.LOUDSPEAKER]


def test_a_language_without_a_voice_is_no_lost_device() -> None:
    visitor = Visitor(SLEEP, DORMIR, languages=("en", "es"), awake=False)
    visitor.kiosk.wake("es")
    for event in (*hearing(True, False), VoiceChanged(True), VoiceChanged(False)):
        visitor.news(event)
    assert visitor.ledger.faults == []


@pytest.mark.parametrize(
    ("problem", "fault"),
    [
        (HearingProblem.ENGINE_FAILED, Fault.RECOGNISER),
        (HearingProblem.NO_MICROPHONE, Fault.MICROPHONE),
    ],
)
def test_a_device_that_fails_while_somebody_speaks_is_counted_once(problem: HearingProblem, fault: Fault) -> None:
    visitor = Visitor()
    visitor.news(HearingChanged(True))
    visitor.kiosk.ask_by_voice()
    visitor.news(NotHeard(visitor.ear.ticket or 0, problem))
    if fault is Fault.MICROPHONE:
        visitor.news(HearingChanged(False))
    assert visitor.ledger.faults == [fault]


def test_a_matcher_that_broke_is_a_fault_and_not_a_gap_in_the_articles() -> None:
    visitor = asks(Visitor(), "what about naps", Way.TYPED)
    visitor.news(MatchingBroke(visitor.mind.ticket or 0))
    assert visitor.ledger.faults == [Fault.MATCHER]
    assert left(visitor) == {VISIT}


def test_a_voice_that_broke_and_a_stick_that_was_pulled_are_counted() -> None:
    visitor = Visitor()
    visitor.kiosk.hear(SLEEP_CAUSES)
    visitor.news(ReadingBroke(visitor.voice.ticket or 0))
    assert STICK.packs == (PACK,)
    visitor.news(PackRefused(0, Refusal(PackProblem.STICK_GONE, PACK.name)))
    visitor.news(PackRefused(0, Refusal(PackProblem.UNSIGNED, PACK.name)))
    assert visitor.ledger.faults == [Fault.VOICE, Fault.STICK]


# ---- never a word


@settings(deadline=None, max_examples=60)
@given(
    text=st.text(min_size=4).filter(lambda text: len(text.strip()) > 3),
    kind=st.sampled_from([ANSWER, NO_ANSWER, UNSURE, Answer(AnswerKind.URGENT, urgent_group=UrgentGroup.VIOLENCE)]),
    way=st.sampled_from([Way.SPOKEN, Way.TYPED]),
)
def test_the_words_of_a_question_change_nothing_of_what_is_counted(text: str, kind: Answer, way: Way) -> None:
    """Not one letter of them can be in it, where another question with the same outcome leaves the very same."""
    visits = []
    for words in (text, "some other words"):
        visitor = asks(Visitor(), words, way, ungated=words)
        answered(visitor, kind)
        visitor.kiosk.not_what_i_said()
        visits.append(left(visitor))
    assert visits[0] == visits[1]


@settings(deadline=None, max_examples=60)
@given(text=st.text(), others=st.lists(st.text(), max_size=3))
def test_nor_does_what_was_made_out_of_a_sound(text: str, others: list[str]) -> None:
    visits = []
    for words, readings in ((text, others), ("x" if text.strip() or any(map(str.strip, others)) else "", [])):
        visitor = Visitor()
        visitor.kiosk.ask_by_voice()
        ticket = visitor.ear.ticket or 0
        visitor.news(ListeningStarted(ticket))
        visitor.ear.concluded()
        visitor.news(Heard(ticket, Transcript(words, tuple(readings))))
        visitor.kiosk.go_home()
        visits.append(left(visitor))
    assert {line.counted for visit in visits for line in visit} <= {Counted.VISITS, Counted.ASKED, Counted.OUTCOME}
    allowed = {"", Way.SPOKEN, Outcome.NOT_UNDERSTOOD}
    assert {line.about for visit in visits for line in visit} <= allowed
