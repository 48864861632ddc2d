"""Everything by keys alone, as a keyboard or a tactile keypad sends them; and a voice that tells what they reach."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.touch_screen import TouchScreen

pytestmark = pytest.mark.display


@pytest.fixture(scope="module")
def glass(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TouchScreen]:
    screen = TouchScreen(tmp_path_factory.mktemp("keys"), "720x1280")
    yield screen
    screen.close()


def reach(glass: TouchScreen, words: str, key: str = "down", most: int = 60) -> None:
    """Strikes the key until a control with these words is reached, once what is there can be seen."""
    glass.rest(0.4)
    for _ in range(most):
        glass.keys(key)
        if words in glass.does["reached"]:
            return
    raise AssertionError(f"{words!r} is never reached")


def all_reached(glass: TouchScreen, key: str = "tab", most: int = 80) -> list[str]:
    """What the key reaches, once around."""
    found: list[str] = []
    for _ in range(most):
        glass.keys(key)
        if found and glass.does["reached"] == found[0]:
            return found
        found.append(glass.does["reached"])
    raise AssertionError(f"no way round: {found}")


def test_from_the_start_to_a_section_and_back(glass: TouchScreen) -> None:
    glass.show("attract")
    glass.keys("enter")
    assert glass.does["moment"] == "Home"
    reach(glass, "Is leukopenia a kind of cancer?")
    glass.keys("enter")
    assert (glass.does["moment"], glass.does["section"]) == ("Reading", "kind-of-cancer")
    glass.keys("backspace")
    assert glass.does["moment"] == "Home"


def test_a_question_with_nothing_but_arrows_and_enter(glass: TouchScreen) -> None:
    """What a tactile keypad has."""
    glass.show("home")
    reach(glass, "Type a question")
    glass.keys("enter")
    assert glass.does["moment"] == "Typing"
    glass.rest(0.4)
    for letter in "why":
        reach_letter(glass, letter)
        glass.keys("enter")
        glass.rest(0.5)
    assert glass.does["text"] == "why"
    reach(glass, "Find answer")
    glass.keys("enter")
    assert glass.does["moment"] == "Thinking"


def reach_letter(glass: TouchScreen, letter: str) -> None:
    for _ in range(50):
        if glass.does["reached"] == letter:
            return
        glass.keys("right")
    raise AssertionError(letter)


def test_on_the_keyboard_up_and_down_lead_to_the_rows_above_and_below(glass: TouchScreen) -> None:
    glass.show("typing")
    reach_letter(glass, "q")
    glass.keys("down")
    assert glass.does["reached"] == "a"
    glass.keys("down")
    assert glass.does["reached"] == "z"
    glass.keys("up", "up")
    assert glass.does["reached"] == "q"


@pytest.mark.parametrize(
    "moment",
    [
        "attract",
        "home",
        "reading",
        "answer",
        "comfort",
        "unsure",
        "no-answer-health",
        "urgent",
        "pin",
        "room",
        "review",
    ],
)
def test_every_control_is_reached_and_the_way_round_never_ends(glass: TouchScreen, moment: str) -> None:
    glass.show(moment)
    reached = all_reached(glass)
    assert all(reached)
    assert ("I need help now" in reached) is (moment != "urgent")
    back = all_reached(glass, "left")
    assert sorted(back) == sorted(reached)


def test_a_page_is_reached_from_its_first_control_on(glass: TouchScreen) -> None:
    glass.show("home")
    glass.keys("tab")
    assert glass.does["reached"] == "Hear the prevention advice"


def test_shift_and_tab_lead_back(glass: TouchScreen) -> None:
    glass.show("home")
    glass.keys("tab", "tab")
    glass.keys("tab", held=("shift",))
    assert glass.does["reached"] == "Hear the prevention advice"


def test_a_ring_shows_what_is_reached_and_a_finger_takes_it_away(glass: TouchScreen) -> None:
    glass.show("home")
    before = glass.pixels()
    glass.keys("tab")
    glass.rest(0.3)
    assert glass.pixels() != before
    glass.touch((20, 640))
    glass.rest(0.3)
    assert glass.pixels() == before


def test_the_question_before_a_visit_is_forgotten_is_answered_by_any_key_and_by_that_alone(glass: TouchScreen) -> None:
    glass.show("still-here")
    glass.keys("enter")
    assert (glass.does["leaving"], glass.does["moment"]) == (False, "Home")


@pytest.mark.parametrize("chord", ["ctrl", "alt", "meta"])
def test_chords_do_nothing(glass: TouchScreen, chord: str) -> None:
    glass.show("home")
    before = glass.does
    glass.keys("tab", "enter", "f4", "f2", "q", "spacebar", held=(chord,))
    assert glass.does == before


@pytest.mark.parametrize("key", ["escape", "f1", "f11", "f12", "insert", "print", "super", "compose"])
def test_other_keys_do_nothing(glass: TouchScreen, key: str) -> None:
    glass.show("home")
    before, seen = glass.does, glass.pixels()
    glass.keys(key)
    assert glass.does == before
    assert glass.pixels() == seen


def test_a_key_that_is_held_down_is_one_key(glass: TouchScreen) -> None:
    glass.show("home")
    glass.strike(9, times=8)
    assert glass.does["reached"] == "Hear the prevention advice"


def test_a_letter_that_is_held_down_is_one_letter(glass: TouchScreen) -> None:
    glass.show("typing")
    glass.strike(ord("w"), times=8)
    assert glass.does["text"] == "w"


@pytest.mark.parametrize("chord", ["ctrl", "alt", "meta"])
def test_chords_type_nothing(glass: TouchScreen, chord: str) -> None:
    glass.show("typing")
    glass.keys("q", held=(chord,))
    assert glass.does["text"] == ""


def test_f9_opens_comfort_and_what_is_chosen_there_holds_at_once(glass: TouchScreen) -> None:
    glass.show("home")
    glass.keys("f9")
    assert glass.does["moment"] == "Comfort"
    glass.show("comfort-of-two-languages")
    reach(glass, "150%")
    glass.keys("enter")
    reach(glass, "Strong contrast")
    glass.keys("enter")
    assert (glass.does["text_scale"], glass.does["look"]) == (1.5, "high_contrast")
    reach(glass, "Español")
    glass.keys("enter")
    assert glass.does["language"] == "es"
    reach(glass, "Listo")
    glass.keys("enter")
    assert (glass.does["moment"], glass.does["article"]) == ("Home", "second")


def test_whom_the_guide_found_by_mistake_meets_first_how_to_be_rid_of_it(glass: TouchScreen) -> None:
    glass.show("home-guided")
    glass.keys("f9")
    glass.rest(0.4)
    met = all_reached(glass)
    [rid] = [number for number, words in enumerate(met) if "Turn the voice guide off" in words]
    assert rid < min(number for number, words in enumerate(met) if "100%" in words)


def test_help_is_one_key_away(glass: TouchScreen) -> None:
    glass.show("reading")
    glass.keys("f10")
    assert glass.does["moment"] == "Urgent"


def test_the_guide_tells_what_keys_reach(glass: TouchScreen) -> None:
    glass.show("home")
    glass.keys("f2")
    assert glass.does["guided"]
    glass.keys("down", "down")
    assert glass.does["told"] == ["The main idea 15 seconds to hear"]
    glass.rest(0.6)
    glass.keys("f2")
    assert not glass.does["guided"]


def test_under_the_guide_the_first_touch_tells_and_the_second_chooses(glass: TouchScreen) -> None:
    glass.show("home-guided")
    card = glass.place("What is leukopenia?")
    glass.touch(card)
    assert glass.does["moment"] == "Home"
    assert glass.does["told"][0].startswith("What is leukopenia?")
    glass.touch(card)
    assert glass.does["section"] == "what-is"


def test_under_the_guide_four_buttons_at_the_bottom_do_it_all(glass: TouchScreen) -> None:
    glass.show("home-guided")
    glass.tap("Next")
    glass.rest(0.5)
    glass.tap("Next")
    assert glass.does["told"][0].startswith("The main idea")
    glass.tap("Choose")
    assert glass.does["section"] == "intro"


@pytest.mark.parametrize("moment", ["attract", "home", "typing", "reading", "urgent"])
def test_a_finger_that_rests_in_the_lower_left_corner_starts_the_guide_and_touches_nothing_else(
    glass: TouchScreen, moment: str
) -> None:
    glass.show(moment)
    kind = glass.does["moment"]
    glass.drag((30, 1250), (30, 1250), held_s=2.3)
    assert glass.does["guided"]
    assert glass.does["moment"] == ("Home" if moment == "attract" else kind)


def test_no_other_button_starts_the_guide_there(glass: TouchScreen) -> None:
    glass.show("home")
    glass.drag((30, 1250), (30, 1250), held_s=2.3, button="right")
    assert not glass.does["guided"]


@pytest.mark.parametrize("button", ["right", "middle", "scrollup", "scrolldown"])
def test_a_visit_is_started_by_a_finger_alone(glass: TouchScreen, button: str) -> None:
    glass.show("attract")
    glass.touch((360, 600), button=button)
    assert glass.does["moment"] == "Attract"
