"""No letter of an article is altered on its way: sealed, carried, brought, checked, staged, installed, read after a fresh start."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content import Library
from kiosk.content.article import parse
from kiosk.content.importing import Manuscript, markdown
from kiosk.content.importing.manuscript import Chapter, Part
from kiosk.content.pack import seal
from kiosk.model import BlockKind
from tests.content.changing import commit
from tests.packs import CLINIC, lying, manifest_of

letters = st.characters(categories=("L", "M", "N", "P", "S", "Zs")).filter(
    lambda letter: unicodedata.bidirectional(letter) not in ("R", "AL", "AN")
)
"""What is written from right to left is refused: the screen can't show it."""
texts = st.text(letters, min_size=1, max_size=80).map(lambda text: " ".join(text.split())).filter(bool)
kinds = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.ITEM])
chapters = st.lists(
    st.tuples(texts, st.lists(st.builds(Part, kinds, texts, st.just(1)), min_size=1, max_size=4)),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journey")


@given(st.text("abcXYZ äßñ", min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool), chapters)
@settings(max_examples=60, deadline=None)
def test_what_the_author_wrote_is_what_the_visitor_reads(
    folder: Path, title: str, found: list[tuple[str, list[Part]]]
) -> None:
    sections = tuple(Chapter(heading, 1, tuple(parts), f"s{at}") for at, (heading, parts) in enumerate(found))
    written = markdown(Manuscript(title, sections, id="any")).encode()
    files = {"articles/any.md": written}
    shutil.rmtree(folder)
    starters = lying(folder / "starters", "cough.md", b"---\nid: cough\ntitle: Cough\n---\n\nIt goes away.\n").parent
    pack = lying(folder / "stick", "any.kioskpack", seal(manifest_of(files), files, CLINIC))

    commit(Library(folder / "library", starters), pack)

    fresh = Library(folder / "library", starters)
    assert (fresh.articles_folder / "any.md").read_bytes() == written
    [article] = [each for each in fresh.articles if each.id == "any"]
    assert article == parse(written.decode(), "any.md")
    assert article.title == title
    assert [section.title for section in article.sections] == [heading for heading, _ in found]
    for section, (_, parts) in zip(article.sections, found, strict=True):
        assert [(block.kind, block.text) for block in section.blocks] == [(part.kind, part.text) for part in parts]
