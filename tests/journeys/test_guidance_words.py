"""What the voice guide says, word for word: of each moment, of each thing that changes in it, and what it says again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from kiosk.events import AlertSent, Answered, Examined, PartExamined
from kiosk.model import (
    About,
    Answer,
    AnswerKind,
    HearingProblem,
    Level,
    Part,
    Question,
    Review,
    Said,
    UrgentGroup,
    Utterance,
    Way,
)
from kiosk.packs import ContentStatus
from kiosk.session import guidance
from kiosk.session.checkup import TARGETS
from kiosk.session.delivery import SPEEDS, VOLUMES
from kiosk.staff_moments import Checkup, Deed, PinStep, StaffMoment, StaffPin, StaffRoom, Sure, TouchTest, UsageCounts
from kiosk.state import (
    AlertCall,
    Asking,
    Attract,
    Comfort,
    Home,
    Manner,
    Moment,
    NoAnswer,
    NotUnderstood,
    Playback,
    Reading,
    TakeAlong,
    Thinking,
    Typing,
    Unsure,
    Urgent,
)
from tests.fakes import FEET, SLEEP, SLEEP_CAUSES, SLEEP_INTRO, Visitor, asks, messages, suggestions
from tests.journeys.test_checkup import at_the_devices
from tests.journeys.test_guidance import guided, heard, spoken_to_the_end

ASKED = Question("can i drink coffee", Way.TYPED)


def text(key: str, **values: str) -> str:
    return messages().text(key, **values)


def told(moment: Moment, visitor: Visitor | None = None) -> list[str]:
    """In whole sentences: a key that has no text, or a text that lacks a value, is an error."""
    visitor = visitor or Visitor(SLEEP, FEET)
    found = guidance.words(replace(visitor.state, moment=moment))
    return [line.text if isinstance(line, Utterance) else text(line.key, **line.values) for line in found]


SAYS: list[tuple[Moment, list[str]]] = [
    (Home(None), [text("home.choose"), text("guide.choices", count="2"), text("guide.ask")]),
    (
        Home("sleep"),
        ["Sleep", text("guide.home", count="3"), text("guide.ask"), text("article.not_approved")],
    ),
    (Reading(SLEEP_CAUSES), ["What keeps people awake?", text("guide.reading")]),
    (TakeAlong(SLEEP_CAUSES), [text("guide.take_along")]),
    (Comfort(), [text("comfort.title"), text("guide.list"), text("comfort.forgotten")]),
    (Typing(), [text("typing.title"), text("guide.typing")]),
    (Thinking(ASKED, 1), [text("asking.working")]),
    (NotUnderstood(HearingProblem.NO_WORDS, 1), [text("not_understood.spoken.no_words")]),
    (Unsure(ASKED, suggestions(SLEEP_CAUSES)), [text("unsure.spoken"), "What keeps people awake?"]),
    (NoAnswer(ASKED, About.CLINIC), [text("no_answer.spoken.clinic")]),
    (
        Urgent(UrgentGroup.SELF_HARM, "", 0.0, None),
        [text("urgent.private.title"), text("urgent.private.go"), text("urgent.private.why")],
    ),
    (Urgent(UrgentGroup.CHEST, "", 0.0, None), [text("urgent.spoken"), text("urgent.not_here")]),
    (StaffPin(PinStep.ENTER), [text("staff.pin.title_enter"), text("guide.list")]),
    (StaffRoom(), [text("staff.title"), text("guide.list")]),
    (Sure(Deed.REMOVE_ARTICLE, "feet"), [text("staff.sure.remove_article", about="Foot care"), text("guide.list")]),
    (UsageCounts(7), [text("counts.title"), text("guide.list")]),
    (Checkup(1), [text("checkup.looking")]),
    (TouchTest(), [text("checkup.touch_test.title"), text("checkup.touch_test.how")]),
]
SILENT = {Attract: "nobody is here", Asking: "it would be heard by the microphone"}


@pytest.mark.parametrize(("moment", "lines"), SAYS, ids=lambda each: type(each).__name__)
def test_each_moment_is_told_in_these_words(moment: Moment, lines: list[str]) -> None:
    assert told(moment) == lines


def test_no_screen_that_a_visitor_may_reach_is_silent() -> None:
    """A new one is added above, or here with its reason."""
    assert set(get_args(Moment)) - set(get_args(StaffMoment)) == {type(moment) for moment, _ in SAYS} - set(
        get_args(StaffMoment)
    ) | set(SILENT)


def test_of_an_article_that_was_approved_or_is_past_its_date_that_is_told() -> None:
    review = Review("Dr. Amara Okafor", date(2026, 11, 1))
    visitor = Visitor(replace(SLEEP, review=review))
    assert told(Home("sleep"), visitor)[-1] == text("guide.ask")
    visitor.kiosk.state = replace(visitor.state, content=ContentStatus(expired=frozenset({"sleep"})))
    assert told(Home("sleep"), visitor)[-1] == text("article.expired")


def test_an_article_that_is_gone_is_not_told() -> None:
    assert told(Home("torn-out")) == []


# ---- what changes


def test_how_fast_it_speaks_is_told_by_number() -> None:
    visitor = guided()
    before = SPEEDS.index(visitor.state.speed)
    visitor.kiosk.faster(1)
    assert visitor.hears() == [text("guide.speed", number=str(before + 2), count=str(len(SPEEDS)))]
    visitor.kiosk.faster(-1)
    assert visitor.hears() == [text("guide.speed", number=str(before + 1), count=str(len(SPEEDS)))]


def test_how_loud_it_is_is_told_by_number() -> None:
    visitor = guided()
    visitor.kiosk.louder(-1)
    assert visitor.hears() == [text("guide.volume", number="3", count=str(len(VOLUMES)))]


def test_the_seconds_that_are_left_are_told_once() -> None:
    visitor = guided()
    visitor.waits(60)
    assert visitor.state.leaving_s == 30
    assert visitor.hears() == [text("leaving.title"), text("guide.leaving", seconds="30")]
    before = len(visitor.room.log)
    visitor.waits(5)
    assert visitor.since(before) == []


@pytest.mark.parametrize("call", [AlertCall.SENT, AlertCall.FAILED])
def test_what_became_of_the_call_for_help_is_told(call: AlertCall) -> None:
    visitor = guided(Visitor(alerted=True))
    visitor.kiosk.need_help()
    [(ticket, _)] = visitor.bell.calls
    visitor.news(AlertSent(ticket, call is AlertCall.SENT))
    assert visitor.hears() == [text(f"urgent.alert_{call}")]


def test_corners_that_are_left_to_touch_are_counted() -> None:
    visitor = at_the_devices(guided=True)
    visitor.kiosk.open_touch_test()
    for number in range(TARGETS - 1):
        visitor.kiosk.touch_target(number)
        assert visitor.hears() == [text("checkup.touch_test.left", count=str(TARGETS - 1 - number))]
    visitor.kiosk.hush()
    visitor.kiosk.touch_target(0)
    assert visitor.hears() == [], "one that was touched before tells nothing new"
    visitor.kiosk.touch_target(TARGETS - 1)
    assert visitor.hears() == [text("checkup.touch_test.done")]


@pytest.mark.parametrize(("ill", "summary"), [(0, "all_good"), (1, "one_wrong"), (3, "some_wrong")])
def test_the_devices_are_summed_up_in_a_sentence(ill: int, summary: str) -> None:
    visitor = at_the_devices(guided=True)
    assert visitor.examiner.ticket is not None
    for _ in range(ill):
        visitor.news(PartExamined(visitor.examiner.ticket, Part("microphone", Level.LESS, "", "", "no_sound")))
    visitor.news(PartExamined(visitor.examiner.ticket, Part("disk", Level.GOOD, "")))
    visitor.news(Examined(visitor.examiner.ticket))
    values = {"count": str(ill)} if ill > 1 else {}
    each = [text("checkup.name.microphone"), text("checkup.microphone.no_sound")]
    assert visitor.hears() == [text(f"checkup.{summary}", **values), *each * ill]


# ---- letters


def typing(*texts: str) -> Visitor:
    visitor = guided()
    visitor.kiosk.ask_by_keyboard()
    for each in texts:
        visitor.kiosk.type_text(each)
    return visitor


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        (("why", ""), [text("guide.cleared_text")]),
        (("why", "wh"), [text("guide.erased", letter="y")]),
        (("why ", "why"), [text("guide.erased", letter="...")]),
        (("what is", "what is "), ["is"]),
        ((" ",), [" "]),
    ],
)
def test_what_was_typed_or_taken_away_is_told(texts: tuple[str, ...], lines: list[str]) -> None:
    assert typing(*texts).hears() == lines


# ---- again


def test_what_is_read_is_said_again_and_what_was_told_after_it_too() -> None:
    visitor = guided()
    visitor.kiosk.open_section(SLEEP_INTRO)
    assert isinstance(visitor.moment, Reading)
    assert visitor.moment.playback is Playback.PLAYING
    visitor.kiosk.tell_again()
    assert visitor.hears()[-1] == "Most grown-ups need seven hours.", "its sentence"
    visitor.kiosk.hush()
    visitor.kiosk.tell_again()
    assert "Most grown-ups need seven hours." in visitor.hears(), "it waits there"
    spoken_to_the_end(visitor)
    visitor.kiosk.hush()
    visitor.kiosk.tell_again()
    assert visitor.hears() == [text("guide.text_ended")]


def test_where_it_stopped_and_something_was_told_since_that_is_said_again() -> None:
    visitor = guided()
    visitor.kiosk.open_section(SLEEP_INTRO)
    visitor.kiosk.hush()
    visitor.kiosk.tell(Utterance("Pause"))
    visitor.kiosk.tell_again()
    assert visitor.hears() == ["Pause"]


def test_what_is_said_of_nothing_before_is_the_moment() -> None:
    visitor = guided()
    visitor.kiosk.state = replace(visitor.state, told=())
    visitor.kiosk.tell_again()
    assert heard(visitor).startswith("Sleep 3 topics")


# ---- begun and held


def test_beginning_in_the_midst_of_a_visit_loses_nothing_of_it() -> None:
    visitor = Visitor(SLEEP, FEET)
    visitor.kiosk.open_article("feet")
    visitor.kiosk.guide(True)
    assert visitor.moment == Home("feet")
    assert visitor.voice.awake, "before it is needed"
    assert heard(visitor).startswith(text("guide.on"))


def test_where_a_finger_rested_says_in_which_language() -> None:
    spanish = replace(SLEEP, id="dormir", language="es")
    visitor = Visitor(SLEEP, spanish, languages=("en", "es"), awake=False)
    visitor.kiosk.guide(True, "es")
    assert visitor.state.language == "es"
    assert visitor.hears()[0] == messages("es").text("guide.on")


def test_what_is_said_waits_when_it_is_held_and_goes_on_after() -> None:
    visitor = guided()
    before = len(visitor.room.log)
    visitor.kiosk.hold()
    visitor.kiosk.hold()
    assert visitor.since(before) == ["pause", "resume"]


def test_without_the_guide_there_is_nothing_to_hold() -> None:
    visitor = Visitor()
    before = len(visitor.room.log)
    visitor.kiosk.hold()
    assert (visitor.since(before), visitor.state.holding) == ([], False)


def test_a_chime_waits_for_what_is_told_on_the_urgent_screen() -> None:
    visitor = guided()
    visitor.kiosk.need_help()
    visitor.kiosk.tell(Said("nav.back"))
    assert isinstance(visitor.moment, Urgent)
    assert visitor.moment.speaking == visitor.voice.ticket is not None


def test_headphones_that_are_pulled_out_leave_no_microphone_waiting_for_a_prompt() -> None:
    visitor = guided()
    visitor.kiosk.ask_by_voice()
    assert isinstance(visitor.moment, Asking)
    assert visitor.moment.prompt is not None
    visitor.kiosk.guide(False)
    assert visitor.ear.ticket is not None, "it opens at once"


def test_the_banner_and_the_choices_are_told_together() -> None:
    visitor = guided()
    asks(visitor, "i feel odd", Way.TYPED)
    assert visitor.mind.ticket is not None
    unsure = Answer(AnswerKind.UNSURE, suggestions=suggestions(SLEEP_CAUSES), urgent_hint=True)
    visitor.news(Answered(visitor.mind.ticket, unsure))
    assert visitor.hears() == [text("notes.urgent_hint"), text("unsure.spoken"), "What keeps people awake?"]


def test_every_visit_begins_as_the_clinic_has_set_it() -> None:
    spanish = replace(SLEEP, id="dormir", language="es")
    usual = Manner("es", volume=2, text_scale=1.5)
    visitor = Visitor(SLEEP, spanish, languages=("en", "es"), usual=usual)
    visitor.kiosk.open_comfort()
    visitor.kiosk.choose_language("en")
    visitor.kiosk.choose_text_scale(2.0)
    visitor.kiosk.louder(3)
    visitor.kiosk.finish()
    state = visitor.state
    assert Manner(state.language, state.volume, state.look, state.text_scale) == usual == state.usual
