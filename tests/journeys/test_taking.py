"""A section goes along on the visitor's phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.events import LibraryChanged
from kiosk.model import Article, Block, BlockKind, Place, Review, Section
from kiosk.session.leaflet import LARGEST, pages, shortened
from kiosk.state import Attract, Home, Playback, Reading, TakeAlong, Urgent
from tests.fakes import FEET, SLEEP, SLEEP_CAUSES, SLEEP_PREVENTION, Visitor, item, messages, paragraph

LONG = Section("long", "Long", tuple(paragraph(f"This is sentence {number}, and it is true.") for number in range(60)))
BOOK = replace(SLEEP, sections=(*SLEEP.sections, LONG))
LONG_PLACE = Place("sleep", "long")


def taker(place: Place = SLEEP_PREVENTION, article: Article = SLEEP) -> Visitor:
    visitor = Visitor(article)
    visitor.kiosk.open_section(place)
    visitor.kiosk.take_along()
    return visitor


def texts(section: Section, article: Article = SLEEP) -> tuple[str, ...]:
    return pages(article, section, messages())


def body(page: str) -> str:
    """Without what stands around it; article and section have the same title here."""
    head, *middle, foot = page.split("\n\n")
    assert head.startswith("From the health kiosk\n")
    assert foot == "Not yet approved by this clinic\n"
    return "\n\n".join(middle)


# ---- the visit


def test_taking_it_along_ends_the_voice_and_back_leads_to_the_section() -> None:
    visitor = Visitor()
    visitor.kiosk.hear(SLEEP_PREVENTION)
    visitor.kiosk.take_along()
    assert visitor.moment == TakeAlong(SLEEP_PREVENTION)
    assert visitor.hears() == []
    visitor.kiosk.go_back()
    assert isinstance(visitor.moment, Reading)
    assert (visitor.moment.place, visitor.moment.playback) == (SLEEP_PREVENTION, Playback.STOPPED)


def test_only_an_open_section_can_be_taken_along() -> None:
    visitor = Visitor()
    visitor.kiosk.take_along()
    visitor.kiosk.turn_page(1)
    assert visitor.moment == Home("sleep")


def test_pages_are_turned_one_by_one_and_nobody_turns_past_the_last() -> None:
    visitor = taker(LONG_PLACE, BOOK)
    last = len(texts(LONG, BOOK)) - 1
    assert last >= 2
    seen = []
    for by in (1, 1, *([1] * last), -1, *([-1] * last)):
        visitor.kiosk.turn_page(by)
        seen.append(visitor.moment.page)  # type: ignore[attr-defined]
    assert seen[:2] == [1, 2]
    assert (max(seen), seen[last + 2], seen[-1]) == (last, last - 1, 0)


def test_who_fetches_their_phone_is_given_more_time_than_others_and_forgotten_in_the_end() -> None:
    visitor = taker()
    visitor.waits(visitor.timing.idle_s + 30)
    assert visitor.state.leaving_at is None
    visitor.waits(visitor.timing.taking_s)
    assert isinstance(visitor.moment, Attract)


def test_help_leads_back_to_the_same_page() -> None:
    visitor = taker(LONG_PLACE, BOOK)
    visitor.kiosk.turn_page(1)
    visitor.kiosk.need_help()
    assert isinstance(visitor.moment, Urgent)
    visitor.kiosk.go_back()
    assert visitor.moment == TakeAlong(LONG_PLACE, 1)


def test_new_words_of_the_section_are_taken_along_from_their_first_page() -> None:
    visitor = taker(LONG_PLACE, BOOK)
    visitor.kiosk.turn_page(2)
    shorter = replace(BOOK, sections=(*SLEEP.sections, replace(LONG, blocks=LONG.blocks[:1])))
    visitor.news(LibraryChanged((shorter,)))
    assert visitor.moment == TakeAlong(LONG_PLACE)
    visitor.kiosk.go_back()
    assert visitor.moment == Reading(LONG_PLACE)


def test_a_section_that_is_gone_leads_home() -> None:
    visitor = taker(SLEEP_CAUSES)
    visitor.news(LibraryChanged((FEET,)))
    assert visitor.moment == Home("feet")


# ---- what the phone gets


def test_a_phone_gets_the_titles_the_text_who_approved_it_and_its_source() -> None:
    approved = replace(
        SLEEP,
        title="Good sleep",
        based_on="The Book of Sleep",
        source_reviewed=date(2024, 5, 6),
        review=Review("Dr. Ada Example", date(2026, 1, 2)),
    )
    assert texts(SLEEP.sections[1], approved) == (
        "From the health kiosk\n"
        "Good sleep\n"
        "How can I sleep better?\n\n"
        "Small habits help. Try one at a time.\n\n"
        "- Keep your room dark. Even small lights can wake you.\n"
        "- Drink no coffee after noon.\n\n"
        "Approved by Dr. Ada Example, 2 January 2026\n"
        "Based on: The Book of Sleep. Last reviewed by its source on 6 May 2024.\n",
    )


def test_each_of_several_pages_says_which_it_is_and_that_nobody_has_approved_it() -> None:
    found = texts(LONG, replace(BOOK, title="Long"))
    for number, page in enumerate(found, start=1):
        assert page.startswith(f"From the health kiosk\nLong ({number} of {len(found)})\n\n")
        assert page.endswith("\n\nNot yet approved by this clinic\n")
        assert body(page).endswith("and it is true.")


def test_an_entry_stays_whole() -> None:
    entries = tuple(item(f"tip.{number}", *[f"Tip {number} has many words in it."] * 9) for number in range(9))
    found = texts(Section("tips", "Sleep", entries))
    assert len(found) > 2
    together = [entry for page in found for entry in body(page).split("\n")]
    assert together == [f"- {entry.text}" for entry in entries]


def test_a_sentence_longer_than_a_page_is_cut_between_words() -> None:
    sentence = " ".join(f"word{number}" for number in range(300)) + "."
    found = texts(Section("long", "Sleep", (paragraph(sentence),)))
    assert " ".join(body(page) for page in found) == sentence


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("wash your hands often", 21, "wash your hands often"),
        ("wash your hands often", 20, "wash your hands…"),
        ("wash your hands often", 16, "wash your…"),
        ("lávate las manos", 16, "lávate las…"),
        ("immunocompromised", 10, "immunoc…"),
        ("洗手洗手洗手", 13, "洗手洗…"),
    ],
)
def test_a_line_that_is_too_long_is_shortened_at_a_word_or_a_letter(text: str, most: int, left: str) -> None:
    assert shortened(text, most) == left
    assert len(left.encode()) <= most


def test_an_empty_section_still_says_what_it_is() -> None:
    assert texts(Section("empty", "Nothing yet", (Block(BlockKind.PARAGRAPH, "", ()),)))[0].count("Nothing yet") == 1


def test_two_hundred_pages_become_many_codes() -> None:
    book = Section(
        "book", "Sleep", tuple(paragraph(*["A sentence like any other, no more."] * 10) for _ in range(1700))
    )
    found = texts(book)
    assert "\n\n".join(map(body, found)).replace("\n\n", " ") == book.text.replace("\n\n", " ")
    assert max(len(page.encode()) for page in found) <= LARGEST


LETTERS = st.text(min_size=1, max_size=30) | st.sampled_from(["e.g.", "🙂" * 300, "x" * 2000, "洗手 " * 400, "4.5"])
BLOCKS = st.builds(
    lambda kind, sentences: Block(kind, " ".join(sentences), tuple(sentences)),
    st.sampled_from(BlockKind),
    st.lists(LETTERS, max_size=6),
)


@given(blocks=st.lists(BLOCKS, max_size=8))
def test_no_letter_is_lost_whatever_is_written(blocks: list[Block]) -> None:
    section = Section("any", "Sleep", tuple(blocks))
    found = texts(section)
    written = [
        f"- {block.text}" if block.kind is BlockKind.ITEM else block.text for block in blocks if block.text.strip()
    ]
    between = [page.split("\n\n", 1)[1].removesuffix("Not yet approved by this clinic\n") for page in found]
    assert "".join("".join(between).split()) == "".join("".join(written).split())
    assert max(len(page.encode()) for page in found) <= LARGEST


@given(title=st.text(max_size=400), source=st.text(max_size=900), by=st.text(max_size=400))
def test_no_title_and_no_source_makes_a_code_too_large(title: str, source: str, by: str) -> None:
    article = replace(BOOK, title=title, based_on=source, review=Review(by, date(2026, 1, 2)))
    for page in texts(replace(LONG, title=title[::-1]), article):
        assert len(page.encode()) <= LARGEST
