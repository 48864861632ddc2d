"""Something may be happening now: the kiosk sends to people, says that it calls nobody, and is quiet where it must be."""

from __future__ import annotations

import pytest

from kiosk.events import AlertSent, Answered, ReadingBroke, ReadingEnded
from kiosk.model import Answer, AnswerKind, UrgentGroup, Way
from kiosk.session.urgent import CHIME
from kiosk.state import AlertCall, Aloud, Attract, Home, Typing, Urgent
from tests.fakes import Visitor, asks

PRIVATE = [group for group in UrgentGroup if group.is_private]
LOUD = [group for group in UrgentGroup if not group.is_private]


def in_need(
    group: UrgentGroup = UrgentGroup.BREATHING, *, alerted: bool = False, aloud: Aloud = Aloud.WHEN_SPOKEN
) -> Visitor:
    visitor = Visitor(alerted=alerted)
    visitor.kiosk.choose_aloud(aloud)
    asks(visitor, "my dad can't breathe", Way.TYPED)
    assert visitor.mind.ticket is not None
    visitor.news(Answered(visitor.mind.ticket, Answer(AnswerKind.URGENT, urgent_group=group)))
    return visitor


def urgent(visitor: Visitor) -> Urgent:
    assert isinstance(visitor.moment, Urgent)
    return visitor.moment


def finishes_speaking(visitor: Visitor) -> None:
    assert visitor.voice.ticket is not None
    ticket = visitor.voice.ticket
    visitor.voice.concluded()
    visitor.news(ReadingEnded(ticket))


def chimes(visitor: Visitor) -> bool:
    return [utterance.sound for utterance in visitor.voice.utterances] == [CHIME]


@pytest.mark.parametrize("group", LOUD)
def test_an_urgent_question_takes_the_screen_and_speaks_even_to_who_typed(group: UrgentGroup) -> None:
    visitor = in_need(group)
    assert (urgent(visitor).group, urgent(visitor).heard) == (group, "my dad can't breathe")
    assert visitor.voice.utterances[0].sound == CHIME
    assert len(visitor.hears()) == 2


@pytest.mark.parametrize("group", LOUD)
def test_it_says_aloud_that_the_screen_calls_nobody_or_how_to_call(group: UrgentGroup) -> None:
    said = in_need(group).hears()[1].lower()
    assert ("call the emergency number" if group is UrgentGroup.ABSENT_PERSON else "can't call") in said


@pytest.mark.parametrize("group", PRIVATE)
def test_self_harm_and_violence_get_the_quiet_form(group: UrgentGroup) -> None:
    visitor = in_need(group, aloud=Aloud.ALWAYS)
    assert urgent(visitor).is_private
    assert urgent(visitor).heard == ""
    assert visitor.hears() == []
    visitor.waits(60)
    assert "read" not in visitor.room.log


@pytest.mark.parametrize("group", PRIVATE)
def test_nobody_goes_back_from_the_quiet_form_to_private_words(group: UrgentGroup) -> None:
    visitor = in_need(group)
    visitor.kiosk.go_back()
    assert visitor.moment == Home("sleep")


def test_back_from_a_mistaken_alarm_leads_to_where_one_was() -> None:
    visitor = in_need()
    visitor.kiosk.go_back()
    assert isinstance(visitor.moment, Typing)
    assert visitor.hears() == []


@pytest.mark.parametrize("go", ["go_home", "ask_by_voice", "ask_by_keyboard", "finish"])
def test_i_need_help_now_works_from_everywhere(go: str) -> None:
    visitor = Visitor()
    getattr(visitor.kiosk, go)()
    visitor.kiosk.need_help()
    assert (urgent(visitor).group, urgent(visitor).heard) == (None, "")
    assert visitor.ear.ticket is None


def test_help_asked_for_again_is_said_again_and_keeps_what_it_is_about() -> None:
    visitor = in_need(UrgentGroup.CHOKING)
    finishes_speaking(visitor)
    visitor.kiosk.need_help()
    assert urgent(visitor).group is UrgentGroup.CHOKING
    assert len(visitor.hears()) == 2


# ---- the chime


def test_the_chime_repeats_until_somebody_may_have_come() -> None:
    visitor = in_need()
    finishes_speaking(visitor)
    visitor.waits(visitor.timing.chime_every_s - 1)
    assert not chimes(visitor)
    visitor.waits(1)
    assert chimes(visitor)
    visitor.waits(visitor.timing.chime_for_s)
    reads = visitor.room.log.count("read")
    visitor.waits(30)
    assert visitor.room.log.count("read") == reads
    assert urgent(visitor).chime_at is None


def test_no_chime_cuts_off_what_is_being_said() -> None:
    visitor = in_need()
    visitor.waits(visitor.timing.chime_every_s + 4)
    assert len(visitor.hears()) == 2


def test_who_cuts_the_words_short_has_quiet_until_the_next_chime_is_due() -> None:
    visitor = Visitor()
    visitor.kiosk.guide(True)
    visitor.kiosk.need_help()
    visitor.kiosk.hush()
    visitor.waits(visitor.timing.chime_every_s - 1)
    assert visitor.hears() == []
    visitor.waits(1)
    assert visitor.hears() == [""], "a chime has no words"


def test_a_voice_that_never_ends_does_not_keep_the_chime_from_sounding() -> None:
    visitor = in_need()
    visitor.waits(visitor.timing.speech_s + 1)
    assert chimes(visitor)


def test_a_broken_voice_leaves_the_chime() -> None:
    visitor = in_need()
    assert visitor.voice.ticket is not None
    visitor.news(ReadingBroke(visitor.voice.ticket))
    visitor.waits(visitor.timing.chime_every_s)
    assert chimes(visitor)


def test_the_chime_can_be_silenced_and_stays_silent() -> None:
    visitor = in_need()
    visitor.kiosk.silence()
    assert visitor.hears() == []
    reads = visitor.room.log.count("read")
    visitor.waits(60)
    assert visitor.room.log.count("read") == reads
    assert isinstance(visitor.moment, Urgent)


def test_who_wants_no_speech_gets_the_chime_alone() -> None:
    visitor = in_need(aloud=Aloud.NEVER)
    assert chimes(visitor)
    assert visitor.hears() == [""]


# ---- the clinic's alert


def test_without_an_alert_command_the_screen_does_not_pretend() -> None:
    visitor = in_need()
    assert urgent(visitor).alert is AlertCall.NONE
    assert visitor.bell.calls == []


@pytest.mark.parametrize("group", UrgentGroup)
def test_the_alert_is_sent_once_and_says_what_became_of_it(group: UrgentGroup) -> None:
    visitor = in_need(group, alerted=True)
    [(ticket, sent)] = visitor.bell.calls
    assert sent is group
    assert urgent(visitor).alert is AlertCall.SENDING
    visitor.news(AlertSent(ticket, succeeded=True))
    assert urgent(visitor).alert is AlertCall.SENT


def test_an_alert_that_failed_is_not_hidden() -> None:
    visitor = in_need(alerted=True)
    visitor.news(AlertSent(visitor.bell.calls[0][0], succeeded=False))
    assert urgent(visitor).alert is AlertCall.FAILED


def test_an_impatient_finger_sends_no_second_alert_while_one_is_under_way() -> None:
    visitor = in_need(alerted=True)
    visitor.kiosk.need_help()
    assert len(visitor.bell.calls) == 1
    assert urgent(visitor).alert is AlertCall.SENDING, "and it goes on saying that help is being called"
    visitor.news(AlertSent(visitor.bell.calls[0][0], succeeded=False))
    assert urgent(visitor).alert is AlertCall.FAILED
    visitor.kiosk.need_help()
    assert len(visitor.bell.calls) == 2


def test_news_of_an_alert_after_the_visitor_has_gone_back_changes_nothing() -> None:
    visitor = in_need(alerted=True)
    visitor.kiosk.go_back()
    before = visitor.state
    visitor.news(AlertSent(visitor.bell.calls[0][0], succeeded=True))
    assert visitor.state == before


# ---- leaving


def test_the_urgent_screen_stays_longer_than_any_other() -> None:
    visitor = in_need()
    visitor.waits(visitor.timing.urgent_s - 1)
    assert visitor.state.leaving_s is None
    visitor.waits(1)
    assert visitor.state.leaving_s is not None
    visitor.waits(visitor.timing.warning_s)
    assert isinstance(visitor.moment, Attract)
    assert visitor.hears() == []
