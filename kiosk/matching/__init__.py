"""Question -> the section that answers it, or "did you mean", or honestly nothing, or urgent.

The *urgent check* looks first, at every reading of the question; it routes to people and never triages. Then the *matcher* scores
every section by its words (lexical) and by its meaning (a small sentence encoder), and abstains below its lines. It chooses among
the article's own sentences; it never writes one. The *asker* does it on a thread of its own.

To change the matcher: one new file, one line in `open_matcher`, the contract tests.
"""

from __future__ import annotations

from typing import Protocol

from kiosk.events import Ticket
from kiosk.model import Answer, Question, Suggestion


class Matcher(Protocol):
    """Thread-safe or owned by one thread; deterministic: the same question gets the same answer."""

    name: str
    """`lexical+minilm-l6-int8`."""

    def match(self, question: Question, *, article: str | None = None, after: Question | None = None) -> Answer:
        """The answer. `article` limits the search to one article; `after` is the question before this one, for
        "and how do they treat it?". Never raises on any text; raises MatchingError when the engine broke."""
        ...

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Sections that fit words still being typed, best first, at most three. No urgent check, no line."""
        ...


class Asking(Protocol):
    """What the session asks of this room. Every call returns at once; news comes by mailbox."""

    def ask(self, ticket: Ticket, question: Question) -> None:
        """Posts Answered or MatchingBroke."""
        ...

    def suggest(self, ticket: Ticket, text: str) -> None:
        """Posts Suggested. Only the newest request is sure to be answered: fingers are faster than thought."""
        ...
