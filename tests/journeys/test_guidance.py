"""A whole visit for somebody who can't see the screen: what is said, when it is silent, and that it can be said again."""

from __future__ import annotations

import pytest

from kiosk.events import (
    Answered,
    HeadphonesChanged,
    HearingChanged,
    ListeningStarted,
    PinJudged,
    PinVerdict,
    ReadingEnded,
)
from kiosk.model import Answer, AnswerKind, Said, UrgentGroup, Utterance, Way
from kiosk.state import Aloud, Asking, AskingPhase, Attract, Home, Playback, Reading, Typing, Urgent
from tests.fakes import SLEEP_CAUSES, SLEEP_INTRO, Visitor, asks


def guided(visitor: Visitor | None = None) -> Visitor:
    visitor = visitor or Visitor()
    visitor.kiosk.guide(True)
    return visitor


def heard(visitor: Visitor) -> str:
    return " ".join(visitor.hears())


def spoken_to_the_end(visitor: Visitor) -> None:
    ticket = visitor.voice.ticket
    assert ticket is not None
    visitor.voice.concluded()
    visitor.news(ReadingEnded(ticket))


def test_it_begins_a_visit_and_tells_how_to_go_on() -> None:
    visitor = guided(Visitor(awake=False))
    assert visitor.moment == Home("sleep")
    assert heard(visitor).startswith("The voice guide is on. Move with the arrow keys")
    assert "Sleep 3 topics. Move on to hear them one by one." in heard(visitor)
    assert heard(visitor).endswith("Not yet approved by this clinic")


@pytest.mark.parametrize("possible", [True, False])
def test_at_home_it_tells_how_to_ask_aloud_where_that_is_possible(possible: bool) -> None:
    visitor = Visitor()
    visitor.news(HearingChanged(possible))
    guided(visitor)
    assert ("press the space bar" in heard(visitor)) is possible


def test_what_is_reached_is_told_in_place_of_what_was_being_said() -> None:
    visitor = guided()
    visitor.kiosk.tell(Said("guide.of", {"name": "Sleep", "number": "1", "count": "3"}))
    assert visitor.hears() == ["Sleep. 1 of 3."]


def test_without_the_guide_nothing_is_told() -> None:
    visitor = Visitor()
    visitor.kiosk.tell(Utterance("Back"))
    visitor.kiosk.open_section(SLEEP_CAUSES)
    assert visitor.hears() == []


def test_a_section_is_read_as_soon_as_it_is_opened_and_its_end_is_told() -> None:
    visitor = guided()
    visitor.kiosk.open_section(SLEEP_INTRO)
    assert visitor.hears()[0] == "Sleep"
    assert visitor.hears()[-1] == "Most grown-ups need seven hours."
    spoken_to_the_end(visitor)
    assert visitor.hears() == ["That was all of this text."]


def test_the_quiet_switch_does_not_silence_who_is_guided() -> None:
    visitor = guided()
    visitor.kiosk.choose_aloud(Aloud.NEVER)
    visitor.kiosk.open_section(SLEEP_INTRO)
    assert visitor.hears()


def test_whatever_the_visitor_does_silences_what_is_told() -> None:
    visitor = guided()
    visitor.kiosk.hush()
    assert visitor.hears() == []


def test_moving_on_ends_the_reading_which_goes_on_from_there() -> None:
    visitor = guided()
    visitor.kiosk.open_section(SLEEP_INTRO)
    visitor.kiosk.hush()
    assert visitor.hears()[-1] == "Most grown-ups need seven hours."
    visitor.kiosk.tell(Utterance("Pause"))
    assert visitor.hears() == ["Pause"]
    assert isinstance(visitor.moment, Reading)
    assert visitor.moment.playback is Playback.STOPPED
    visitor.kiosk.play()
    assert visitor.hears()[-1] == "Most grown-ups need seven hours."


def test_an_article_is_paused_and_made_louder_under_the_guide_as_without_it() -> None:
    visitor = guided()
    visitor.kiosk.open_section(SLEEP_INTRO)
    visitor.kiosk.hush()
    visitor.kiosk.louder(1)
    visitor.kiosk.pause()
    assert isinstance(visitor.moment, Reading)
    assert visitor.moment.playback is Playback.PAUSED
    visitor.kiosk.hush()
    visitor.kiosk.play()
    assert visitor.moment.playback is Playback.PLAYING


def test_who_is_not_reading_hears_how_loud_it_is_now() -> None:
    visitor = guided()
    visitor.kiosk.louder(1)
    assert visitor.hears() == ["Volume 5 of 6."]


def test_the_banner_is_told_before_the_answer() -> None:
    visitor = guided()
    asks(visitor, "i feel odd", Way.TYPED)
    assert visitor.mind.ticket is not None
    visitor.news(Answered(visitor.mind.ticket, Answer(AnswerKind.NO_ANSWER, urgent_hint=True)))
    assert heard(visitor).startswith("Is something happening now?")


def test_a_wrong_pin_is_told_and_never_a_digit() -> None:
    visitor = guided(Visitor(staffed=True))
    visitor.kiosk.open_staff()
    for digit in "7302":
        visitor.kiosk.type_pin(digit)
    visitor.kiosk.submit_pin()
    assert visitor.door.ticket is not None
    visitor.news(PinJudged(visitor.door.ticket, PinVerdict.WRONG))
    assert visitor.hears() == ["That was not the PIN. Please try again."]


def test_what_was_said_last_is_said_again() -> None:
    visitor = guided()
    visitor.kiosk.tell(Utterance("Finish"))
    visitor.kiosk.hush()
    visitor.kiosk.tell_again()
    assert visitor.hears() == ["Finish"]


def test_it_can_be_held_and_goes_on() -> None:
    visitor = guided()
    visitor.kiosk.hold()
    assert visitor.state.holding
    visitor.kiosk.hold()
    assert not visitor.state.holding
    visitor.kiosk.hold()
    visitor.kiosk.tell(Utterance("Finish"))
    assert not visitor.state.holding


def test_it_says_when_to_speak_before_the_microphone_opens() -> None:
    visitor = guided()
    visitor.kiosk.ask_by_voice()
    assert visitor.hears()[0] == "Speak after the sound. When you are silent, I look for an answer."
    assert visitor.ear.ticket is None
    spoken_to_the_end(visitor)
    assert visitor.ear.ticket is not None
    visitor.news(ListeningStarted(visitor.ear.ticket))
    assert isinstance(visitor.moment, Asking)
    assert visitor.moment.phase is AskingPhase.LISTENING


def test_who_knows_when_to_speak_opens_the_microphone_at_once() -> None:
    visitor = guided()
    visitor.kiosk.ask_by_voice()
    visitor.kiosk.stop_listening()
    assert visitor.hears() == []
    assert visitor.ear.ticket is not None


def test_nothing_is_said_into_an_open_microphone() -> None:
    visitor = guided()
    visitor.kiosk.ask_by_voice()
    visitor.kiosk.hush()
    assert visitor.hears() != []
    visitor.kiosk.stop_listening()
    visitor.kiosk.tell(Utterance("Back"))
    assert visitor.hears() == []


def test_letters_are_told_as_they_are_typed_and_words_when_they_are_whole() -> None:
    visitor = guided()
    visitor.kiosk.ask_by_keyboard()
    assert visitor.hears()[0] == "Type your question"
    told = []
    for text in ("w", "wh", "why", "why ", "why"):
        visitor.kiosk.type_text(text)
        told.append(heard(visitor))
    assert told[:4] == ["w", "h", "y", "why"]
    assert "erased" in told[4]
    visitor.kiosk.tell_again()
    assert heard(visitor) == "You have typed: why"


@pytest.mark.parametrize("way", list(Way)[:2])
def test_outcomes_are_told_however_the_question_came(way: Way) -> None:
    visitor = guided()
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text("where is the toilet")
    visitor.kiosk.submit_typed()
    assert visitor.mind.ticket is not None
    visitor.news(Answered(visitor.mind.ticket, Answer(AnswerKind.NO_ANSWER)))
    assert "I did not find an answer" in heard(visitor)


def test_going_back_tells_where_the_visitor_is() -> None:
    visitor = guided()
    visitor.kiosk.open_section(SLEEP_INTRO)
    visitor.kiosk.go_back()
    assert heard(visitor).startswith("Sleep 3 topics")


def test_who_wants_to_go_where_they_are_is_told_so() -> None:
    visitor = guided()
    for way in (visitor.kiosk.go_home, visitor.kiosk.go_back):
        visitor.kiosk.hush()
        way()
        assert heard(visitor).startswith("Sleep 3 topics")


def test_the_question_before_a_visit_is_forgotten_is_told_and_any_action_answers_it() -> None:
    visitor = guided()
    visitor.waits(70)
    assert heard(visitor).startswith("Are you still here?")
    visitor.kiosk.touched()
    assert visitor.state.leaving_at is None
    assert heard(visitor).startswith("Sleep 3 topics")


def test_the_quiet_screen_is_told_to_who_cannot_see_it_and_never_what_was_asked() -> None:
    visitor = guided()
    asks(visitor, "my own secret", Way.TYPED)
    assert visitor.mind.ticket is not None
    visitor.news(Answered(visitor.mind.ticket, Answer(AnswerKind.URGENT, urgent_group=UrgentGroup.SELF_HARM)))
    assert isinstance(visitor.moment, Urgent)
    assert heard(visitor).startswith("You can talk to someone here")
    assert "secret" not in visitor.words


def test_switched_off_it_is_silent() -> None:
    visitor = guided()
    visitor.kiosk.guide(False)
    assert visitor.hears() == []
    visitor.kiosk.ask_by_keyboard()
    assert isinstance(visitor.moment, Typing)
    assert visitor.hears() == []


def test_a_finished_visit_leaves_no_word_behind() -> None:
    visitor = guided()
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text("my own secret")
    visitor.kiosk.tell_again()
    visitor.kiosk.finish()
    assert isinstance(visitor.moment, Attract)
    assert visitor.state.told == ()
    assert visitor.hears() == []


# ---- headphones


@pytest.mark.parametrize("awake", [False, True])
def test_headphones_that_are_plugged_in_begin_it_and_wake_the_kiosk(awake: bool) -> None:
    visitor = Visitor(awake=awake)
    visitor.news(HeadphonesChanged(True))
    assert visitor.moment == Home("sleep")
    assert heard(visitor).startswith("The voice guide is on.")


def test_pulled_out_it_is_silent_at_once_and_the_visit_goes_on_in_sight() -> None:
    visitor = Visitor()
    visitor.news(HeadphonesChanged(True))
    visitor.kiosk.open_section(SLEEP_INTRO)
    assert visitor.hears()
    visitor.news(HeadphonesChanged(False))
    assert visitor.hears() == []
    assert not visitor.state.guided
    assert isinstance(visitor.moment, Reading)


def test_what_was_loud_for_two_ears_is_not_loud_for_the_room() -> None:
    visitor = guided()
    usual = visitor.voice.gain
    visitor.kiosk.louder(9)
    assert visitor.voice.gain > usual
    visitor.news(HeadphonesChanged(False))
    assert visitor.voice.gain == usual


def test_pulled_out_without_the_guide_an_article_falls_silent_too() -> None:
    visitor = Visitor()
    visitor.kiosk.hear(SLEEP_INTRO)
    assert visitor.hears()
    visitor.news(HeadphonesChanged(False))
    assert visitor.hears() == []


def test_a_plug_while_the_microphone_is_open_says_nothing_into_it() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_voice()
    visitor.news(HeadphonesChanged(True))
    assert visitor.state.guided
    assert visitor.hears() == []


def test_pulled_out_where_nobody_is_nothing_happens() -> None:
    visitor = Visitor(awake=False)
    visitor.news(HeadphonesChanged(False))
    assert isinstance(visitor.moment, Attract)
