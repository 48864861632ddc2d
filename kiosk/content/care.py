"""What staff should see to: decided from what is installed and what day it is. Content is never taken away by a date."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from kiosk.model import Review
from kiosk.packs import Approval, Care, Concern, Installed, Key


def expired(installed: Sequence[Installed], today: date) -> frozenset[str]:
    """Ids of the articles whose pack was to be used until a day that is over."""
    return frozenset(
        each.article.id for each in installed if each.origin.valid_until is not None and each.origin.valid_until < today
    )


def is_due(review: Review, today: date) -> bool:
    """Whoever approved it wanted to look at it again by a day that is over."""
    return review.due is not None and review.due < today


def concerns(
    installed: Sequence[Installed],
    *,
    revoked: Collection[Key],
    notices: Approval | None,
    today: date,
    clock_is_wrong: bool = False,
    fault: str = "",
    pin_is_set: bool = True,
) -> tuple[Concern, ...]:
    """The gravest first."""
    return tuple(_concerns(installed, revoked, notices, today, clock_is_wrong, fault, pin_is_set))


def _concerns(
    installed: Sequence[Installed],
    revoked: Collection[Key],
    notices: Approval | None,
    today: date,
    clock_is_wrong: bool,
    fault: str,
    pin_is_set: bool,
) -> Iterator[Concern]:
    if fault:
        yield Concern(Care.LIBRARY_FAULT, fault)
    if clock_is_wrong:
        yield Concern(Care.CLOCK_WRONG, str(today))
    past = expired(installed, today)
    gone = {key.fingerprint: key.name for key in revoked}
    for each in installed:
        article, origin = each.article, each.origin
        if article.id in past:
            yield Concern(Care.EXPIRED, article.title)
        if origin.fingerprint in gone:
            yield Concern(Care.SIGNER_REVOKED, article.title)
        if article.review is None:
            yield Concern(Care.NOT_APPROVED, article.title)
        elif is_due(article.review, today):
            yield Concern(Care.REVIEW_OVERDUE, article.title)
    if notices is None:
        yield Concern(Care.NOTICES_NOT_APPROVED)
    if not pin_is_set:
        yield Concern(Care.NO_PIN)
