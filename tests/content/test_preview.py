"""The author's page in a browser: every word of the article, its standing, and nothing that a browser would take for its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.preview import page
from kiosk.model import Article, Block, BlockKind, Review, Section
from tests.fakes import ASSETS, CAUSES, SLEEP, item, messages, paragraph


class Read(HTMLParser):
    """What a browser makes of a page: texts by tag, and what it was told to run or fetch."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, "every tag ends where it should"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.texts.append((self._open[-1], data))

    def said(self, tag: str) -> list[str]:
        return [text for each, text in self.texts if each == tag]


def seen(*articles: Article, assets: Path = ASSETS) -> Read:
    return Read(page(articles, messages(), assets))


def test_the_page_holds_every_word_in_the_order_of_the_article() -> None:
    found = seen(SLEEP)
    assert found.said("h1") == ["Sleep"]
    assert found.said("h2") == [section.title for section in SLEEP.sections]
    assert found.said("a") == [section.title for section in SLEEP.sections]
    blocks = [block for section in SLEEP.sections for block in section.blocks]
    assert found.said("p")[1:] == [block.text for block in blocks if block.kind is BlockKind.PARAGRAPH]
    assert found.said("li") == [block.text for block in blocks if block.kind is BlockKind.ITEM]


def test_a_heading_within_a_section_stays_one() -> None:
    section = Section("s", "A section", (Block(BlockKind.SUBHEADING, "At home", ("At home",)), item("i", "Rest.")))
    assert seen(replace(SLEEP, sections=(section,))).said("h3") == ["At home"]


def test_what_nobody_has_approved_says_so_and_what_somebody_has_names_them() -> None:
    texts = messages()
    assert seen(SLEEP).said("p")[0] == texts.text("article.not_approved")
    approved = replace(
        SLEEP, review=Review("Dr Ana Ruiz", date(2026, 5, 3), "haematologist"), based_on="A Book of Sleep"
    )
    found = seen(approved)
    assert found.said("p")[0] == "Approved by Dr Ana Ruiz, haematologist, 3 May 2026", "as the kiosk will say it"
    assert ("p", {"class": "standing approved"}) in found.tags
    assert any("A Book of Sleep" in source for source in found.said("span"))


def test_a_section_that_lost_something_is_marked() -> None:
    lost = [attributes["id"] for tag, attributes in seen(SLEEP).tags if attributes.get("class") == "lost"]
    assert lost == [f"sleep-{CAUSES.id}"]


def test_each_way_in_leads_to_its_section() -> None:
    found = seen(SLEEP)
    ways = [attributes["href"] for tag, attributes in found.tags if tag == "a"]
    assert ways == [f"#{attributes['id']}" for tag, attributes in found.tags if tag == "section"]


def test_no_article_is_an_empty_page_and_not_an_error() -> None:
    assert seen().said("h1") == []


@settings(max_examples=40)
@given(title=st.text(min_size=1, max_size=60), text=st.text(min_size=1, max_size=60))
def test_no_letter_of_an_article_becomes_markup(title: str, text: str) -> None:
    hostile = replace(SLEEP, title=title, sections=(Section("s", title, (paragraph(text),)),))
    tags = [tag for tag, _ in seen(hostile).tags]
    plain = replace(SLEEP, title="a", sections=(Section("s", "a", (paragraph("a"),)),))
    assert tags == [tag for tag, _ in seen(plain).tags]
