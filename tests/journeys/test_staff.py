"""The door for staff: who has no PIN stays outside, and it closes behind whoever leaves."""

from __future__ import annotations

import pytest

from kiosk.events import ContentStatusChanged, PinJudged, PinVerdict
from kiosk.packs import Care, Concern, ContentStatus
from kiosk.staff_moments import INSIDE, PinStep, StaffPin, StaffRoom
from kiosk.state import Attract, Home
from tests.fakes import SLEEP_CAUSES, Visitor

PIN = "7302"


def nurse(*, has_pin: bool = True) -> Visitor:
    return Visitor(staffed=True, has_pin=has_pin)


def types(visitor: Visitor, digits: str) -> None:
    for digit in digits:
        visitor.kiosk.type_pin(digit)
    visitor.kiosk.submit_pin()


def judged(visitor: Visitor, verdict: PinVerdict, wait_s: float = 0.0) -> None:
    assert visitor.door.ticket is not None
    visitor.news(PinJudged(visitor.door.ticket, verdict, wait_s))


def inside() -> Visitor:
    visitor = nurse()
    visitor.kiosk.open_staff()
    types(visitor, PIN)
    judged(visitor, PinVerdict.RIGHT)
    assert visitor.moment == StaffRoom()
    return visitor


def pin_screen(visitor: Visitor) -> StaffPin:
    assert isinstance(visitor.moment, StaffPin)
    return visitor.moment


def test_where_there_is_no_door_nobody_finds_one() -> None:
    visitor = Visitor()
    visitor.kiosk.open_staff()
    assert visitor.moment == Home("sleep")


def test_the_right_pin_opens_and_is_nowhere_to_be_seen() -> None:
    visitor = inside()
    assert visitor.door.tried == [PIN]
    assert all(PIN not in repr(state) for state in visitor.shown)


def test_a_wrong_one_is_told_and_may_be_typed_anew() -> None:
    visitor = nurse()
    visitor.kiosk.open_staff()
    types(visitor, "9917")
    assert pin_screen(visitor).typed == "", "it is not kept while it is looked at"
    visitor.kiosk.type_pin("1")
    assert pin_screen(visitor).typed == "", "nor can more be typed meanwhile"
    judged(visitor, PinVerdict.WRONG)
    assert pin_screen(visitor).verdict is PinVerdict.WRONG
    visitor.kiosk.type_pin("7")
    assert (pin_screen(visitor).typed, pin_screen(visitor).verdict) == ("7", None)
    visitor.kiosk.erase_pin()
    assert pin_screen(visitor).typed == ""


def test_a_locked_door_takes_no_digit_until_the_wait_is_over() -> None:
    visitor = nurse()
    visitor.kiosk.open_staff()
    types(visitor, "9917")
    judged(visitor, PinVerdict.LOCKED, 30.0)
    types(visitor, PIN)
    assert visitor.door.tried == ["9917"]
    visitor.waits(31)
    types(visitor, PIN)
    assert visitor.door.tried == ["9917", PIN]


def test_too_few_digits_are_wrong_without_asking() -> None:
    visitor = nurse()
    visitor.kiosk.open_staff()
    types(visitor, "73")
    assert pin_screen(visitor).verdict is PinVerdict.WRONG
    assert visitor.door.tried == []
    for odd in ("x", "", "७"):
        visitor.kiosk.type_pin(odd)
    assert pin_screen(visitor).typed == ""


@pytest.mark.parametrize("verdict", [PinVerdict.WRONG, PinVerdict.LOCKED, PinVerdict.BROKEN, PinVerdict.NOT_SET])
def test_nothing_but_the_right_one_opens(verdict: PinVerdict) -> None:
    visitor = nurse()
    visitor.kiosk.open_staff()
    types(visitor, PIN)
    judged(visitor, verdict)
    assert isinstance(visitor.moment, StaffPin)
    assert not visitor.state.staff_open


def test_an_answer_for_somebody_who_has_left_opens_nothing() -> None:
    visitor = nurse()
    visitor.kiosk.open_staff()
    types(visitor, PIN)
    visitor.kiosk.finish()
    judged(visitor, PinVerdict.RIGHT)
    assert isinstance(visitor.moment, Attract)
    assert not visitor.state.staff_open


@pytest.mark.parametrize("leave", ["leave_staff", "finish", "go_home"])
def test_whoever_leaves_needs_it_again_and_nobody_finds_a_way_back(leave: str) -> None:
    visitor = inside()
    getattr(visitor.kiosk, leave)()
    assert not visitor.state.staff_open
    for verb in ("go_back", "open_shelf", "open_keys", "change_pin", "go_back"):
        getattr(visitor.kiosk, verb)()
        assert not isinstance(visitor.moment, INSIDE)
    visitor.kiosk.open_staff()
    assert pin_screen(visitor).step is PinStep.ENTER


def test_the_staff_screens_close_by_themselves() -> None:
    visitor = inside()
    visitor.waits(visitor.timing.idle_s + 1)
    assert visitor.state.leaving_at is not None, "with a warning"
    visitor.kiosk.touched()
    assert visitor.moment == StaffRoom()
    visitor.waits(visitor.timing.idle_s + visitor.timing.warning_s + 2)
    assert isinstance(visitor.moment, Attract)
    assert not visitor.state.staff_open


def test_help_and_sections_lead_out_and_close_the_door() -> None:
    visitor = inside()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    assert not visitor.state.staff_open
    visitor = inside()
    visitor.kiosk.need_help()
    visitor.kiosk.go_back()
    assert not isinstance(visitor.moment, INSIDE)


# ---- choosing one


def test_the_first_start_asks_for_one_and_takes_it_when_typed_twice() -> None:
    visitor = Visitor(staffed=True, has_pin=False, awake=False)
    assert (pin_screen(visitor).step, pin_screen(visitor).can_skip) == (PinStep.CHOOSE, True)
    types(visitor, PIN)
    assert pin_screen(visitor).step is PinStep.CHOOSE_AGAIN
    assert PIN not in repr(visitor.state)
    types(visitor, PIN)
    assert visitor.door.chosen == [PIN]
    visitor.news(ContentStatusChanged(ContentStatus(concerns=(Concern(Care.NO_PIN),))))
    judged(visitor, PinVerdict.TAKEN)
    assert visitor.moment == StaffRoom("pin_set")
    assert visitor.state.content.concerns == (), "nobody is told to choose one any more"


def test_only_the_very_first_start_asks() -> None:
    """Whoever is there when the power comes back may be a visitor."""
    visitor = Visitor(staffed=True, has_pin=False, awake=False)
    assert pin_screen(visitor).can_skip
    assert not visitor.door.asks, "before anybody has touched anything"


def test_a_simple_one_is_not_taken_and_two_different_ones_begin_anew() -> None:
    visitor = Visitor(staffed=True, has_pin=False, awake=False)
    types(visitor, "1234")
    assert pin_screen(visitor).verdict is PinVerdict.TOO_SIMPLE
    types(visitor, PIN)
    types(visitor, "7303")
    assert (pin_screen(visitor).step, pin_screen(visitor).differs) == (PinStep.CHOOSE, True)
    assert visitor.door.chosen == []


def test_no_digit_stays_where_it_is_no_longer_needed() -> None:
    visitor = Visitor(staffed=True, has_pin=False, awake=False)
    types(visitor, "1111")
    assert pin_screen(visitor).typed == "", "too simple"
    types(visitor, PIN)
    types(visitor, "7303")
    assert (pin_screen(visitor).typed, pin_screen(visitor).chosen) == ("", ""), "the two differ"
    types(visitor, PIN)
    types(visitor, PIN)
    assert (pin_screen(visitor).typed, pin_screen(visitor).chosen) == ("", ""), "it is being kept"
    judged(visitor, PinVerdict.BROKEN)
    assert (pin_screen(visitor).typed, pin_screen(visitor).chosen) == ("", ""), "it could not be kept"


def test_where_nothing_was_typed_nothing_is_looked_at() -> None:
    visitor = nurse()
    visitor.kiosk.open_staff()
    visitor.kiosk.submit_pin()
    assert (visitor.door.tried, pin_screen(visitor).verdict) == ([], None)


def test_a_wrong_pin_that_costs_no_wait_may_be_followed_at_once() -> None:
    visitor = nurse()
    visitor.kiosk.open_staff()
    types(visitor, "9917")
    judged(visitor, PinVerdict.WRONG)
    assert pin_screen(visitor).wait_until is None
    types(visitor, PIN)
    judged(visitor, PinVerdict.WRONG, 0.5)
    assert pin_screen(visitor).wait_until == visitor.state.now + 0.5


def test_whoever_is_let_in_finds_no_way_back_to_what_a_visitor_read_and_the_voice_is_silent() -> None:
    visitor = nurse()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.open_staff()
    types(visitor, PIN)
    visitor.waits(20)
    judged(visitor, PinVerdict.RIGHT)
    assert (visitor.state.trail, visitor.state.touched) == ((), visitor.state.now)


def test_later_will_do_but_no_visitor_is_ever_asked() -> None:
    visitor = Visitor(staffed=True, has_pin=False, awake=False)
    visitor.kiosk.skip_pin()
    assert isinstance(visitor.moment, Attract)
    assert not visitor.door.asks
    visitor.kiosk.open_staff()
    assert pin_screen(visitor).verdict is PinVerdict.NOT_SET
    types(visitor, PIN)
    judged(visitor, PinVerdict.NOT_SET)
    assert not visitor.state.staff_open


def test_a_new_one_is_chosen_from_inside_alone() -> None:
    visitor = nurse()
    visitor.kiosk.change_pin()
    assert visitor.moment == Home("sleep")
    visitor = inside()
    visitor.kiosk.change_pin()
    assert pin_screen(visitor).step is PinStep.CHOOSE
    visitor.kiosk.go_back()
    assert visitor.moment == StaffRoom()
