"""What an article says of itself: who approved it, and what it is based on."""

from __future__ import annotations

from datetime import date

from kiosk.messages import Messages
from kiosk.model import Article
from kiosk.packs import Approval


def warning(article: Article, messages: Messages) -> str:
    """Empty for an approved article: only what is missing is a warning."""
    return "" if article.review else approval(article, messages)


def approval(article: Article, messages: Messages) -> str:
    """Who approved it, or that nobody has."""
    given = article.review
    if given is None:
        return messages.text("article.not_approved")
    if given.role:
        return messages.text("article.approved_with_role", by=given.by, role=given.role, on=day(given.on, messages))
    return messages.text("article.approved", by=given.by, on=day(given.on, messages))


def words_approval(given: Approval | None, messages: Messages) -> str:
    """The same of the clinic's own notices, within a sentence."""
    if given is None:
        return messages.text("staff.not_approved")
    if given.role:
        return messages.text("staff.approved_with_role", by=given.by, role=given.role, on=day(given.on, messages))
    return messages.text("staff.approved", by=given.by, on=day(given.on, messages))


def provenance(article: Article, messages: Messages) -> str:
    lines = []
    if article.based_on:
        lines.append(messages.text("article.source", source=article.based_on))
    if article.source_reviewed:
        lines.append(messages.text("article.source_reviewed", on=day(article.source_reviewed, messages)))
    return " ".join(lines)


def day(value: date, messages: Messages) -> str:
    """27 October 2022: no order of numbers that could be misread."""
    month = messages.text("date.months").split()[value.month - 1]
    return messages.text("date.whole", day=value.day, month=month, year=value.year)
