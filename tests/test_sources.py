"""What stands under every article: who answers for it and where it is from, with dates that nobody can read the wrong way round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.model import Review
from kiosk.packs import Approval
from kiosk.sources import approval, day, provenance, warning, words_approval
from tests.fakes import SLEEP, messages

ON = date(2026, 5, 3)
APPROVED = replace(SLEEP, review=Review("Dr Ana Ruiz", ON, "Chief nurse"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_approved_it_is_named_with_what_they_are_and_the_day(language: str) -> None:
    texts = messages(language)
    for said in (approval(APPROVED, texts), words_approval(Approval("Dr Ana Ruiz", "Chief nurse", ON), texts)):
        assert "Dr Ana Ruiz" in said
        assert "Chief nurse" in said
        assert day(ON, texts) in said


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_has_no_role_is_named_without_one(language: str) -> None:
    texts = messages(language)
    article = replace(SLEEP, review=Review("Dr Ana Ruiz", ON))
    for said in (approval(article, texts), words_approval(Approval("Dr Ana Ruiz", "", ON), texts)):
        assert "Dr Ana Ruiz" in said
        assert day(ON, texts) in said
        assert ", ," not in said
        assert "()" not in said


def test_only_what_nobody_has_approved_is_warned_of() -> None:
    texts = messages()
    assert warning(APPROVED, texts) == ""
    assert warning(SLEEP, texts) == approval(SLEEP, texts) == texts.text("article.not_approved")
    assert words_approval(None, texts) == texts.text("staff.not_approved")


def test_where_it_is_from_is_said_as_far_as_it_is_known() -> None:
    texts = messages()
    assert provenance(SLEEP, texts) == ""
    book = replace(SLEEP, based_on="A Book of Sleep")
    assert provenance(book, texts) == texts.text("article.source", source="A Book of Sleep")
    dated = replace(book, source_reviewed=date(2022, 10, 27))
    assert provenance(dated, texts).startswith(provenance(book, texts) + " ")
    assert day(date(2022, 10, 27), texts) in provenance(dated, texts)
    assert provenance(replace(SLEEP, source_reviewed=date(2022, 10, 27)), texts).count("2022") == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_day_names_its_month_in_letters_each_month_by_its_own_name(language: str) -> None:
    written = [day(date(2022, month, 9), messages(language)) for month in range(1, 13)]
    assert len(set(written)) == 12
    assert all("2022" in each and "9" in each and any(letter.isalpha() for letter in each) for each in written)
