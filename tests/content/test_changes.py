"""What a pack would change, word by word: nothing is hidden, and nothing is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.changes import MOST_WORDS, changes, words
from kiosk.model import Article, Block, BlockKind, Review, Section
from kiosk.packs import Fate, SectionChange
from tests.fakes import CAUSES, FEET, INTRO, PREVENTION, SLEEP, item

text = st.text("ab c\u00e4.\n", max_size=30)


@given(text, text)
@settings(max_examples=400, deadline=None)
def test_the_kept_and_the_new_words_are_the_new_text_and_the_kept_and_the_old_ones_the_old(
    before: str, after: str
) -> None:
    runs = list(words(before, after))
    assert "".join(run.text for run in runs if run.fate is not Fate.REMOVED) == after
    assert "".join(run.text for run in runs if run.fate is not Fate.ADDED) == before
    assert all(run.text for run in runs)
    if before == after:
        assert all(run.fate is Fate.SAME for run in runs)


def test_one_changed_figure_stands_out() -> None:
    runs = list(words("Call above 38 degrees.", "Call above 39 degrees."))
    assert [(run.fate, run.text) for run in runs] == [
        (Fate.SAME, "Call above "),
        (Fate.REMOVED, "38 "),
        (Fate.ADDED, "39 "),
        (Fate.SAME, "degrees."),
    ]


def test_an_endless_paragraph_is_shown_as_a_whole() -> None:
    long = "word " * MOST_WORDS
    assert [run.fate for run in words(long, long + "more")] == [Fate.REMOVED, Fate.ADDED]


# ---- articles

blocks = st.builds(
    lambda kind, text: Block(kind, text, (text,)),
    st.sampled_from([BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.SUBHEADING]),
    st.text("ab ", min_size=1, max_size=8),
)
sections = st.lists(
    st.builds(
        Section, st.sampled_from("pqrs"), st.sampled_from(["One", "Two"]), st.lists(blocks, max_size=4).map(tuple)
    ),
    max_size=4,
    unique_by=lambda section: section.id,
)


def seen(section: Section) -> list[tuple[BlockKind, str]]:
    return [(BlockKind.SUBHEADING, section.title), *((block.kind, block.text) for block in section.blocks)]


def shown(change: SectionChange, without: Fate) -> list[str]:
    lines = ["".join(run.text for run in line.words if run.fate is not without) for line in change.lines]
    return [line for line in lines if line]


@given(sections, sections)
@settings(max_examples=300, deadline=None)
def test_every_section_is_told_with_every_line_that_it_had_and_will_have(
    old: list[Section], new: list[Section]
) -> None:
    before, after = replace(SLEEP, sections=tuple(old)), replace(SLEEP, sections=tuple(new))
    [change] = changes({"sleep": before}, [after])
    assert (change.fate is Fate.SAME) == (before == after)
    was, will = {each.id: each for each in old}, {each.id: each for each in new}
    assert {each.section for each in change.sections} == set(was) | set(will)
    for each in change.sections:
        one, other = was.get(each.section), will.get(each.section)
        match each.fate:
            case Fate.SAME:
                assert (one and seen(one)) == (other and seen(other))
            case Fate.ADDED:
                assert one is None
            case Fate.REMOVED:
                assert other is None
        if each.fate is not Fate.SAME:
            assert shown(each, Fate.REMOVED) == ([text for _, text in seen(other)] if other else [])
            assert shown(each, Fate.ADDED) == ([text for _, text in seen(one)] if one else [])


def test_articles_are_added_changed_removed_or_the_same() -> None:
    drier = replace(PREVENTION, blocks=(*PREVENTION.blocks, item("prevent.wine", "Drink no wine.")))
    after = replace(SLEEP, sections=(INTRO, drier))
    new = Article("teeth", "Teeth", "en", (INTRO,))
    found = changes({"sleep": SLEEP, "feet": FEET, "hands": replace(FEET, id="hands")}, [after, new], ["feet", "gone"])
    assert [(each.article, each.fate) for each in found] == [
        ("sleep", Fate.CHANGED),
        ("teeth", Fate.ADDED),
        ("feet", Fate.REMOVED),
    ]
    assert [(each.section, each.fate) for each in found[0].sections] == [
        ("intro", Fate.SAME),
        ("prevention", Fate.CHANGED),
        (CAUSES.id, Fate.REMOVED),
    ]
    assert changes({"sleep": SLEEP}, [SLEEP])[0].fate is Fate.SAME


def test_who_approved_it_before_and_after_is_told() -> None:
    review = Review("Dr Ada Mori", date(2026, 11, 1), "Haematologist")
    [change] = changes({"sleep": SLEEP}, [replace(SLEEP, review=review)])
    assert (change.fate, change.approval_before) == (Fate.CHANGED, "")
    assert change.approval_after == "Dr Ada Mori, Haematologist, 2026-11-01"


def test_what_is_said_of_the_article_as_a_whole_is_told_too() -> None:
    told = replace(SLEEP, aliases=("slumber",), based_on="Sleep Institute", source_reviewed=date(2026, 1, 2))
    [change] = changes({"sleep": SLEEP}, [told])
    [about] = [each for each in change.sections if each.fate is not Fate.SAME]
    assert about.section == ""
    assert shown(about, Fate.REMOVED) == ["Sleep", "slumber", "Sleep Institute", "2026-01-02"]
    assert changes({}, [told])[0].sections[0].section == ""


def test_that_a_source_is_damaged_is_told() -> None:
    whole = replace(CAUSES, source_incomplete=not CAUSES.source_incomplete)
    [change] = changes({"sleep": SLEEP}, [replace(SLEEP, sections=(INTRO, PREVENTION, whole))])
    assert [each.section for each in change.sections if each.fate is Fate.CHANGED] == [CAUSES.id]
