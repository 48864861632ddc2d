"""Fingers on the glass: a tap is one wish, whatever shakes, slips, rests too long or strikes twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.ui.gallery.visitor_moments import starter
from tests.ui.touch_screen import TouchScreen

TREMOR_S = (0.08, 0.25)
"""Between two strikes of one shaking finger."""
TITLES = {"intro": "The main idea"}
"""Of the sections whose card says something else than their title."""


@pytest.fixture(scope="module")
def glass(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TouchScreen]:
    glass = TouchScreen(tmp_path_factory.mktemp("home"), "720x1280")
    yield glass
    glass.close()


def test_every_card_opens_its_section(glass: TouchScreen) -> None:
    opened = {}
    for section in starter().sections:
        glass.show("home")
        glass.tap(TITLES.get(section.id, section.title))
        opened[section.id] = glass.does["section"]
    assert opened == {section: section for section in opened}


def test_a_card_of_several_articles_opens_its_article(glass: TouchScreen) -> None:
    glass.show("home-of-two")
    glass.tap("High blood pressure")
    assert (glass.does["moment"], glass.does["article"]) == ("Home", "second")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("attract", "Touch to start"),
        ("home", "kind of cancer"),
        ("home", "Ask by voice"),
        ("home", "Hear the prevention advice"),
        ("home-of-two", "High blood pressure"),
        ("reading-aloud", "Pause"),
        ("typing", "q"),
        ("typing-words", "Find answer"),
        ("asking", "Type instead"),
        ("unsure", "prevent"),
        ("answer", "When should"),
        ("reading", "Take it along"),
        ("take-along", "Next square"),
        ("urgent", "Go back"),
        ("still-here", "Yes, go on"),
        ("still-here", "Finish and clear"),
    ],
)
def test_two_strikes_of_a_shaking_finger_are_one_touch(glass: TouchScreen, moment: str, words: str) -> None:
    """The second one must not touch what the first one has brought up, either."""
    glass.show(moment)
    glass.tap(words)
    once = glass.does
    for gap_s in TREMOR_S:
        glass.show(moment)
        button = glass.place(words)  # scrolled to, where need be
        glass.touch(button, then_s=gap_s)
        glass.touch(button)
        assert glass.does == once


def test_two_touches_with_a_pause_are_two(glass: TouchScreen) -> None:
    glass.show("typing")
    letter = glass.place("e")
    glass.touch(letter)
    glass.rest(0.5)
    glass.touch(letter)
    assert glass.does["text"] == "ee"


@pytest.mark.parametrize(
    ("moment", "words"), [("home", "Ask by voice"), ("home", "I need help now"), ("urgent", "Go back"), ("typing", "q")]
)
def test_a_finger_that_slides_off_a_button_touches_nothing(glass: TouchScreen, moment: str, words: str) -> None:
    glass.show(moment)
    x, y = glass.place(words)
    glass.drag((x, y), (x - 300 if x > 400 else x + 300, y - 300 if y > 400 else y + 300), held_s=0.1)
    assert glass.does["asked"] == []
    assert not glass.does["text"]


@pytest.mark.parametrize("held_s", [0.0, 0.18])
def test_a_finger_that_slides_over_cards_scrolls_them_and_opens_none(glass: TouchScreen, held_s: float) -> None:
    """A slow finger that rests first, too."""
    glass.show("home")
    x, y = glass.place("Hear the prevention advice")
    before = glass.pixels()
    glass.drag((x, y + 500), (x, y + 50), held_s=held_s)
    assert glass.does["moment"] == "Home"
    assert glass.pixels() != before


@pytest.mark.parametrize(("across", "up", "held_s"), [(0, 200, 0.0), (0, 200, 0.6), (90, 0, 0.6)])
def test_a_finger_that_slides_over_a_text_being_read_does_not_disturb_the_reading(
    glass: TouchScreen, across: float, up: float, held_s: float
) -> None:
    glass.show("reading-aloud")
    x, y = glass.place("Wash your hands")
    glass.drag((x, y), (x + across, y - up), held_s=held_s)
    assert glass.does["asked"] == []


def test_a_touched_sentence_is_where_reading_goes_on(glass: TouchScreen) -> None:
    glass.show("reading-aloud")
    glass.touch(glass.place("Wash your hands"))
    assert glass.does["asked"] == ["stop", "read"]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Again", ["stop", "read"]),
        ("Next part", ["stop", "read"]),
        ("Back part", ["stop", "read"]),
        ("Faster", ["set_speed"]),
        ("Slower", ["set_speed"]),
        ("Louder", ["set_volume"]),
        ("Softer", ["set_volume"]),
        ("Stop", ["stop"]),
    ],
)
def test_each_control_of_the_voice_does_what_it_says(glass: TouchScreen, words: str, asked: list[str]) -> None:
    glass.show("reading-aloud")
    glass.tap(words)
    assert glass.does["asked"] == asked


def test_what_cannot_be_louder_says_so(glass: TouchScreen) -> None:
    glass.show("reading-aloud")
    for _ in range(3):
        glass.tap("Louder")
        glass.rest(0.5)
    assert glass.does["asked"] == ["set_volume"] * 2


def test_the_text_follows_the_voice(glass: TouchScreen) -> None:
    glass.show("reading-aloud")
    at_first = glass.scrolled()
    glass.hear(6)
    assert glass.scrolled() == at_first, "what is in sight stays where it is"
    for sentence in range(7, 25):
        glass.hear(sentence)
    assert glass.scrolled() < at_first


def test_a_word_that_is_spoken_is_marked(glass: TouchScreen) -> None:
    glass.show("reading-aloud")
    before = glass.pixels()
    glass.hear(5, 4)
    assert glass.pixels() != before


def test_who_has_scrolled_away_is_left_alone_until_they_want_to_follow_again(glass: TouchScreen) -> None:
    glass.show("reading-aloud")
    x, y = glass.place("Wash your hands")
    for _ in range(4):
        glass.drag((x, y + 200), (x, y - 300), held_s=0.0)
        glass.rest(0.5)
    away = glass.scrolled()
    glass.hear(6)
    glass.hear(7)
    assert glass.scrolled() == away
    glass.tap("Again")
    glass.hear(7)
    glass.hear(8)
    assert glass.scrolled() > away


@pytest.mark.parametrize(("button", "keys"), [("right", ()), ("middle", ()), ("left", ("ctrl",)), ("left", ("shift",))])
def test_mouse_buttons_and_keys_draw_no_dots(glass: TouchScreen, button: str, keys: tuple[str, ...]) -> None:
    """Kivy would play several fingers for whoever finds a mouse: red circles on the screen."""
    glass.show("home")
    (left, y), (right, _) = glass.place("Finish"), glass.place("I need help now")
    before = glass.pixels()
    glass.touch((left + (right - left) / 4, y), button=button, keys=keys)
    assert glass.does["asked"] == []
    assert glass.pixels() == before


@pytest.mark.parametrize("words", ["Ask by voice", "I need help now", "kind of cancer"])
def test_a_right_click_is_nobodys_finger(glass: TouchScreen, words: str) -> None:
    glass.show("home")
    glass.touch(glass.place(words), button="right")
    assert (glass.does["moment"], glass.does["asked"]) == ("Home", [])


def test_help_is_there_while_a_section_is_read_and_stops_the_reading(glass: TouchScreen) -> None:
    glass.show("reading-aloud")
    glass.tap("I need help now")
    assert glass.does["moment"] == "Urgent"
    assert glass.does["asked"][0] == "stop"


def test_help_is_never_too_soon(glass: TouchScreen) -> None:
    """Even where a new screen has only just come up."""
    glass.show("home")
    place = glass.place("I need help now")
    glass.touch(glass.place("Ask by voice"), then_s=0)
    glass.touch(place)
    assert glass.does["moment"] == "Urgent"


def test_under_the_question_whether_somebody_is_there_nothing_can_be_touched(glass: TouchScreen) -> None:
    glass.show("home")
    under = [glass.place(words) for words in ("Ask by voice", "I need help now", "Finish")]
    for place in under:
        glass.show("still-here")
        glass.touch(place)
        assert (glass.does["moment"], glass.does["leaving"], glass.does["asked"]) == ("Home", True, [])


def test_touching_on_clears_the_question(glass: TouchScreen) -> None:
    glass.show("still-here")
    glass.tap("Yes, go on")
    assert (glass.does["moment"], glass.does["leaving"]) == ("Home", False)


# ---- the space bar is the microphone

SPACE = 32


@pytest.mark.parametrize("held", [1, 5])
def test_the_space_bar_opens_the_microphone_and_says_that_all_is_said(glass: TouchScreen, held: int) -> None:
    glass.show("home")
    glass.rest(0.3)
    glass.strike(SPACE, times=held)
    assert (glass.does["moment"], glass.does["asked"][-1]) == ("Asking", "start")
    glass.rest(0.6)
    glass.strike(SPACE, times=held)
    assert (glass.does["moment"], glass.does["asked"][-1]) == ("Asking", "finish")


@pytest.mark.parametrize("moment", ["typing-words", "urgent", "still-here", "thinking"])
def test_where_nobody_is_asked_to_speak_the_space_bar_opens_no_microphone(glass: TouchScreen, moment: str) -> None:
    glass.show(moment)
    glass.strike(SPACE)
    assert "start" not in glass.does["asked"]
