"""What this kiosk may have to say: rendered ahead, and kept, and nothing of a visitor's in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.model import BlockKind
from kiosk.session.entry import Entry, entries, entry_at
from kiosk.session.repertoire import FIRST_SENTENCES, repertoire
from tests.fakes import CAUSES, FEET, INTRO, PREVENTION, SLEEP, item, messages, paragraph

TEXTS = messages()


def test_first_come_titles_with_their_first_sentences_and_all_of_the_prevention_advice() -> None:
    long = replace(CAUSES, blocks=(paragraph("Worry does.", "So does pain.", "So does light."),))
    first = repertoire([replace(SLEEP, sections=(INTRO, PREVENTION, long)), FEET], TEXTS).first
    wanted = [
        INTRO.title,
        *INTRO.sentences,
        PREVENTION.title,
        *PREVENTION.sentences,
        CAUSES.title,
        *long.sentences[:FIRST_SENTENCES],
        FEET.sections[0].title,
        *FEET.sections[0].sentences,
    ]
    assert list(first[: len(dict.fromkeys(wanted))]) == list(dict.fromkeys(wanted))


def test_then_entries_are_counted_as_they_are_when_they_are_read() -> None:
    listed = replace(CAUSES, blocks=(item("causes.worry", "Worry."), item("causes.pain", "Pain.")))
    first = repertoire([replace(SLEEP, sections=(PREVENTION, listed))], TEXTS).first
    for number in "12":
        assert TEXTS.text("reading.tip", number=number, count="2") in first
        assert TEXTS.text("reading.entry", number=number, count="2") in first


def test_of_the_screen_s_texts_those_that_are_whole() -> None:
    found = repertoire([SLEEP], TEXTS)
    assert TEXTS.text("urgent.spoken") in found.first
    assert all("{" not in text for text in found.first)
    assert len(set(found.first)) == len(found.first)


def test_kept_may_be_that_and_every_sentence_of_an_article() -> None:
    long = replace(CAUSES, blocks=(paragraph("Worry does.", "So does pain.", "So does light."),))
    found = repertoire([replace(SLEEP, sections=(long,))], TEXTS)
    assert "So does light." not in found.first
    assert found.content == {*found.first, "So does light."}


# ---- entries


@pytest.mark.parametrize(
    ("sentence", "number"), [(None, None), (0, None), (1, None), (2, 1), (3, 1), (4, 2), (5, None), (-1, None)]
)
def test_a_sentence_stands_in_the_entry_that_holds_it(sentence: int | None, number: int | None) -> None:
    found = entry_at(PREVENTION, sentence)
    assert (found and found.number) == number


def test_lists_are_counted_each_by_itself_and_one_of_one_is_none() -> None:
    blocks = (
        item("a", "One."),
        item("b", "Two.", "More of it."),
        paragraph("Between."),
        item("c", "Alone."),
        paragraph("After."),
        item("d", "Three."),
        replace(item("e"), text="", sentences=()),
        item("f", "Four."),
    )
    section = replace(PREVENTION, blocks=blocks)
    assert [(each.number, each.count, each.first) for each in entries(section)] == [
        (1, 2, 0),
        (2, 2, 1),
        (1, 3, 6),
        (3, 3, 7),
    ]
    assert all(isinstance(each, Entry) and each.block.kind is BlockKind.ITEM for each in entries(section))
