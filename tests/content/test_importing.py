"""What authors bring becomes an article: nothing is altered, and nothing is left out without being told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.article import parse
from kiosk.content.importing import Manuscript, markdown, read
from kiosk.content.importing.furniture import day_in, reviewed_on, why_left_out
from kiosk.content.importing.manuscript import Chapter, Part
from kiosk.errors import ContentError
from kiosk.model import BlockKind
from tests.content.manuscripts import ARTICLE, as_docx, as_html, blocks

TITLES = [
    "Glimmer Sickness (Lucitis)",
    "What is glimmer sickness (lucitis)?",
    "Is lucitis a kind of gloom?",
    "Does lucitis lead to gloomia?",
    "Who is affected by glimmer sickness (lucitis)?",
    "What causes lucitis?",
    "What are lucitis symptoms?",
    "How do lamplighters find lucitis?",
    "How do lamplighters treat lucitis?",
    "What can I do to prevent lucitis?",
    "What can I expect if I have lucitis?",
    "When should I call my lamplighter?",
    "A note from Lamp House",
]


@pytest.fixture(params=["txt", "html", "docx"])
def brought(request: pytest.FixtureRequest, tmp_path: Path) -> Manuscript:
    file = tmp_path / f"lucitis.{request.param}"
    match request.param:
        case "txt":
            file.write_bytes(ARTICLE.read_bytes())
        case "html":
            file.write_text(as_html(blocks()), encoding="utf-8")
        case _:
            file.write_bytes(as_docx(blocks()))
    manuscript, text = read(file)
    assert parse(text, "lucitis.md").title == manuscript.title
    return manuscript


def test_its_sections_are_found_whatever_file_they_come_in(brought: Manuscript) -> None:
    assert [chapter.title for chapter in brought.chapters] == TITLES
    assert brought.chapters[0].id == "intro"
    assert len({chapter.id for chapter in brought.chapters}) == 13


def test_its_lists_are_lists(brought: Manuscript) -> None:
    items = {chapter.title: sum(part.kind is BlockKind.ITEM for part in chapter.parts) for chapter in brought.chapters}
    assert {title: count for title, count in items.items() if count} == {TITLES[7]: 2, TITLES[8]: 2, TITLES[9]: 5}
    prevention = brought.chapters[9]
    assert len({part.id for part in prevention.parts if part.kind is BlockKind.ITEM}) == 5, "each can be named"


def test_advertising_and_dead_links_are_left_out_and_told(brought: Manuscript) -> None:
    kept = " ".join(part.text for chapter in brought.chapters for part in chapter.parts)
    for text, why in (
        ("Advertising on our site", "advertising"),
        ("Learn more about", "link"),
        ("Lamp Line", "telephone"),
    ):
        assert text not in kept
        [told] = [each for each in brought.left_out if text in each.text]
        assert why in told.why


def test_its_source_and_review_date_are_recognised(brought: Manuscript) -> None:
    assert brought.source_reviewed == date(2022, 10, 27)
    assert brought.based_on == "Lamp House, Glimmer Sickness (Lucitis)"


def test_damaged_sections_say_so(brought: Manuscript) -> None:
    assert [chapter.title for chapter in brought.chapters if chapter.incomplete] == [TITLES[5], TITLES[6]]


def test_every_word_is_kept_or_told_as_left_out(brought: Manuscript) -> None:
    kept = [word for chapter in brought.chapters for part in chapter.parts for word in part.text.split()]
    titles = [word for chapter in brought.chapters[1:] for word in chapter.title.split()]
    left = [word for each in brought.left_out if each.text != "Menu" for word in each.text.split()]
    everything = [word for _, text in blocks() for word in text.split()]
    assert sorted([*kept, *titles, *left, *brought.title.split()]) == sorted(everything)


# ---- odd files


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.txt", b"", "no text"),
        ("a.txt", b"\xff\xfea\x00", "UTF-16"),
        ("a.txt", b"Title\n\n\xe9t\xe9", "line 3: not UTF-8"),
        ("a.docx", b"PK\3\4 no Word file", "no Word file"),
        ("a.html", b"<script>x</script>", "no text"),
        ("a.pdf", b"%PDF", "can't be read; there are"),
        ("a.md", b"---\ntitle: x\n---\n", "no text after the front matter"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(tmp_path: Path, name: str, raw: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(ContentError, match=says) as refused:
        read(tmp_path / name)
    assert "\n" not in str(refused.value)


@given(
    st.sampled_from(["txt", "html", "docx", "md"]),
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)),
)
@settings(max_examples=200, deadline=None)
def test_no_bytes_raise_anything_else(tmp_path_factory: pytest.TempPathFactory, suffix: str, raw: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / f"any.{suffix}"
    file.write_bytes(raw)
    said = ""
    try:
        read(file)
    except ContentError as refused:
        said = str(refused)
    assert "\n" not in said


# ---- the journey alters nothing

letters = st.characters(categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\u0000")
texts = st.text(letters, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
parts = st.lists(
    st.builds(Part, st.sampled_from([BlockKind.PARAGRAPH, BlockKind.ITEM]), texts, st.just(1)), min_size=1, max_size=5
)
chapters = st.lists(st.tuples(texts, parts), min_size=1, max_size=4)


@given(texts, chapters)
@settings(max_examples=300, deadline=None)
def test_a_manuscript_is_read_from_its_markdown_letter_for_letter(
    title: str, found: list[tuple[str, list[Part]]]
) -> None:
    sections = tuple(Chapter(heading, 1, tuple(texts_), f"s{at}") for at, (heading, texts_) in enumerate(found))
    article = parse(markdown(Manuscript(title, sections, id="any")), "any.md")
    assert article.title == title
    assert [section.title for section in article.sections] == [heading for heading, _ in found]
    for section, (_, said) in zip(article.sections, found, strict=True):
        assert [(block.kind, block.text) for block in section.blocks] == [(part.kind, part.text) for part in said]


plain = (
    st.text("abcdefgh ABC.,äé’", min_size=20, max_size=120)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda t: len(t) > 12)
)


@given(st.lists(plain, min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_a_page_keeps_its_words_in_their_order(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> None:
    folder = tmp_path_factory.getbasetemp()
    found = [
        ("h1", "Title of it"),
        ("h2", "First part"),
        *(("p" if at % 2 else "li", text) for at, text in enumerate(said)),
    ]
    wanted = [word for _, text in found for word in text.split()]
    for suffix, raw in (("html", as_html(found).encode()), ("docx", as_docx(found))):
        (folder / f"words.{suffix}").write_bytes(raw)
        manuscript, _ = read(folder / f"words.{suffix}")
        kept = [
            manuscript.title,
            *(text for c in manuscript.chapters for text in (c.title, *(p.text for p in c.parts))),
        ]
        left = [each.text for each in manuscript.left_out if each.text != "Menu"]
        assert sorted(word for text in (*kept, *left) for word in text.split()) == sorted(wanted)


# ---- judgement


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Last reviewed on 10/27/2022.", date(2022, 10, 27)),
        ("Medically reviewed by Dr A. Jones on 27 October 2022", date(2022, 10, 27)),
        ("Updated: October 27th, 2022", date(2022, 10, 27)),
        ("Reviewed 2022-10-27", date(2022, 10, 27)),
        ("Page last reviewed: 27.10.2022", date(2022, 10, 27)),
        ("Last updated Oct 2022", date(2022, 10, 1)),
        ("Reviewed 27/10/2022", date(2022, 10, 27)),
        (
            "Your doctor reviewed the results of 10/27/2022 with the whole team and then they all went home again happily.",
            None,
        ),
        ("She was born on 10/27/2022", None),
    ],
)
def test_a_review_line_is_told_from_other_dates(text: str, day: date | None) -> None:
    assert reviewed_on(text) == day


@pytest.mark.parametrize(
    "text", ["Policy", "Read more", "Back to top", "Advertisement", "We use cookies now.", "Share this page"]
)
def test_page_furniture_is_seen(text: str) -> None:
    assert why_left_out(text)


@pytest.mark.parametrize(
    "text", ["Wash your hands often.", "Print your name on the label.", "See your friends.", "Rest at home"]
)
def test_advice_is_no_furniture(text: str) -> None:
    assert not why_left_out(text)


def test_impossible_days_are_none() -> None:
    assert day_in("31 February 2022 and 99/99/2022") is None


# ---- pages as they are found


def page(folder: Path, body: str) -> Manuscript:
    file = folder / "page.html"
    file.write_text(f"<html><body><h1>Anemia</h1>{body}</body></html>")
    return read(file)[0]


def outline_of(found: Manuscript) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(each.title, [(str(part.kind), part.text) for part in each.parts]) for each in found.chapters]


def test_bold_lines_are_headings_where_there_are_no_better_ones(tmp_path: Path) -> None:
    body = "<p>Too few red cells.</p><p><b>What helps?</b></p><p>Iron does.</p><p><b>What harms?</b></p><p>Tea may.</p>"
    assert [title for title, _ in outline_of(page(tmp_path, body))] == ["Anemia", "What helps?", "What harms?"]


def test_and_sections_before_the_first_real_heading_and_parts_below_one(tmp_path: Path) -> None:
    body = (
        "<p><strong>What is it?</strong></p><p>Too few red cells.</p><p><b>Who gets it?</b></p><p>Many do.</p>"
        "<h2>What helps?</h2><p><b>At home</b></p><p>Eat <b>iron</b>.</p><p><b>A bold sentence.</b></p><p><b>Last words</b></p>"
    )
    assert outline_of(page(tmp_path, body)) == [
        ("What is it?", [("paragraph", "Too few red cells.")]),
        ("Who gets it?", [("paragraph", "Many do.")]),
        (
            "What helps?",
            [
                ("subheading", "At home"),
                ("paragraph", "Eat iron."),
                ("paragraph", "A bold sentence."),
                ("paragraph", "Last words"),
            ],
        ),
    ]


def test_a_row_of_a_table_is_one_line_to_be_heard(tmp_path: Path) -> None:
    table = (
        "<table><thead><tr><th>Group</th><th>Normal</th><th>Low</th></tr></thead>"
        "<tbody><tr><td>Men</td><td><p>13 to 17</p></td><td>below 13</td></tr>"
        "<tr><td>Women</td><td>12 to 15</td><td>below 12</td></tr>"
    )
    assert outline_of(page(tmp_path, f"<h2>Values</h2>{table}</tbody></table><p>After it.</p>")) == [
        (
            "Values",
            [
                ("paragraph", "Group: Normal; Low"),
                ("item", "Men: 13 to 17; below 13"),
                ("item", "Women: 12 to 15; below 12"),
                ("paragraph", "After it."),
            ],
        )
    ]


def test_a_page_that_is_laid_out_as_a_table_stays_a_page(tmp_path: Path) -> None:
    body = "<table><tr><td><h2>What helps?</h2><ul><li>Iron.</li></ul></td><td><p>One.</p><p>Two.</p></td></tr></table>"
    [(title, parts)] = outline_of(page(tmp_path, body))
    assert title == "What helps?"
    assert parts == [("item", "Iron."), ("paragraph", "One."), ("paragraph", "Two.")]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("<td>Dose</td><td>0.<strong>5</strong> mg</td>", ["Dose: 0.5 mg"]),
        ("<td>leuko<i>penia</i></td><td>few</td>", ["leukopenia: few"]),
        ("<td>Dose:</td><td>5 mg</td>", ["Dose: 5 mg"]),
        ("<td>Count</td><td>4 x 10<sup>9</sup>/L</td>", ["Count: 4 x 10^9/L"]),
        ("<td>Hemoglobin</td><td></td><td>above 17</td>", ["Hemoglobin", "above 17"]),
        ('<td rowspan="2">Adults</td><td>Men</td><td>13</td>', ["Adults", "Men", "13"]),
        ("<td>One</td><td>two<br>three</td>", ["One", "two three"]),
    ],
)
def test_no_figure_in_a_table_becomes_another(tmp_path: Path, row: str, told: list[str]) -> None:
    found = outline_of(page(tmp_path, f"<h2>Values</h2><table><tr>{row}</tr></table>"))
    assert [text for _, text in found[0][1]] == told


def test_a_power_of_ten_stays_one_and_a_footnote_no_power(tmp_path: Path) -> None:
    body = "<h2>Values</h2><p>Less than 10<sup>9</sup>/L on the 2<sup>nd</sup> day, or 10<sup>−3</sup>.</p>"
    assert outline_of(page(tmp_path, body))[0][1] == [("paragraph", "Less than 10^9/L on the 2nd day, or 10^-3.")]
