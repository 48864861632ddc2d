"""More than fits: what is far out of sight isn't there, and nobody notices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.long_moments import ANSWERING, SECTION
from tests.ui.touch_screen import TouchScreen

MOST_WIDGETS = 250
STILL = 2.0
"""Pixels of rounding."""
TEXTS = [block.text for block in SECTION.blocks]


@pytest.fixture(scope="module")
def glass(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TouchScreen]:
    glass = TouchScreen(tmp_path_factory.mktemp("home"), "720x1280")
    yield glass
    glass.close()


def numbers(glass: TouchScreen) -> list[int]:
    """Of the paragraphs in sight."""
    return [TEXTS.index(text) for text in glass.lines()]


def test_every_paragraph_is_shown_once_and_in_order_and_there_are_never_more_widgets(glass: TouchScreen) -> None:
    glass.show("long")
    seen, most = numbers(glass), glass.widgets()
    while glass.scroll(0.9):
        here = numbers(glass)
        assert here == list(range(here[0], here[-1] + 1))
        seen += [number for number in here if number not in seen]
        most = max(most, glass.widgets())
    assert seen == list(range(len(TEXTS)))
    assert most < MOST_WIDGETS


@pytest.mark.parametrize("start", [1.0, 0.5])
@pytest.mark.parametrize("by", [0.1, -0.1])
def test_what_is_read_moves_only_as_far_as_the_finger(glass: TouchScreen, start: float, by: float) -> None:
    """Above and below come paragraphs of which nobody knew how tall they are."""
    glass.show("long")
    glass.go_to(start)
    height = 0.0
    for _ in range(30):
        before = glass.lines()
        if not glass.scroll(by):
            break
        after = glass.lines()
        moves = [before[text] - after[text] for text in before if text in after]
        assert moves
        assert max(moves) - min(moves) < STILL
        height = height or moves[0]
        assert abs(moves[0] - height) < STILL
    else:
        return
    assert start == 1.0


def test_a_touched_sentence_far_down_is_where_reading_goes_on(glass: TouchScreen) -> None:
    glass.show("long")
    glass.go_to(0.4)
    glass.rest(0.2)
    sentence = sum(len(block.sentences) for block in SECTION.blocks[: numbers(glass)[1]]) + 1
    place = glass.sentence(sentence)
    assert place is not None
    glass.touch(place)
    assert glass.does["asked"] == ["stop", "read"]
    assert glass.does["at"] == sentence


def test_the_sentence_that_answers_is_in_sight_however_far_down(glass: TouchScreen) -> None:
    glass.show("long-answer")
    place = glass.sentence(ANSWERING)
    assert place is not None
    assert 0 < place[1] < 1280


def test_the_text_follows_the_voice_to_any_sentence(glass: TouchScreen) -> None:
    glass.show("long-aloud")
    for sentence in (3, 30, 31, 500, 800, 4):
        glass.tap("Again")  # whoever touches a control wants to see what it does
        glass.hear(sentence)
        assert glass.sentence(sentence) is not None, sentence


def test_larger_letters_leave_the_reader_where_they_are(glass: TouchScreen) -> None:
    glass.show("long")
    glass.bring(138)
    here = numbers(glass)
    try:
        for theme, scale in (("light", 1.5), ("high_contrast", 2.0), ("light", 1.0)):
            glass.dress(theme, scale)
            assert numbers(glass)[0] == here[0]
    finally:
        glass.dress("light", 1.0)
    assert numbers(glass) == here


def test_a_key_can_go_to_every_paragraph(glass: TouchScreen) -> None:
    glass.show("long")
    for number in (0, 199, 100, 101, 7):
        assert glass.bring(number) == TEXTS[number]
        assert number in numbers(glass)


def test_of_a_thousand_articles_few_are_there_and_the_last_can_be_opened(glass: TouchScreen) -> None:
    glass.show("many")
    seen, most = list(glass.lines()), glass.widgets()
    while glass.scroll(5):
        seen += glass.lines()
        most = max(most, glass.widgets())
    shown = [int(text.split()[1]) for text in dict.fromkeys(seen)]
    assert shown == sorted(shown)
    assert most < MOST_WIDGETS
    glass.tap("Article 999")
    assert (glass.does["moment"], glass.does["article"]) == ("Home", "article-999")


def test_a_key_can_go_to_every_article(glass: TouchScreen) -> None:
    glass.show("many")
    for number in (999, 500, 0):
        assert glass.bring(number).startswith(f"Article {number} ")
        assert any(text.startswith(f"Article {number} ") for text in glass.lines())


def test_the_clock_moves_no_page(glass: TouchScreen) -> None:
    glass.show("many")
    glass.scroll(5)
    before = glass.lines()
    glass.tick()
    assert glass.lines() == before
