"""Each reason is one line for a nurse: what is wrong, in which file, what to do."""

from __future__ import annotations

import pytest

from kiosk.packs import PackProblem, Refusal
from kiosk.refusals import line
from tests.test_messages import MESSAGES

WITH_DETAIL = "7 of 9"


@pytest.mark.parametrize("problem", PackProblem)
def test_every_reason_is_one_line_that_says_what_to_do(problem: PackProblem) -> None:
    said = line(Refusal(problem, "riverside.kioskpack", "articles/hiccups.md", WITH_DETAIL), MESSAGES)
    assert said.startswith("riverside.kioskpack: articles/hiccups.md: ")
    assert said.isprintable()
    assert said.endswith(".")
    assert said.count(". ") + said.count(": ") >= 3, "what is wrong, and what to do"
    assert len(said) < 240


def test_no_two_reasons_are_told_alike() -> None:
    assert len({line(Refusal(problem, "a"), MESSAGES) for problem in PackProblem}) == len(PackProblem)


@pytest.mark.parametrize("problem", PackProblem)
@pytest.mark.parametrize("hostile", ["a\nb", "\x1b[31mred", "\u202ekcap", "\ud800", "{pack}{0}{", "a\0b", "\u2028"])
def test_no_name_breaks_the_line_or_turns_it_round(problem: PackProblem, hostile: str) -> None:
    said = line(Refusal(problem, hostile, hostile, hostile), MESSAGES)
    assert said.isprintable()
    assert said.encode().decode() == said


def test_a_detail_without_end_is_cut() -> None:
    assert len(line(Refusal(PackProblem.BAD_ARTICLE, "a", detail="x" * 2_000_000), MESSAGES)) < 400
