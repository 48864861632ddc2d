"""What staff should see to, on any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.content import article, care
from kiosk.model import Review
from kiosk.packs import Approval, Care, Concern, Installed, Origin
from tests.packs import CLINIC_KEY, STRANGER_KEY
from tests.packs import article as text_of

TODAY = date(2026, 11, 27)
ANA = Approval("Dr Ana Ruiz", "director", date(2026, 11, 1))


def installed(id: str, valid_until: date | None = None, due: date | None = None, approved: bool = True) -> Installed:
    found = article.parse(text_of(id).decode(), f"{id}.md")
    review = Review("Dr Ana Ruiz", date(2026, 5, 3), "haematologist", due) if approved else None
    return Installed(replace(found, review=review), Origin("Clinic", CLINIC_KEY.fingerprint, 3, valid_until))


def told(*there: Installed, today: date = TODAY, **more: object) -> tuple[Concern, ...]:
    return care.concerns(there, **{"revoked": (), "notices": ANA, "today": today, **more})  # type: ignore[arg-type]


def test_of_content_that_is_in_order_nothing_is_told() -> None:
    assert told(installed("hiccups", date(2027, 1, 1), date(2027, 1, 1))) == ()


def test_a_pack_counts_until_the_end_of_its_last_day() -> None:
    last = installed("hiccups", valid_until=TODAY)
    assert care.expired([last], TODAY) == frozenset()
    assert told(last) == ()
    assert care.expired([last], date(2026, 11, 28)) == {"hiccups"}
    assert told(last, today=date(2026, 11, 28)) == (Concern(Care.EXPIRED, "Hiccups"),)


def test_only_the_articles_whose_day_is_over_are_named() -> None:
    there = (installed("hiccups", date(2026, 11, 1)), installed("yawning", date(2027, 1, 1)), installed("itching"))
    assert care.expired(there, TODAY) == {"hiccups"}


def test_a_review_is_overdue_the_day_after_it_was_due() -> None:
    assert told(installed("hiccups", due=TODAY)) == ()
    assert told(installed("hiccups", due=date(2026, 11, 26))) == (Concern(Care.REVIEW_OVERDUE, "Hiccups"),)


def test_each_concern_is_told_and_the_gravest_first() -> None:
    said = told(
        installed("hiccups", date(2026, 1, 1), approved=False),
        installed("yawning", due=date(2026, 1, 1)),
        revoked=(CLINIC_KEY,),
        notices=None,
        clock_is_wrong=True,
        fault="The disk is full.",
        pin_is_set=False,
    )
    assert said == (
        Concern(Care.LIBRARY_FAULT, "The disk is full."),
        Concern(Care.CLOCK_WRONG, "2026-11-27"),
        Concern(Care.EXPIRED, "Hiccups"),
        Concern(Care.SIGNER_REVOKED, "Hiccups"),
        Concern(Care.NOT_APPROVED, "Hiccups"),
        Concern(Care.SIGNER_REVOKED, "Yawning"),
        Concern(Care.REVIEW_OVERDUE, "Yawning"),
        Concern(Care.NOTICES_NOT_APPROVED),
        Concern(Care.NO_PIN),
    )


def test_another_signer_s_revoked_key_is_no_concern() -> None:
    assert told(installed("hiccups"), revoked=(STRANGER_KEY,)) == ()


def test_starters_have_no_signer_to_be_revoked() -> None:
    starter = replace(installed("hiccups"), origin=Origin("starters"))
    assert told(starter, revoked=(CLINIC_KEY,)) == ()
