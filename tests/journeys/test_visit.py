"""Coming, going, going back, and being forgotten."""

from __future__ import annotations

import pytest

from kiosk.events import HearingChanged, LibraryChanged, Tick, VoiceChanged
from kiosk.model import Place
from kiosk.state import Aloud, Attract, Home, Playback, Reading, State, Typing
from tests.fakes import (
    FEET,
    FEET_INTRO,
    SLEEP,
    SLEEP_CAUSES,
    SLEEP_INTRO,
    SLEEP_PREVENTION,
    Visitor,
)


def holds_nothing_of_a_visit(state: State) -> bool:
    return (
        isinstance(state.moment, Attract)
        and state.trail == ()
        and state.aloud is Aloud.WHEN_SPOKEN
        and state.failures == 0
        and not state.told_unapproved
        and state.leaving_at is None
    )


def busy_visitor() -> Visitor:
    """Somebody who has left traces everywhere."""
    visitor = Visitor()
    visitor.kiosk.choose_aloud(Aloud.ALWAYS)
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text("my secret")
    return visitor


def test_a_kiosk_waits_for_somebody_and_wakes_at_a_touch() -> None:
    visitor = Visitor(awake=False)
    assert isinstance(visitor.moment, Attract)
    assert visitor.kiosk.is_idle
    visitor.kiosk.wake()
    assert visitor.moment == Home("sleep")
    assert not visitor.kiosk.is_idle


def test_the_waiting_screen_changes_its_text_every_few_seconds() -> None:
    visitor = Visitor(awake=False)
    visitor.kiosk.finish()
    pages = []
    for _ in range(3):
        visitor.waits(8)
        pages.append(visitor.moment)
    assert pages == [Attract(1), Attract(2), Attract(3)]


def test_waking_a_kiosk_that_is_awake_changes_nothing() -> None:
    visitor = Visitor()
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.wake()
    assert visitor.moment == Reading(SLEEP_CAUSES)


def test_with_several_articles_one_is_chosen_first() -> None:
    visitor = Visitor(SLEEP, FEET)
    assert visitor.moment == Home(None)
    visitor.kiosk.open_article("feet")
    assert visitor.moment == Home("feet")
    visitor.kiosk.open_section(FEET_INTRO)
    visitor.kiosk.go_back()
    assert visitor.moment == Home("feet")
    visitor.kiosk.go_back()
    assert visitor.moment == Home(None)


def test_an_article_that_is_not_there_opens_nothing() -> None:
    visitor = Visitor()
    visitor.kiosk.open_article("feet")
    visitor.kiosk.open_section(FEET_INTRO)
    visitor.kiosk.hear(FEET_INTRO)
    assert visitor.moment == Home("sleep")


def test_the_same_article_chosen_twice_is_one_step_on_the_way_back() -> None:
    visitor = Visitor(SLEEP, FEET)
    visitor.kiosk.open_article("feet")
    visitor.kiosk.open_article("feet")
    visitor.kiosk.go_back()
    assert visitor.moment == Home(None)


def test_back_leads_through_what_was_seen_and_ends_at_home() -> None:
    visitor = Visitor()
    for place in (SLEEP_INTRO, SLEEP_CAUSES):
        visitor.kiosk.open_section(place)
    visitor.kiosk.go_back()
    assert visitor.moment == Reading(SLEEP_INTRO)
    for _ in range(3):
        visitor.kiosk.go_back()
        assert visitor.moment == Home("sleep")


def test_home_forgets_the_way_back_but_not_the_visit() -> None:
    visitor = busy_visitor()
    visitor.kiosk.go_home()
    assert visitor.state.trail == ()
    assert visitor.state.aloud is Aloud.ALWAYS


def test_the_way_back_never_grows_without_end() -> None:
    visitor = Visitor()
    for _ in range(100):
        visitor.kiosk.open_section(SLEEP_CAUSES)
        visitor.kiosk.open_section(SLEEP_INTRO)
    assert len(visitor.state.trail) == 20
    visitor.kiosk.go_back()
    assert visitor.moment == Reading(SLEEP_CAUSES)


def test_a_section_found_again_is_quiet() -> None:
    visitor = Visitor()
    visitor.kiosk.hear(SLEEP_PREVENTION)
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.go_back()
    assert isinstance(visitor.moment, Reading)
    assert visitor.moment.playback is Playback.STOPPED
    assert visitor.hears() == []


def test_a_question_found_again_can_be_mended() -> None:
    visitor = Visitor()
    visitor.kiosk.ask_by_keyboard()
    visitor.kiosk.type_text("why am i awak")
    visitor.kiosk.open_section(SLEEP_CAUSES)
    visitor.kiosk.go_back()
    assert visitor.moment == Typing("why am i awak")


def test_finishing_forgets_everything_of_the_visit() -> None:
    visitor = busy_visitor()
    visitor.kiosk.finish()
    assert holds_nothing_of_a_visit(visitor.state)
    assert visitor.state.articles == (SLEEP,)
    assert visitor.room.log[-2:] == ["hush", "abandon"]


def test_finishing_keeps_what_the_kiosk_knows_of_its_own_devices() -> None:
    visitor = Visitor()
    visitor.news(VoiceChanged(False))
    visitor.news(HearingChanged(False))
    visitor.kiosk.finish()
    assert (visitor.state.audible, visitor.state.hearing) == (False, False)


def test_nothing_can_be_chosen_for_a_visit_that_has_not_begun() -> None:
    visitor = Visitor(awake=False)
    visitor.kiosk.choose_aloud(Aloud.ALWAYS)
    assert holds_nothing_of_a_visit(visitor.state)


# ---- the time-out


def test_nobody_is_forgotten_without_a_warning() -> None:
    visitor = busy_visitor()
    visitor.waits(59)
    assert visitor.state.leaving_s is None
    visitor.waits(1)
    assert visitor.state.leaving_s == 30
    visitor.waits(29)
    assert visitor.state.leaving_s == 1
    assert isinstance(visitor.moment, Typing)
    visitor.waits(1)
    assert holds_nothing_of_a_visit(visitor.state)


def test_a_touch_ends_the_warning_and_nothing_is_lost() -> None:
    visitor = busy_visitor()
    visitor.waits(70)
    visitor.kiosk.touched()
    assert visitor.state.leaving_s is None
    visitor.waits(59)
    assert visitor.moment == Typing("my secret", visitor.mind.suggesting[-1][0])


def test_the_time_can_be_extended_as_often_as_one_likes() -> None:
    visitor = busy_visitor()
    for _ in range(12):
        visitor.waits(85)
        assert visitor.state.leaving_s == 5
        visitor.kiosk.touched()
    assert isinstance(visitor.moment, Typing)


def test_any_verb_counts_as_somebody_being_here() -> None:
    visitor = busy_visitor()
    visitor.waits(80)
    visitor.kiosk.go_home()
    assert visitor.state.leaving_s is None


def test_the_warning_can_be_answered_with_finish() -> None:
    visitor = busy_visitor()
    visitor.waits(70)
    visitor.kiosk.finish()
    assert holds_nothing_of_a_visit(visitor.state)


def test_who_listens_is_still_here() -> None:
    visitor = Visitor()
    visitor.kiosk.hear(SLEEP_PREVENTION)
    visitor.waits(80)
    assert visitor.state.leaving_s is None


def test_who_has_paused_is_asked_whether_they_are_still_here() -> None:
    visitor = Visitor()
    visitor.kiosk.hear(SLEEP_PREVENTION)
    visitor.kiosk.pause()
    visitor.waits(60)
    assert visitor.state.leaving_s == 30


def test_a_voice_that_never_goes_on_does_not_keep_a_visit_for_ever() -> None:
    visitor = Visitor()
    visitor.kiosk.hear(SLEEP_PREVENTION)
    visitor.waits(121)
    assert holds_nothing_of_a_visit(visitor.state)
    assert visitor.hears() == []


def test_a_clock_that_jumps_back_changes_nothing() -> None:
    visitor = busy_visitor()
    visitor.waits(70)
    before = visitor.state
    visitor.news(Tick(visitor.state.now - 500))
    assert visitor.state == before


# ---- new content


def test_new_content_in_a_quiet_hour_is_there_for_the_next_visitor() -> None:
    visitor = Visitor(awake=False)
    visitor.news(LibraryChanged((SLEEP, FEET)))
    assert isinstance(visitor.moment, Attract)
    visitor.kiosk.wake()
    assert visitor.moment == Home(None)


def test_who_reads_a_section_that_is_still_there_goes_on_reading() -> None:
    visitor = Visitor()
    visitor.kiosk.hear(SLEEP_PREVENTION)
    visitor.news(LibraryChanged((SLEEP, FEET)))
    assert visitor.moment == Reading(SLEEP_PREVENTION)
    assert visitor.hears() == []
    visitor.kiosk.go_back()
    assert visitor.moment == Home(None)


@pytest.mark.parametrize("place", [SLEEP_PREVENTION, SLEEP_INTRO])
def test_who_reads_a_section_that_is_gone_starts_from_home(place: Place) -> None:
    visitor = Visitor()
    visitor.kiosk.hear(place)
    visitor.news(LibraryChanged((FEET,)))
    assert visitor.moment == Home("feet")
    assert visitor.hears() == []


def test_a_kiosk_without_any_article_still_stands() -> None:
    visitor = Visitor()
    visitor.news(LibraryChanged(()))
    assert visitor.moment == Home(None)
    visitor.kiosk.go_back()
    visitor.kiosk.finish()
    assert isinstance(visitor.moment, Attract)
