"""All that this kiosk may have to say, and what of it is wanted at once when somebody taps. Nothing of a visitor's is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.errors import MessagesError
from kiosk.messages import Messages
from kiosk.model import Article, Section
from kiosk.session.entry import entries
from kiosk.session.reading import entry_key

FIRST_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Repertoire:
    first: tuple[str, ...]
    """To be rendered ahead, the likeliest first."""
    content: frozenset[str]
    """What may be kept: the installed articles and the screen's own texts."""


def repertoire(articles: Sequence[Article], messages: Messages) -> Repertoire:
    sections = [section for article in articles for section in article.sections]
    openings = [text for section in sections for text in _opening(section)]
    announced = [text for section in sections for text in _announcements(section, messages)]
    screen = list(_screen_texts(messages))
    first = dict.fromkeys([*openings, *announced, *screen])
    sentences = (sentence for section in sections for sentence in section.sentences)
    return Repertoire(tuple(first), frozenset((*first, *sentences)))


def _opening(section: Section) -> tuple[str, ...]:
    wanted = section.sentences if section.is_prevention else section.sentences[:FIRST_SENTENCES]
    return (section.title, *wanted)


def _announcements(section: Section, messages: Messages) -> Iterator[str]:
    for entry in entries(section):
        yield messages.text(entry_key(section), number=str(entry.number), count=str(entry.count))


def _screen_texts(messages: Messages) -> Iterator[str]:
    """Those that are whole without a value of the moment."""
    for key in messages.keys():  # noqa: SIM118  not a dict
        try:
            yield messages.text(key)
        except MessagesError:
            continue
