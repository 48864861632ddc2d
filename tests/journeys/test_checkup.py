"""Staff look at the devices: part by part, and with a sentence that the kiosk says into its own microphone."""

from __future__ import annotations

import pytest

from kiosk.events import (
    Examined,
    Heard,
    HearingChanged,
    LevelHeard,
    ListeningStarted,
    ListeningStopped,
    NotHeard,
    PartExamined,
    PinJudged,
    PinVerdict,
    ReadingBroke,
    ReadingEnded,
)
from kiosk.model import HearingProblem, Level, Part, Transcript
from kiosk.staff_moments import Checkup, StaffRoom, TouchTest
from kiosk.state import Asking, Attract, Urgent
from tests.fakes import Visitor, messages

SENTENCE = messages().text("checkup.sentence")
GOOD = Part("disk", Level.GOOD, "plenty")
ILL = Part("microphone", Level.LESS, "no sound", "look", "no_sound")


def at_the_devices(*, guided: bool = False) -> Visitor:
    visitor = Visitor(staffed=True, alerted=True)
    if guided:
        visitor.kiosk.guide(True)
    visitor.kiosk.open_staff()
    for digit in "7302":
        visitor.kiosk.type_pin(digit)
    visitor.kiosk.submit_pin()
    assert visitor.door.ticket is not None
    visitor.news(PinJudged(visitor.door.ticket, PinVerdict.RIGHT))
    visitor.kiosk.open_checkup()
    return visitor


def now(visitor: Visitor) -> Checkup:
    assert isinstance(visitor.moment, Checkup)
    return visitor.moment


def examined(visitor: Visitor, *parts: Part) -> Visitor:
    assert visitor.examiner.ticket is not None
    for part in parts:
        visitor.news(PartExamined(visitor.examiner.ticket, part))
    visitor.news(Examined(visitor.examiner.ticket))
    return visitor


def test_parts_come_one_after_the_other() -> None:
    visitor = at_the_devices()
    assert now(visitor) == Checkup(now(visitor).ticket)
    ticket = visitor.examiner.ticket
    assert ticket == now(visitor).ticket
    visitor.news(PartExamined(ticket, GOOD))
    assert (now(visitor).parts, now(visitor).is_done) == ((GOOD,), False)
    visitor.news(PartExamined(ticket, ILL))
    visitor.news(Examined(ticket))
    assert (now(visitor).parts, now(visitor).is_done) == ((GOOD, ILL), True)


def test_what_an_earlier_look_found_is_late_news() -> None:
    visitor = examined(at_the_devices(), GOOD)
    old = now(visitor).ticket
    visitor.kiosk.check_again()
    assert now(visitor).parts == ()
    visitor.news(PartExamined(old, GOOD))
    visitor.news(Examined(old))
    assert (now(visitor).parts, now(visitor).is_done) == ((), False)


def test_only_inside_is_anything_looked_at() -> None:
    visitor = Visitor(staffed=True)
    for verb in ("open_checkup", "check_again", "test_sound", "open_touch_test"):
        getattr(visitor.kiosk, verb)()
    visitor.kiosk.touch_target(0)
    assert visitor.examiner.ticket is None
    assert not isinstance(visitor.moment, Checkup | TouchTest)


def test_nothing_is_said_or_listened_to_by_itself() -> None:
    visitor = at_the_devices()
    mark = len(visitor.room.log)
    examined(visitor, GOOD, ILL)
    visitor.waits(40)
    assert visitor.since(mark) == []


@pytest.mark.parametrize("way", ["go_back", "leave_staff", "need_help", "open_touch_test", "go_home"])
def test_leaving_ends_the_look(way: str) -> None:
    visitor = at_the_devices()
    getattr(visitor.kiosk, way)()
    assert visitor.examiner.ticket is None


# ---- the sentence


def sounding(*, guided: bool = False) -> Visitor:
    visitor = examined(at_the_devices(guided=guided), GOOD)
    visitor.kiosk.test_sound()
    return visitor


def ear(visitor: Visitor) -> int:
    assert visitor.ear.ticket is not None
    return visitor.ear.ticket


def speaking(*, room: float = 0.1, voice: float = 0.8, guided: bool = False) -> Visitor:
    """The microphone is open, the room was heard, and the sentence is being said."""
    visitor = sounding(guided=guided)
    visitor.news(ListeningStarted(ear(visitor)))
    visitor.news(LevelHeard(ear(visitor), room))
    visitor.waits(1)
    visitor.news(LevelHeard(ear(visitor), voice))
    return visitor


def said(visitor: Visitor) -> Visitor:
    ticket = visitor.voice.ticket
    assert ticket is not None
    visitor.voice.concluded()
    visitor.news(ReadingEnded(ticket))
    visitor.waits(1)
    return visitor


def answered(visitor: Visitor, words: str) -> Visitor:
    ticket = ear(visitor)
    visitor.news(ListeningStopped(ticket))
    visitor.ear.concluded()
    visitor.news(Heard(ticket, Transcript(words)) if words else NotHeard(ticket, HearingProblem.NOTHING_HEARD))
    return visitor


def test_it_listens_first_and_speaks_then() -> None:
    visitor = sounding()
    assert (visitor.hears(), now(visitor).echo is not None) == ([], True)
    visitor.news(ListeningStarted(ear(visitor)))
    assert visitor.hears() == [], "the room comes first"
    visitor.waits(1)
    assert visitor.hears() == [SENTENCE]


def test_room_and_echo_have_their_time() -> None:
    visitor = sounding()
    visitor.news(ListeningStarted(ear(visitor)))
    visitor.waits(0.3)
    assert visitor.hears() == [], "the room is still listened to"
    visitor.waits(0.5)
    assert visitor.hears() == [SENTENCE]
    visitor.waits(20)
    assert now(visitor).echo is not None, "a slow voice is waited for"
    ticket = visitor.voice.ticket
    assert ticket is not None
    visitor.voice.concluded()
    visitor.news(ReadingEnded(ticket))
    visitor.waits(0.3)
    assert "finish" not in visitor.room.log, "the last of it is still on its way"
    visitor.waits(0.6)
    assert "finish" in visitor.room.log


def test_what_it_understands_is_well() -> None:
    visitor = answered(said(speaking()), SENTENCE.lower())
    assert "finish" in visitor.room.log
    assert (now(visitor).echo, now(visitor).echoed) == (None, "understood")


@pytest.mark.parametrize(
    ("room", "voice", "words", "how"),
    [
        (0.1, 0.8, "could warn in", "misunderstood"),
        (0.0, 0.02, "", "unheard"),
        (0.6, 0.62, "", "noisy"),
        (0.0, 0.3, "", "soft"),
    ],
)
def test_it_tells_why_it_was_not_understood(room: float, voice: float, words: str, how: str) -> None:
    assert now(answered(said(speaking(room=room, voice=voice)), words)).echoed == how


def test_a_microphone_that_gives_nothing_is_told() -> None:
    visitor = speaking(room=0.0, voice=0.0)
    ticket = ear(visitor)
    visitor.ear.concluded()
    visitor.news(NotHeard(ticket, HearingProblem.NO_MICROPHONE))
    assert now(visitor).echoed == "silent"
    assert visitor.hears() == [], "nobody needs the rest of the sentence"


def test_a_voice_that_breaks_ends_it_with_the_microphone_closed() -> None:
    visitor = speaking()
    ticket = visitor.voice.ticket
    assert ticket is not None
    visitor.voice.concluded()
    visitor.news(ReadingBroke(ticket))
    assert (now(visitor).echo, now(visitor).echoed, visitor.ear.ticket) == (None, "broke", None)


def test_rooms_that_never_answer_are_given_up() -> None:
    visitor = sounding()
    visitor.waits(40)
    assert (now(visitor).echoed, visitor.ear.ticket) == ("broke", None)


@pytest.mark.parametrize("way", ["go_back", "leave_staff", "need_help", "open_touch_test", "go_home", "test_sound"])
@pytest.mark.parametrize("begun", [sounding, speaking])
def test_leaving_silences_it_at_once(way: str, begun: type) -> None:
    visitor = begun()
    getattr(visitor.kiosk, way)()
    assert (visitor.ear.ticket, SENTENCE in visitor.hears()) == (None, False)


def test_whoever_comes_back_finds_it_silent_and_what_was_found() -> None:
    visitor = speaking()
    visitor.kiosk.open_touch_test()
    visitor.kiosk.go_back()
    assert (now(visitor).echo, now(visitor).parts, now(visitor).is_done) == (None, (GOOD,), True)


def test_late_words_of_a_test_that_was_stopped_change_nothing() -> None:
    visitor = speaking()
    ticket = ear(visitor)
    visitor.kiosk.test_sound()
    visitor.news(Heard(ticket, Transcript(SENTENCE)))
    assert now(visitor).echoed == ""
    assert not isinstance(visitor.moment, Asking)


def test_what_the_kiosk_says_to_itself_is_no_emergency() -> None:
    visitor = answered(said(speaking()), "i can't breathe")
    assert (now(visitor).echoed, visitor.mind.overheard, visitor.mind.ticket) == ("misunderstood", [], None)


def test_the_screen_stays_while_it_works_and_closes_when_nobody_is_there() -> None:
    visitor = examined(at_the_devices(), GOOD)
    visitor.waits(visitor.timing.importing_s + visitor.timing.warning_s + 5)
    assert isinstance(visitor.moment, Attract)


def test_somebody_who_needs_help_gets_it_in_the_midst_of_it() -> None:
    visitor = speaking()
    visitor.kiosk.need_help()
    assert isinstance(visitor.moment, Urgent)


# ---- by ear


def test_the_guide_tells_what_needs_care_once_all_was_looked_at() -> None:
    visitor = examined(at_the_devices(guided=True), GOOD, ILL)
    say = messages().text
    told = [say("checkup.one_wrong"), say("checkup.name.microphone"), say("checkup.microphone.no_sound")]
    assert visitor.hears() == told


def test_the_guide_is_silent_while_the_kiosk_listens_to_itself() -> None:
    visitor = speaking(guided=True)
    assert visitor.hears() == [SENTENCE]
    visitor.kiosk.hush()
    visitor.kiosk.tell_again()
    visitor.news(HearingChanged(True))
    assert visitor.hears() == [SENTENCE]
    answered(said(visitor), SENTENCE)
    assert visitor.hears() == [messages().text("checkup.self-test.understood")]


# ---- fingers


def test_every_corner_is_felt_once() -> None:
    visitor = at_the_devices()
    visitor.kiosk.open_touch_test()
    for number in (0, 3, 3, 9, -1):
        visitor.kiosk.touch_target(number)
    assert visitor.moment == TouchTest(frozenset({0, 3}))
    visitor.kiosk.go_back()
    visitor.kiosk.go_back()
    assert visitor.moment == StaffRoom()
