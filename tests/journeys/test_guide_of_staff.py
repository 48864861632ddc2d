"""A nurse who can't see the screen: the PIN and the staff's rooms are told, a digit never is."""

from __future__ import annotations

import pytest

from kiosk.events import KeyRead, PinVerdict, ReadingEnded, SourcesChanged
from kiosk.staff_moments import Deed, PinStep, StaffPin, StaffRoom
from kiosk.state import Comfort, TakeAlong
from tests.fakes import SLEEP_CAUSES, Visitor, messages
from tests.journeys.test_importing import KEY, KEY_FILE, STICK
from tests.journeys.test_staff import inside, judged, nurse, pin_screen, types


def text(key: str, **values: str) -> str:
    return messages().text(key, **values)


def at_the_door() -> Visitor:
    visitor = nurse()
    visitor.kiosk.guide(True)
    visitor.kiosk.open_staff()
    return visitor


def choosing() -> Visitor:
    visitor = inside()
    visitor.kiosk.guide(True)
    visitor.kiosk.change_pin()
    return visitor


def test_the_door_says_what_it_wants() -> None:
    assert at_the_door().hears() == [text("staff.pin.title_enter"), text("guide.list")]


def test_a_new_pin_is_asked_for_twice_and_each_time_it_is_said() -> None:
    visitor = choosing()
    assert visitor.hears() == [text("staff.pin.title_choose"), text("guide.list")]
    types(visitor, "7302")
    assert pin_screen(visitor).step is PinStep.CHOOSE_AGAIN
    assert visitor.hears() == [text("staff.pin.title_choose_again")]


def test_that_the_two_differ_is_told_once_and_digits_never() -> None:
    visitor = choosing()
    types(visitor, "7302")
    types(visitor, "7303")
    assert pin_screen(visitor).differs
    assert visitor.hears() == [text("staff.pin.differs"), text("staff.pin.title_choose")]
    visitor.kiosk.hush()
    visitor.kiosk.type_pin("7")
    assert visitor.hears() == []


def test_a_new_pin_that_could_not_be_kept_is_told_before_it_is_asked_for_again() -> None:
    visitor = choosing()
    types(visitor, "7302")
    types(visitor, "7302")
    judged(visitor, PinVerdict.BROKEN)
    assert visitor.hears() == [text("staff.pin.broken"), text("staff.pin.title_choose")]


@pytest.mark.parametrize("verdict", [PinVerdict.WRONG, PinVerdict.BROKEN])
def test_what_became_of_a_pin_is_told_once(verdict: PinVerdict) -> None:
    visitor = at_the_door()
    visitor.kiosk.hush()
    types(visitor, "9917")
    assert visitor.hears() == [], "while it is looked at there is nothing to tell"
    judged(visitor, verdict)
    assert visitor.hears() == [text(f"staff.pin.{verdict}")]
    visitor.kiosk.hush()
    visitor.kiosk.erase_pin()
    visitor.kiosk.type_pin("7")
    assert visitor.hears() == []


def test_a_lock_is_shown_as_time_to_wait_and_not_told_as_a_fault() -> None:
    visitor = at_the_door()
    visitor.kiosk.hush()
    types(visitor, "9917")
    judged(visitor, PinVerdict.LOCKED, wait_s=30.0)
    assert visitor.hears() == []


def test_a_pin_that_is_too_simple_is_told() -> None:
    visitor = choosing()
    types(visitor, "1111")
    assert visitor.hears() == [text(f"staff.pin.{PinVerdict.TOO_SIMPLE}")]


def test_inside_each_screen_says_where_one_is() -> None:
    visitor = at_the_door()
    types(visitor, "7302")
    judged(visitor, PinVerdict.RIGHT)
    assert visitor.hears() == [text("staff.title"), text("guide.list")]
    visitor.kiosk.open_shelf()
    assert visitor.hears() == [text("guide.staff")]


def test_what_is_about_to_be_done_is_said_with_the_name_of_what_it_is_done_to() -> None:
    visitor = inside()
    visitor.kiosk.guide(True)
    visitor.kiosk.ask_sure(Deed.REMOVE_ARTICLE, "sleep")
    assert visitor.hears() == [text("staff.sure.remove_article", about="Sleep"), text("guide.list")]
    visitor.kiosk.dismiss()
    visitor.kiosk.open_keys()
    visitor.kiosk.ask_sure(Deed.REVOKE_KEY, "Riverside")
    assert visitor.hears() == [text("staff.sure.revoke_key", about="Riverside"), text("guide.list")]


def test_a_visitor_who_takes_along_or_sets_the_letters_hears_where_they_are() -> None:
    visitor = Visitor()
    visitor.kiosk.guide(True)
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.take_along()
    assert isinstance(visitor.moment, TakeAlong)
    assert visitor.hears() == [text("guide.take_along")]
    visitor.kiosk.open_comfort()
    assert isinstance(visitor.moment, Comfort)
    assert visitor.hears() == [text("comfort.title"), text("guide.list"), text("comfort.forgotten")]


def test_who_ends_the_guide_hears_nothing_more_of_it() -> None:
    visitor = Visitor()
    before = len(visitor.room.log)
    visitor.kiosk.guide(False)
    assert visitor.since(before) == [], "it was never on"
    visitor.kiosk.guide(True)
    assert visitor.state.told != ()
    visitor.kiosk.guide(False)
    assert (visitor.state.guided, visitor.state.told, visitor.hears()) == (False, (), [])


# ---- the door itself


def test_who_is_no_longer_at_the_first_start_cannot_skip_the_pin() -> None:
    visitor = nurse()
    visitor.kiosk.open_staff()
    before = visitor.moment
    visitor.kiosk.skip_pin()
    assert visitor.moment == before == StaffPin(PinStep.ENTER)


def test_after_a_key_was_added_there_is_no_way_back_to_its_offer() -> None:
    visitor = inside()
    visitor.news(SourcesChanged((STICK,)))
    visitor.kiosk.open_keys()
    visitor.kiosk.read_key(KEY_FILE)
    visitor.kiosk.add_key("Riverside")
    assert [asked[0] for asked in visitor.desk.asked] == ["read key"], "what can't be seen yet can't be trusted"
    assert visitor.desk.ticket is not None
    visitor.news(KeyRead(visitor.desk.ticket, KEY))
    visitor.kiosk.hear_fingerprint()
    assert visitor.hears()[0] == "1 2 3 4."
    assert visitor.voice.ticket is not None
    visitor.voice.concluded()
    visitor.news(ReadingEnded(visitor.state.next_ticket - 1))
    visitor.kiosk.add_key("  ")
    assert visitor.desk.asked[-1] == ("add key", "Riverside"), "it has the name that it came with"
    assert visitor.state.trail == ()
    visitor.kiosk.go_back()
    assert not isinstance(visitor.moment, StaffRoom)
