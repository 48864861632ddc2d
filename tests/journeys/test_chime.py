"""The chime: when it sounds, how long, and that nothing said meanwhile brings it back or takes it away."""

from __future__ import annotations

from kiosk.events import ReadingEnded
from kiosk.model import Utterance
from kiosk.state import Urgent
from tests.fakes import Visitor


def in_need(*, guided: bool = False) -> Visitor:
    visitor = Visitor()
    if guided:
        visitor.kiosk.guide(True)
    visitor.kiosk.need_help()
    return visitor


def spoken_to_the_end(visitor: Visitor) -> None:
    ticket = visitor.voice.ticket
    assert ticket is not None
    visitor.voice.concluded()
    visitor.news(ReadingEnded(ticket))


def chimes_after(visitor: Visitor, seconds: int, *, each_ends: bool = True) -> list[int]:
    """When it has chimed, in seconds since the screen came."""
    found = []
    before = visitor.state.next_ticket
    for _ in range(seconds):
        visitor.waits(1)
        if visitor.state.next_ticket != before:
            assert isinstance(visitor.moment, Urgent)
            found.append(round(visitor.state.now - visitor.moment.since))
            assert visitor.hears() == [""], "a chime has no words"
            if each_ends:
                spoken_to_the_end(visitor)
        before = visitor.state.next_ticket
    return found


def test_it_sounds_a_while_after_the_words_are_over_and_again_and_again() -> None:
    visitor = in_need()
    visitor.waits(4)
    spoken_to_the_end(visitor)
    assert chimes_after(visitor, 40) == [12, 20, 28, 36, 44]


def test_it_ends_before_it_becomes_noise() -> None:
    visitor = in_need()
    visitor.waits(8)
    spoken_to_the_end(visitor)
    assert chimes_after(visitor, 160)[-2:] == [112, 120]


def test_a_voice_that_never_tells_when_it_is_over_holds_back_neither_the_first_nor_the_next() -> None:
    assert chimes_after(in_need(), 50, each_ends=False) == [30, 38, 46]


def test_once_silenced_no_other_words_bring_it_back() -> None:
    visitor = in_need(guided=True)
    visitor.kiosk.silence()
    visitor.kiosk.tell(Utterance("Back"))
    spoken_to_the_end(visitor)
    assert chimes_after(visitor, 60) == []
