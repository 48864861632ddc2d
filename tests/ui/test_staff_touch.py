"""A member of staff with a stick, on the glass: from the quiet door to the new content, each step by one touch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.touch_screen import TouchScreen

PIN = "2580"
STRIKE_S = 0.16
"""Between two digits of somebody in a hurry."""


@pytest.fixture(scope="module")
def glass(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TouchScreen]:
    glass = TouchScreen(tmp_path_factory.mktemp("home"), "720x1280")
    yield glass
    glass.close()


def test_the_door_leads_to_the_pin_and_wakes_no_visit(glass: TouchScreen) -> None:
    glass.show("attract-staff")
    glass.tap("Staff only")
    assert glass.does["moment"] == "StaffPin"
    glass.tap("Back")
    assert glass.does["moment"] == "Attract"


def test_a_touch_beside_the_door_is_a_visitors(glass: TouchScreen) -> None:
    glass.show("attract-stick")
    x, y = glass.place("For staff")
    glass.touch((x, y + 150))
    assert glass.does["moment"] == "Home"


def test_a_visitor_who_strays_to_the_pin_goes_back_to_where_they_were(glass: TouchScreen) -> None:
    glass.show("home-stick")
    glass.tap("Staff only")
    glass.tap("Back")
    assert (glass.does["moment"], glass.does["article"]) == ("Home", "leukopenia")


def test_the_same_digit_twice_in_a_hurry_is_two_digits(glass: TouchScreen) -> None:
    glass.show("attract-staff")
    glass.tap("Staff only")
    five = glass.place("5")
    glass.touch(five, then_s=STRIKE_S)
    glass.touch(five, then_s=STRIKE_S)
    assert glass.does["typed"] == 2
    glass.tap("Erase")
    assert glass.does["typed"] == 1


def test_the_whole_way_from_the_door_to_the_new_content(glass: TouchScreen) -> None:
    glass.show("attract-stick")
    glass.tap("For staff: new content on the stick CLINIC")
    for digit in PIN:
        glass.touch(glass.place(digit), then_s=STRIKE_S)
    glass.tap("OK")
    glass.learn("right")
    assert glass.does["moment"] == "StaffRoom"
    glass.tap("Bring new content")
    glass.tap("leukopenia-2026-11")
    assert (glass.does["moment"], glass.does["asked"][-1]) == ("Bringing", "bring")
    glass.learn("free")
    glass.learn("ready")
    assert glass.does["taken"] == ["hypertension", "leukopenia", "old-leaflet"]
    glass.tap("Leaflet of 2019")
    assert glass.does["taken"] == ["hypertension", "leukopenia"]
    glass.tap("Look at the changes")
    assert (glass.does["moment"], glass.does["article"]) == ("ChangedArticle", "hypertension")
    glass.tap("Back")
    glass.tap("Low white blood cell count")
    glass.rest(0.3)
    glass.tap("Low white blood cell count")
    assert glass.does["taken"] == ["hypertension", "leukopenia"]
    glass.tap("Install 2 articles")
    assert (glass.does["moment"], glass.does["asked"][-1]) == ("Installing", "install")
    glass.learn("done")
    assert (glass.does["moment"], glass.does["done"]) == ("StaffRoom", "installed")
    glass.tap("Leave")
    assert glass.does["moment"] == "Attract"


def test_a_part_can_be_heard_as_it_would_be_read(glass: TouchScreen) -> None:
    glass.show("changed")
    glass.tap("Hear it")
    assert glass.does["asked"][-1] == "read"
    glass.rest(0.3)
    glass.tap("Stop")
    assert glass.does["asked"][-1] == "stop"


@pytest.mark.parametrize("moment", ["bringing", "review"])
def test_the_way_back_from_a_pack_forgets_it(glass: TouchScreen, moment: str) -> None:
    glass.show(moment)
    glass.tap("Back")
    assert glass.does["moment"] == "StaffRoom"
    assert "forget" in glass.does["asked"]


def test_a_pack_of_which_nothing_is_wanted_can_not_be_installed(glass: TouchScreen) -> None:
    glass.show("review-none")
    glass.touch((360, 1200))
    assert (glass.does["moment"], glass.does["asked"]) == ("PackReview", [])


@pytest.mark.parametrize(
    ("moment", "words", "after", "asked"),
    [
        ("room", "Undo the last change", "Sure", None),
        ("room", "Remove", "Sure", None),
        ("room", "Keys", "KeyRing", None),
        ("room", "How the kiosk is used", "UsageCounts", "look_up"),
        ("room", "Change the PIN", "StaffPin", None),
        ("room", "Save counts", "Installing", "export"),
        ("shelf-mixed", "Key office", "KeyOffer", "read_key"),
        ("turned-away", "Go on", "PackShelf", None),
        ("failed", "Go on", "StaffRoom", None),
        ("review-same", "Go on", "StaffRoom", "forget"),
        ("key-offer", "It is the same", "Installing", "add_key"),
        ("key-offer", "Hear the number", "KeyOffer", "read"),
        ("key-ring", "Remove", "Sure", None),
        ("room", "Check the devices", "Checkup", "examine"),
        ("checkup", "Say a sentence and listen", "Checkup", "start"),
        ("checkup-speaking", "Stop", "Checkup", "abandon"),
        ("checkup-speaking", "Leave", "Attract", "abandon"),
        ("checkup", "Check again", "Checkup", "examine"),
        ("checkup", "Touch, colours and letters", "TouchTest", None),
        ("checkup-looking", "Back", "Home", "end"),
        ("touch-test", "Target 2", "TouchTest", None),
        ("sure-undo", "Yes, undo it", "Installing", "roll_back"),
        ("sure-remove", "Yes, remove it", "Installing", "remove"),
        ("sure-revoke", "Yes, remove it", "Installing", "revoke_key"),
        ("pin-choose", "Later", "Attract", None),
    ],
)
def test_every_way_leads_on(glass: TouchScreen, moment: str, words: str, after: str, asked: str | None) -> None:
    glass.show(moment)
    glass.tap(words)
    assert glass.does["moment"] == after
    assert asked is None or asked in glass.does["asked"]


@pytest.mark.parametrize("moment", ["pin", "review", "installing"])
def test_help_for_a_person_comes_before_everything(glass: TouchScreen, moment: str) -> None:
    glass.show(moment)
    glass.tap("I need help now")
    assert glass.does["moment"] == "Urgent"


def test_of_very_many_articles_some_are_shown_first(glass: TouchScreen) -> None:
    glass.show("review-of-many")
    glass.rest(2)
    glass.tap("Show more: 40 left")
    glass.rest(4)
    assert 0.3 < glass.scrolled() < 0.45, "they come below, and nobody is carried along"
    glass.tap("Article 61")
    assert glass.does["taken"] == ["a61"]


def test_a_long_article_is_laid_out_a_little_at_a_time(glass: TouchScreen) -> None:
    glass.show("home")
    glass.show("changed-long", settled=False)
    assert glass.pieces() < 100
    for _ in range(30):
        glass.rest(1)
        if glass.pieces() == 200:
            break
    assert glass.pieces() == 200, "and all of it in the end"
