"""The files of example questions, as staff write them: read, or refused with one line that says how to mend them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kiosk.errors import MatchingError
from kiosk.matching.examples import ArticleExamples, GeneralExamples, UrgentExamples, load, load_for, load_urgent
from kiosk.model import About, UrgentGroup
from tests.fakes import SLEEP
from tests.matching.matchers import ASSETS, articles, opened, typed

Kind = Any  # one of the three

BROKEN: dict[str, tuple[Kind, bytes, str]] = {
    "not UTF-8": (ArticleExamples, b'[sections]\nintro = ["caf\xe9"]', "not UTF-8 text (byte 24). Save it as UTF-8."),
    "no TOML": (ArticleExamples, b"[sections]\nintro: what is it", "line 2"),
    "a list that doesn't end": (UrgentExamples, b'[groups]\nfever = ["hot"', "end of document"),
    "a name given twice": (ArticleExamples, b"[items]\na = []\na = []\n", "line 3"),
    "one question without brackets": (ArticleExamples, b'[sections]\nintro = "what"', '["a question", "another"]'),
    "a number for a question": (GeneralExamples, b"clinic = [5]", "clinic"),
    "a table that there isn't": (ArticleExamples, b'[section]\nintro = ["what"]', "in [sections], [items]"),
    "an urgent group that there isn't": (UrgentExamples, b'[groups]\nfevr = ["hot"]', "names in the first: fever, "),
    "a subject that there isn't": (ArticleExamples, b'[not_answered]\ncost = ["how much"]', "clinic, health, unclear"),
    "a line without its table": (UrgentExamples, b'fever = ["hot"]', "[groups]"),
    "lists without end": (ArticleExamples, b"a = " + b"[" * 20_000, "It must hold"),
    "a number without end": (ArticleExamples, b"a = " + b"9" * 5_000, "It must hold"),
    "a name over two lines": (GeneralExamples, b'"a\\nb\\u001b[31m" = 1', "`a b [31m`"),
}


def is_one_clear_line(complaint: str, file: Path) -> None:
    assert complaint.startswith(f"{file}: ")
    assert complaint.isprintable()
    assert complaint.endswith(".")
    assert len(complaint) < len(str(file)) + 600


@pytest.mark.parametrize(("kind", "content", "remedy"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_named_with_what_to_do(tmp_path: Path, kind: Kind, content: bytes, remedy: str) -> None:
    file = tmp_path / "some.questions.toml"
    file.write_bytes(content)
    with pytest.raises(MatchingError) as refusal:
        load(file, kind)
    is_one_clear_line(str(refusal.value), file)
    assert remedy in str(refusal.value)


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(MatchingError) as refusal:
        load(tmp_path, GeneralExamples)
    is_one_clear_line(str(refusal.value), tmp_path)


@pytest.mark.parametrize("kind", [ArticleExamples, GeneralExamples, UrgentExamples])
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text('[]{}"=.\n\\ groupsfeverclinic5', max_size=80).map(str.encode))
@example(content=b"\x00")
@example(content=b"groups = {fever = [[]]}")
def test_any_bytes_are_read_or_refused(tmp_path: Path, kind: Kind, content: bytes) -> None:
    file = tmp_path / "some.toml"
    file.write_bytes(content)
    try:
        assert isinstance(load(file, kind), kind)
    except MatchingError as refusal:
        is_one_clear_line(str(refusal), file)


def test_a_file_as_other_editors_save_it_is_read(tmp_path: Path) -> None:
    """With a mark at its beginning, and line ends of two characters."""
    file = tmp_path / "general.toml"
    file.write_bytes(b'\xef\xbb\xbfclinic = ["where is it"]\r\nunclear = [\r\n"caf\xc3\xa9",\r\n]\r\n')
    assert load(file, GeneralExamples) == GeneralExamples(clinic=("where is it",), unclear=("café",))


@pytest.mark.parametrize("kind", [ArticleExamples, GeneralExamples, UrgentExamples])
def test_where_there_is_no_file_there_are_no_examples(tmp_path: Path, kind: Kind) -> None:
    assert load(tmp_path / "missing" / "none.toml", kind) == kind()


def test_the_examples_that_come_with_the_kiosk_are_whole(caplog: pytest.LogCaptureFixture) -> None:
    urgent = load_urgent(ASSETS / "urgent" / "en.toml")
    assert set(urgent.groups) == set(UrgentGroup)
    for article in articles():
        examples = load_for(article, ASSETS / "articles")
        assert set(examples.sections) == {section.id for section in article.sections}
        assert About.HEALTH in examples.not_answered
    assert caplog.messages == []


def test_questions_for_a_section_that_is_gone_are_told_and_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "sleep.questions.toml"
    file.write_text('[sections]\nprevention = ["tips"]\nprevntion = ["more"]\n[items]\n"prevent.tea" = ["tea"]\n')
    assert load_for(SLEEP, tmp_path).sections["prevention"] == ("tips",)
    (told,) = caplog.messages
    assert told.startswith(f"{file}: ")
    assert "section 'prevntion', entry 'prevent.tea'" in told
    assert typed(opened(None, examples=tmp_path, library=(SLEEP,)), "more tea").place is None


def test_a_kiosk_without_urgent_examples_says_what_it_cannot_do(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "en.toml"
    file.write_text("[groups]\nfever = []\n")
    with caplog.at_level(logging.WARNING):
        assert load_urgent(file).groups == {UrgentGroup.FEVER: ()}
    (told,) = caplog.messages
    assert told.startswith(f"{file} ")
    assert "will not recognise any emergency" in told
