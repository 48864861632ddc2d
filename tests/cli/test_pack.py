"""`pack check | build | keygen | show`: the author's side, as an author types it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli.main import main
from kiosk.content.article import parse
from tests.cli.command import command
from tests.content.manuscripts import ARTICLE, as_docx, as_html, blocks
from tests.packs import members

HICCUPS = """---
title: Hiccups
source_reviewed: 2026-01-01
reviewed_by: Dr Ada Mori
reviewer_role: Haematologist
reviewed: 2026-11-01
review_due: 2027-11-01
---

Hiccups come and go. They harm nobody.

## What can I do against hiccups? {#helps}

Try this:

- Hold your breath. {#helps.breath}
- Drink cold water. {#helps.water}

## Where do hiccups come from? {#causes}

They may come from eating too fast.
"""
QUESTIONS = """[sections]
intro = ["are hiccups bad", "what are hiccups", "do hiccups harm me"]
helps = ["how do i stop hiccups", "what helps against hiccups", "get rid of hiccups"]
causes = ["why do i have hiccups", "what brings on hiccups", "where do hiccups come from"]
"""


class Author:
    """At the keyboard, in a folder with an article and a key."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.article = folder / "hiccups.md"
        self.article.write_text(HICCUPS)
        self.key = folder / "keys" / "riverside.key"
        self._capsys = capsys
        self.says("pack", "keygen", folder / "keys", "--name", "Riverside")

    def types(self, *words: object) -> tuple[int, str, str]:
        code = main(["--home", str(self.home), *map(str, words)])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def says(self, *words: object) -> str:
        code, out, err = self.types(*words)
        assert (code, err) == (0, ""), err
        return out

    def refused(self, *words: object, code: int = 3) -> str:
        ended, _, err = self.types(*words)
        assert (ended, err.count("\n")) == (code, 1), (ended, err)
        return err

    def builds(self, *words: object, out: str = "a.kioskpack") -> Path:
        self.says("pack", "build", *words, "--key", self.key, "-o", self.folder / out)
        return self.folder / out

    def shows(self, pack: Path) -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(self.says("pack", "show", pack, "--json"))
        return shown


@pytest.fixture
def author(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Author:
    return Author(tmp_path, capsys)


# ---- check


def test_a_pasted_page_is_told_section_by_section_with_its_line(author: Author) -> None:
    out = author.says("pack", "check", ARTICLE)
    assert "based on Lamp House, Glimmer Sickness (Lucitis), reviewed there 2022-10-27" in out
    assert "line 64: section what-can-i-do-to-prevent-lucitis: What can I do to prevent lucitis?, 5 list entries" in out
    assert "line 31: left out:" in out
    assert out.rstrip().splitlines()[-1].startswith("  13 sections, ")


def test_for_programs_it_is_told_as_json(author: Author) -> None:
    [told] = json.loads(author.says("pack", "check", ARTICLE, "--json"))
    assert (told["title"], told["source_reviewed"], len(told["sections"])) == (
        "Glimmer Sickness (Lucitis)",
        "2022-10-27",
        13,
    )
    assert [each["items"] for each in told["sections"]].count(5) == 1
    assert {"kind", "weight", "line", "section", "what", "remedy"} == set(told["findings"][0])
    kinds = {each["kind"] for each in told["findings"]}
    assert kinds >= {
        "list_missing", "advertising", "dead_link", "review_old", "unit_slip", "range_gap", "reading_grade",
        "long_sentence", "no_voice", "no_recogniser", "duplicate", "thin", "heading_differs", "unreached",
    }  # fmt: skip


def test_each_section_says_the_same_from_a_web_page_and_from_word(author: Author) -> None:
    (author.folder / "lucitis.html").write_text(as_html(blocks()))
    (author.folder / "lucitis.docx").write_bytes(as_docx(blocks()))
    found = json.loads(
        author.says("pack", "check", ARTICLE, author.folder / "lucitis.html", author.folder / "lucitis.docx", "--json")
    )
    told = [[(each["title"], each["paragraphs"], each["items"]) for each in one["sections"]] for one in found]
    assert told[0] == told[1] == told[2]


def test_fix_writes_a_copy_to_edit_and_never_over_anybodys_work(author: Author) -> None:
    pasted = Path(shutil.copy(ARTICLE, author.folder / "lucitis.txt"))
    assert "Written to be edited" in author.says("pack", "check", pasted, "--fix")
    written = author.folder / "lucitis.md"
    assert len(parse(written.read_text(), "lucitis.md").sections) == 13
    written.write_text("my work")
    assert "move it away first" in author.refused("pack", "check", pasted, "--fix")
    assert written.read_text() == "my work"


def test_what_fix_wrote_says_the_same_as_what_was_pasted(author: Author) -> None:
    pasted = Path(shutil.copy(ARTICLE, author.folder / "lucitis.txt"))
    author.says("pack", "check", pasted, "--fix")
    one, other = (
        json.loads(author.says("pack", "check", file, "--json"))[0] for file in (pasted, pasted.with_suffix(".md"))
    )
    for each in ("title", "based_on", "source_reviewed"):
        assert one[each] == other[each]
    for section, again in zip(one["sections"], other["sections"], strict=True):
        assert {**section, "line": 0} == {**again, "line": 0}


def test_a_preview_shows_every_word_and_says_that_nobody_has_approved_it(author: Author) -> None:
    page = author.folder / "preview.html"
    author.says("pack", "check", ARTICLE, "--preview", page)
    markup = page.read_text()
    assert "Go to bed before ten" in markup
    assert "What can I do to prevent lucitis?" in markup
    assert "http" not in markup, "it needs nothing from anywhere"
    author.says("pack", "check", author.article, "--preview", page)
    assert "Dr Ada Mori" in page.read_text()


def test_examples_that_find_another_section_or_none_are_told(author: Author) -> None:
    (author.folder / "hiccups.questions.toml").write_text(QUESTIONS)
    [told] = json.loads(author.says("pack", "check", author.article, "--json"))
    assert [each for each in told["findings"] if each["kind"] == "unreached"] == []
    (author.folder / "hiccups.questions.toml").write_text(
        '[sections]\nintro = ["what stops hiccups"]\n'
        'helps = ["how do i stop hiccups", "what helps against hiccups", "how can i stop hiccups"]\ngone = ["x"]\n'
    )
    [told] = json.loads(author.says("pack", "check", author.article, "--json"))
    wrong = [each["what"] for each in told["findings"] if each["kind"] == "wrong_section"]
    assert any("'gone'" in each for each in wrong)
    assert any("what stops hiccups" in each for each in wrong)
    assert {each["section"] for each in told["findings"] if each["kind"] == "unreached"} == {"intro", "causes"}


def test_an_example_question_that_is_taken_for_an_emergency_is_told(author: Author) -> None:
    """Whoever asks it at the kiosk is sent to get help: no article changes that."""
    author.article.with_suffix(".questions.toml").write_text(QUESTIONS.replace("are hiccups bad", "I can't breathe"))
    [told] = json.loads(author.says("pack", "check", author.article, "--json"))
    assert ["I can't breathe" in each["what"] for each in told["findings"] if each["kind"] == "alarming"] == [True]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.md", b"---\ntitle: A\n---\n\nText.\n\n## Empty\n\n## Next\n\nMore.\n", "a.md: line 7: error: the section 'Empty'"),
        ("a.html", b"<h1>Hiccups</h1>\n<p>They come.</p>\n<h2>Empty</h2>\n<h2>Next</h2>\n<p>More.</p>", "a.html: line 3: error:"),
        ("a.txt", b"Title\n\nThis is \xff not text.\n", "a.txt: line 3: error: not UTF-8"),
        ("a.docx", b"no Word file", "a.docx: error:"),
        ("a.pdf", b"%PDF", "a.pdf: error: a .pdf file can't be read"),
        ("gone.md", None, "gone.md: error:"),
        ("a.md", b"---\ntitle: A\n---\n\nA snowman \xe6\xb4\x97.\n", "a.md: line 5: error: The screen can't draw"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_with_its_line(
    author: Author, name: str, content: bytes | None, says: str
) -> None:
    file = author.folder / "bad" / name
    file.parent.mkdir()
    if content is not None:
        file.write_bytes(content)
    err = author.refused("pack", "check", file)
    assert err.startswith(says), err
    assert author.refused("pack", "build", file, "--key", author.key, "-o", author.folder / "no.kioskpack") == err
    assert not (author.folder / "no.kioskpack").exists()


def test_a_folder_without_articles_says_what_there_may_be(author: Author) -> None:
    (author.folder / "empty").mkdir()
    assert ".docx" in author.refused("pack", "check", author.folder / "empty")


# ---- build


def test_the_same_article_is_the_same_pack_to_the_byte_wherever_it_lies(author: Author) -> None:
    (author.folder / "hiccups.questions.toml").write_text(QUESTIONS)
    first = author.builds(author.article).read_bytes()
    elsewhere = author.folder / "elsewhere"
    elsewhere.mkdir()
    for file in (author.article, author.folder / "hiccups.questions.toml"):
        os.utime(shutil.copy(file, elsewhere), (0, 0))
    assert author.builds(elsewhere / "hiccups.md", out="b.kioskpack").read_bytes() == first


def test_each_change_counts_the_version_up_and_a_return_counts_it_back(author: Author) -> None:
    pack = author.builds(author.article)
    before = author.article.read_text()
    author.article.write_text(before.replace("cold water", "warm water"))
    again = author.builds(author.article, out="b.kioskpack")
    author.article.write_text(before)
    back = author.builds(author.article, out="c.kioskpack")
    assert [author.shows(each)["content_version"] for each in (pack, again, back)] == [1, 2, 1]
    own = author.builds(author.article, "--content-version", 40, out="d.kioskpack")
    assert author.shows(own)["content_version"] == 40


def test_a_pack_holds_the_article_letter_for_letter_and_what_lies_beside_it(author: Author) -> None:
    (author.folder / "hiccups.questions.toml").write_text(QUESTIONS)
    (author.folder / "hiccups.lexicon.toml").write_text('[words]\n"hiccups" = "hickups"\n')
    pack = author.builds(author.article, "--valid-until", "2027-06-30", "--minimum-kiosk", "0.1.0", "--remove", "cough")
    inside = members(pack.read_bytes())
    assert inside["articles/hiccups.md"] == author.article.read_bytes()
    assert inside["articles/hiccups.questions.toml"] == QUESTIONS.encode()
    assert "articles/hiccups.lexicon.toml" in inside
    assert "articles/hiccups.vectors.npz" in inside, "a weak kiosk needn't make them"
    shown = author.shows(pack)
    assert (shown["valid_until"], shown["minimum_kiosk"], shown["removes"]) == ("2027-06-30", "0.1.0", ["cough"])
    assert shown["articles"] == [
        {"id": "hiccups", "title": "Hiccups", "language": "en", "approved_by": "Dr Ada Mori", "approved_on": "2026-11-01"}
    ]  # fmt: skip
    out = author.says("pack", "show", pack)
    assert "approved by Dr Ada Mori, Haematologist, 2026-11-01" in out
    assert shown["fingerprint"] in out


def test_several_articles_make_one_pack_unless_they_share_an_id(author: Author) -> None:
    folder = author.folder / "articles"
    folder.mkdir()
    (folder / "hiccups.md").write_text(HICCUPS)
    (folder / "yawning.md").write_text(HICCUPS.replace("Hiccups", "Yawning").replace("hiccups", "yawning"))
    assert [each["id"] for each in author.shows(author.builds(folder))["articles"]] == ["hiccups", "yawning"]
    err = author.refused(
        "pack", "build", folder, author.article, "--key", author.key, "-o", author.folder / "b.kioskpack"
    )
    assert "another article's" in err


def test_a_kiosk_that_trusts_its_key_takes_it_and_answers_from_it(author: Author) -> None:
    (author.folder / "hiccups.questions.toml").write_text(QUESTIONS)
    pack = author.builds(author.article)
    author.says("trust", "add", author.key.with_suffix(".pub"))
    author.says("library", "install", pack)
    assert '"hiccups"' in author.says("library", "list", "--json")
    answered = json.loads(author.says("ask", "how do i stop hiccups", "--json"))
    assert answered["suggestions"][0]["article"] == "hiccups" or answered["article"] == "hiccups"


BAD_COMPANIONS: list[tuple[str, str]] = [
    ("questions.toml", "[sections\n"),
    ("questions.toml", "more = 1\n"),
    ("calibration.toml", "slope = nan\n"),
    ("lexicon.toml", '[words]\n"help" = ""\n'),
]


@pytest.mark.parametrize(("kind", "content"), BAD_COMPANIONS)
def test_a_bad_file_beside_it_is_refused_by_name(author: Author, kind: str, content: str) -> None:
    (author.folder / f"hiccups.{kind}").write_text(content)
    err = author.refused("pack", "build", author.article, "--key", author.key, "-o", author.folder / "a.kioskpack")
    assert f"hiccups.{kind}" in err or "hiccups.md" in err


SLIPS: list[tuple[Callable[[Author], list[object]], int, str]] = [
    (lambda at: [at.article, "--key", at.key, "-o", at.folder / "a.zip"], 2, "ends in .kioskpack"),
    (lambda at: ["--key", at.key, "-o", at.folder / "a.kioskpack"], 2, "Name at least one article"),
    (lambda at: [at.article, "--key", at.folder / "gone.key", "-o", at.folder / "a.kioskpack"], 3, "gone.key"),
    (lambda at: [at.article, "--key", at.key.with_suffix(".pub"), "-o", at.folder / "a.kioskpack"], 3, "riverside.pub"),
    (lambda at: [at.article, "--key", at.key, "-o", at.article / "a.kioskpack"], 2, "can't be written"),
    (lambda at: [at.article, "--key", at.key, "--notices", at.article, "-o", at.folder / "a.kioskpack"], 3, "hiccups.md"),
]  # fmt: skip


@pytest.mark.parametrize(("slip", "code", "says"), SLIPS)
def test_a_slip_at_the_keyboard_is_one_clear_line(
    author: Author, slip: Callable[[Author], list[object]], code: int, says: str
) -> None:
    assert says in author.refused("pack", "build", *slip(author), code=code)
    assert not list(author.folder.glob("*.kioskpack"))


@pytest.mark.parametrize(
    "option",
    [("--content-version", "0"), ("--content-version", "x"), ("--valid-until", "soon"), ("--minimum-kiosk", "new")],
)
def test_an_option_that_makes_no_sense_is_named(tmp_path: Path, option: tuple[str, str]) -> None:
    ended = command("pack", "build", "a.md", "--key", "k", "-o", "a.kioskpack", *option, folder=tmp_path)
    assert option[1] in ended.complaint(2)


def test_authors_may_work_on_windows_and_write_the_same_bytes(author: Author) -> None:
    """As near to it as Linux comes (tests/cli/windows.py): not tried on the real thing."""

    def there(*words: object) -> str:
        command = [
            sys.executable,
            str(Path(__file__).with_name("windows.py")),
            "--home",
            str(author.home),
            *map(str, words),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    there("pack", "keygen", author.folder / "other-keys", "--name", "Office")
    assert "13 sections" in there("pack", "check", ARTICLE, "--preview", author.folder / "page.html")
    there("content", "approve", author.article, "--by", "Dr Ada Mori", "--on", "2026-11-01")
    pack = author.folder / "there.kioskpack"
    there("pack", "build", author.article, "--key", author.key, "-o", pack)
    assert pack.read_bytes() == author.builds(author.article).read_bytes()
    assert "Dr Ada Mori" in there("pack", "show", pack)


# ---- keys, and looking in


def test_a_key_is_never_written_over(author: Author) -> None:
    assert "is there already" in author.refused("pack", "keygen", author.folder / "keys", "--name", "Riverside")


def test_show_refuses_what_is_no_pack(author: Author) -> None:
    assert "hiccups.md" in author.refused("pack", "show", author.article)
    assert "gone.kioskpack" in author.refused("pack", "show", author.folder / "gone.kioskpack")
