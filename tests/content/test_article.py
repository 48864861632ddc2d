"""An article's file becomes an article, or is refused in one line that says what is wrong, where, and what to do."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.content import article
from kiosk.errors import ContentError
from kiosk.model import Article, Block, BlockKind, Review

ASSETS = Path(__file__).resolve().parents[2] / "assets"

WHOLE = """---
id: hay-fever
title: Hay  fever (pollen allergy)
language: en-GB
based_on: A made-up leaflet
source_reviewed: 2024-02-29
reviewed_by: Dr. Ada Example
reviewer_role: allergist
reviewed: 2025-01-31
review_due: 2027-01-31
aliases: [pollen allergy, itchy  nose]
---

Hay fever comes from pollen. It is *not*
a [cold](https://example.org).

## What helps? {#help .source-incomplete}

### At home

Try these:

- Shut the window. Wash your hair. {#help.window}
- Take off `shoes` & coat.
  1. First the shoes. {#help.shoes}

## Does it go away?

No, but it gets better. {#away.no}
"""


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "", "Words.", ""])


def body(*lines: str) -> str:
    """The first of these lines is the file's fifth."""
    return "\n".join(["---", "title: Hay fever", "---", "", *lines, ""])


def read(text: str) -> Article:
    return article.parse(text, "hay-fever.md")


def refusal(text: str) -> str:
    with pytest.raises(ContentError) as refused:
        read(text)
    line = str(refused.value)
    assert line.startswith("hay-fever.md: ")
    assert line.isprintable(), "one line, without control characters"
    assert refused.value.exit_code == 3
    return line


# ---- what is read


def test_the_front_matter_says_whose_words_these_are_and_who_approved_them() -> None:
    whole = read(WHOLE)
    assert (whole.id, whole.title, whole.language) == ("hay-fever", "Hay fever (pollen allergy)", "en-GB")
    assert (whole.based_on, whole.source_reviewed) == ("A made-up leaflet", date(2024, 2, 29))
    assert whole.review == Review("Dr. Ada Example", date(2025, 1, 31), "allergist", date(2027, 1, 31))
    assert whole.aliases == ("pollen allergy", "itchy nose")


def test_every_word_is_in_its_section_without_its_markup() -> None:
    intro, help, away = read(WHOLE).sections
    assert (intro.id, intro.title) == ("intro", "Hay fever (pollen allergy)")
    assert intro.text == "Hay fever comes from pollen. It is not a cold."
    assert intro.sentences == ("Hay fever comes from pollen.", "It is not a cold.")
    assert (help.id, help.title, help.source_incomplete) == ("help", "What helps?", True)
    assert help.blocks == (
        Block(BlockKind.SUBHEADING, "At home", ("At home",)),
        Block(BlockKind.PARAGRAPH, "Try these:", ("Try these:",)),
        Block(
            BlockKind.ITEM, "Shut the window. Wash your hair.", ("Shut the window.", "Wash your hair."), "help.window"
        ),
        Block(BlockKind.ITEM, "Take off shoes & coat.", ("Take off shoes & coat.",)),
        Block(BlockKind.ITEM, "First the shoes.", ("First the shoes.",), "help.shoes"),
    )
    assert (away.id, away.source_incomplete) == ("does-it-go-away", False)
    assert [item.id for item in away.items] == ["away.no"]


def test_a_title_is_enough() -> None:
    plain = read("---\ntitle: Été à l'hôpital\n---\n\n## Why?\n\nBecause.\n")
    assert (plain.id, plain.language, plain.aliases) == ("ete-a-l-hopital", "en", ())
    assert (plain.based_on, plain.source_reviewed, plain.review) == (None, None, None)
    assert [section.id for section in plain.sections] == ["why"], "no words before the first heading: no intro"


def test_a_source_is_what_it_is_based_on_and_a_day_without_a_name_is_the_sources_own() -> None:
    plain = read(front("title: Hay fever", "source: A leaflet", "reviewed: 2024-02-29", "reviewed_by:"))
    assert (plain.based_on, plain.source_reviewed, plain.review) == ("A leaflet", date(2024, 2, 29), None)


def test_lines_of_windows_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "hay-fever.md").write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert article.load(tmp_path / "hay-fever.md") == read(WHOLE)


WORDS = st.lists(st.from_regex(r"[a-z]{1,8}[.,?!]?", fullmatch=True), min_size=1, max_size=6).map(" ".join)
MARKED = st.builds(
    "{}{}{}".format, st.sampled_from(["", "- ", "* ", "1. ", "- *", "**", "### "]), WORDS, st.sampled_from(["", "  "])
)


@given(st.lists(st.one_of(MARKED, st.just("")), max_size=12))
@settings(max_examples=200, deadline=None)
def test_no_word_of_an_article_is_lost(lines: list[str]) -> None:
    with suppress(ContentError):
        text = " ".join(section.text for section in read(body("Start.", *lines)).sections)
        wanted = " ".join(["Start.", *lines]).translate(str.maketrans("", "", "*#-"))
        assert text.replace("*", "").replace("-", "").split() == wanted.replace("1. ", "").split()


# ---- what is refused

BROKEN = {
    "no front matter": ("Words.", "line 1: the front matter must name the article's title"),
    "front matter without an end": ("---\ntitle: Hay fever\n\nWords.", "line 1: the front matter must name"),
    "front matter in TOML": ("+++\ntitle = 'Hay fever'\n+++\n\nWords.", "line 1: the front matter must name"),
    "no title": (front("id: hay-fever"), "line 1: the front matter must name the article's title"),
    "a blank title": (front("title: ' '"), "line 1: the front matter must name the article's title"),
    "bad YAML": (front("id: x", "title: [Hay fever"), "line 3: the front matter is not valid YAML"),
    "an impossible day": (front("title: x", "reviewed: 2022-13-45"), "not valid YAML: month must be in 1..12"),
    "a letter that YAML has not": (front("title: \ufffe"), "not valid YAML: unacceptable character #xfffe"),
    "an alias that may grow": (front("title: &a x", "id: *a"), "aliases (*name) are not allowed"),
    "a tag with a wrong value": (front("title: !!timestamp soon"), "tags (!name) are not allowed"),
    "endless brackets": (front("title: " + "[" * 5000), "not valid YAML"),
    "a key twice": (front("title: x", "reviewed_by: A", "reviewed_by: B"), "line 4: the front matter is not valid YAML: 'reviewed"),
    "a list as front matter": (front("- title"), "line 2: the front matter must be lines like `title: ...`"),
    "a key that is a number": (front("title: x", "7: x"), "line 2: the front matter must be lines like"),
    "an unknown key": (front("title: x", "titel: y"), "the front matter has no key 'titel'; there are: aliases, based_on, id"),
    "a title that is a list": (front("title: [x]"), "title must be one line of text"),
    "a title that is yes": (front("title: yes"), "title must be one line of text"),
    "a day that is none": (front("title: x", "source_reviewed: last year"), "source_reviewed must be a day like 2022-10-27, not"),
    "a reviewer and no day": (front("title: x", "reviewed_by: Dr. A"), "reviewed_by names Dr. A, but `reviewed` names no day"),
    "aliases in one word": (front("title: x", "aliases: pollen"), "aliases must be a list like ["),
    "an alias that is a number": (front("title: x", "aliases: [7]"), "aliases must be a list like ["),
    "an id that is no id": (front("title: x", "id: Hay/Fever"), "id must be small letters, digits and dashes"),
    "a title without a Latin letter": (front("title: Поллиноз"), "id must be small letters, digits and dashes"),
    "no words at all": (body(), "there is no text after the front matter"),
    "a section without words": (body("## Why?", "", "## How?", "", "So."), "line 5: the section 'Why?' has no text"),
    "a section of headings": (body("## Why?", "", "### At home"), "line 5: the section 'Why?' has no text"),
    "a heading without words": (body("## {#why}", "", "So."), "line 5: there are no words here"),
    "an item without words": (body("Do this:", "", "- {#do.this}"), "line 7: there are no words here"),
    "a heading without an id": (body("## ¿?", "", "So."), "line 5: this heading needs an id, like {#causes}"),
    "a heading too high": (body("# Why?", "", "So."), "line 5: sections have headings of two #, their parts of three"),
    "a heading too low": (body("So.", "", "#### Why?"), "line 7: sections have headings of two #, their parts of three"),
    "two sections with one id": (
        body("## Why?", "", "So.", "", "## Why?", "", "So."),
        "line 9: the id 'why' is given twice (first in line 5); write another one, like {#why-2}",
    ),
    "an intro and a section called so": (body("So.", "", "## Intro", "", "So."), "line 7: the id 'intro' is given twice"),
    "two items with one id": (body("- So. {#a}", "", "## How?", "", "- So. {#a}"), "line 9: the id 'a' is given twice"),
    "an item's id that is none": (body("- So. {#Wash Hands}"), "line 5: {#Wash Hands} is not an id like {#wash-your-hands}"),
    "two ids at once": (body("So. {#a #b}"), "line 5: {#a #b} is not an id"),
    "an image": (body("So.", "", "![a hand](hand.png)"), "line 7: an image can't be shown"),
    "HTML among words": (body("Ask <your care team> now."), "line 5: the HTML '<your' can't be shown"),
    "a piece of HTML": (body("<p>So.</p>"), "line 5: a html block can't be shown"),
    "a quotation": (body("> So."), "line 5: a blockquote can't be shown"),
    "a piece of code": (body("So.", "", "    so = 1"), "line 7: a code block can't be shown"),
    "a fence": (body("```", "so", "```"), "line 5: a fence can't be shown"),
    "lists deep in lists": (body(*("  " * depth + "- So." for depth in range(30))), "lists can't lie so deep"),
    "a control character": (body("So.", "S\x07o."), "line 6: holds the control character U+0007"),
    "a letter of nobody's": (body("\ue000"), "line 5: holds the control character U+E000"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_each_kind_of_broken_article_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert reason in refusal(text)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (WHOLE.encode("utf-16"), "not UTF-8 text (byte 0); save it as UTF-8"),
        (b"---\ntitle: caf\xe9\n---\n\nWords.", "not UTF-8 text (byte 14); save it as UTF-8"),
        (b"", "the front matter must name the article's title"),
        (b" " * (article.LARGEST + 1), "larger than 400 kB"),
    ],
    ids=["UTF-16", "Latin-1", "empty", "too large"],
)
def test_a_file_that_holds_no_article_is_refused(tmp_path: Path, raw: bytes, reason: str) -> None:
    (tmp_path / "hay-fever.md").write_bytes(raw)
    with pytest.raises(ContentError, match=r"^hay-fever\.md: ") as refused:
        article.load(tmp_path / "hay-fever.md")
    assert reason in str(refused.value)


def test_a_file_that_is_not_there_or_a_folder_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.md", tmp_path):
        with pytest.raises(ContentError) as refused:
            article.load(path)
        assert str(path) in str(refused.value)


# ---- whatever anybody brings

PIECES = st.sampled_from(
    ["---\n", "title: x\n", "id: ", "aliases: [a]\n", "reviewed: ", "2022-10-27\n",
     "!!int ", "!!binary ", "&a ", "*a ", "? ", "- ", "## ", "{#a}",
     "{#a .b}", "\n\n", "    ", "> ", "`", "```\n", "![", "](", "<b>", "&#0;", "&amp;", "[a]: b\n",
     "|", "\r", "\t", "\x00", "\u2028", "1e999\n", "0x_\n", "<<: "]
)  # fmt: skip
FOREIGN = st.one_of(
    st.binary(max_size=200),
    st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=25).map(lambda parts: "".join(parts).encode()),
    st.builds(
        lambda lines: front("title: x", *lines).encode(), st.lists(st.one_of(PIECES, st.text(max_size=9)), max_size=4)
    ),
    st.builds(
        lambda at, patch: WHOLE.encode()[:at] + patch + WHOLE.encode()[at + len(patch) :],
        st.integers(0, len(WHOLE)),
        st.binary(max_size=9),
    ),
)


@given(FOREIGN)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_foreign_bytes_are_an_article_or_one_line(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "foreign.md").write_bytes(raw)
    found, refused = None, ""
    try:
        found = article.load(tmp_path / "foreign.md")
    except ContentError as error:
        refused = str(error)
    if found is None:
        assert refused.isprintable()
    else:
        assert found.id
        assert found.title
        assert found.sections
        assert all(section.title and all(section.sentences) for section in found.sections)
        assert all(section.text and section.sentences for section in found.sections)


def test_a_section_longer_than_anybody_reads_is_refused_with_what_to_do() -> None:
    with pytest.raises(ContentError, match=r"line 5: the section 'All' has 201 paragraphs.*divide it with headings"):
        read("---\ntitle: Long\n---\n\n## All\n\n" + "\n\n".join(["Rest."] * 201))


def test_an_article_of_two_hundred_pages_is_read_section_by_section() -> None:
    sections = "\n\n".join(f"## Part {n}\n\n" + "\n\n".join(["Wash your hands. Rest."] * 30) for n in range(200))
    assert len(read(f"---\ntitle: Long\n---\n\n{sections}").sections) == 200
