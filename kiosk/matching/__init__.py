"""Question -> the section that answers it, or "did you mean", or honestly nothing, or urgent.

The *urgent check* looks first, at every reading of the question; it routes to people and never triages. Then the *matcher*
weighs every section by a question's letters (forgiving spelling) and by its meaning (a small sentence encoder), taught by
the article's text and by example questions, and abstains below its lines. It chooses among the article's own sentences; it
never writes one. Without the encoder the letters alone decide. The *asker* does it on a thread of its own.

To change the matcher: one new file, one line in `open_matcher`, the contract tests.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.errors import MatchingError
from kiosk.events import Event, Ticket
from kiosk.model import Answer, Article, Question, Suggestion, UrgentGroup, base_of

if TYPE_CHECKING:
    from kiosk.matching.asker import Asker
    from kiosk.matching.e5 import E5
    from kiosk.matching.encoder import Encoder
    from kiosk.matching.features import AnyEncoder
    from kiosk.matching.urgent import Danger

log = logging.getLogger(__name__)


class Matcher(Protocol):
    """Thread-safe or owned by one thread; deterministic: the same question gets the same answer."""

    name: str
    """`letters+kiosk-minilm-2`."""
    reads_meaning: bool
    """Whether it has an encoder; without one the letters alone decide."""

    def match(
        self,
        question: Question,
        *,
        article: str | None = None,
        after: Question | None = None,
        near: str | None = None,
    ) -> Answer:
        """The answer. `article` limits the search to one article; `after` is the question before this one, for
        "and how do they treat it?"; `near` is the article before the visitor's eyes, meant where nothing names another.
        Never raises on any text; raises MatchingError when the engine broke."""
        ...

    def alarm(self, text: str) -> UrgentGroup | None:
        """What is happening now, to be told from these words alone; None: nothing that is sure. The urgent check by itself,
        quick enough for words that are still being spoken."""
        ...

    def danger(self, readings: Sequence[str], *, is_shown: bool = True) -> Danger:
        """What the urgent check by itself makes of all readings of what was said, by the same lines as `match`. `is_shown`: whether
        visitors see what was understood; what they don't see must be surer."""
        ...

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Sections that fit words still being typed, best first, at most three. No urgent check, no line."""
        ...

    def familiar(self, text: str) -> float:
        """How much of it, 0..1, is of this matcher's language, word by word; one that its examples seldom say counts less."""
        ...

    def in_language(self, language: str) -> Matcher:
        """For questions in this language (BCP 47); itself where it knows but one. The first time it may take seconds."""
        ...

    def open_others(self) -> None:
        """Opens the other languages, which takes seconds. On any thread; nobody else waits for it."""
        ...


class Asking(Protocol):
    """What the session asks of this room. Every call returns at once; news comes by mailbox."""

    def ask(self, ticket: Ticket, question: Question, near: str | None = None) -> None:
        """Posts Answered or MatchingBroke. `near`: the article before the visitor's eyes."""
        ...

    def suggest(self, ticket: Ticket, text: str) -> None:
        """Posts Suggested. Only the newest request is sure to be answered: fingers are faster than thought."""
        ...

    def overhear(self, ticket: Ticket, text: str) -> None:
        """All the words so far of somebody who is still speaking. Posts Answered, urgent, once two tellings in a row alarm;
        else nothing."""
        ...

    def set_language(self, language: str) -> None:
        """What is asked from now on is in this language (BCP 47), until it is set again: its articles answer. Emergencies are heard
        in every language that the kiosk knows."""
        ...


def open_matcher(
    articles: Sequence[Article],
    *,
    encoder: Path | None,
    tokenizer: Path,
    examples: Path,
    general_examples: Path,
    urgent_examples: Path,
    memory: Path | None = None,
    prepared: Sequence[Path] = (),
    brought: Mapping[str, Path] | None = None,
    calm_examples: Sequence[Path] = (),
    answer_at: float | None = None,
    unsure_at: float | None = None,
    urgent_at: float | None = None,
    multilingual: Path | None = None,
    middle: Path | None = None,
    language: str = "en",
) -> Matcher:
    """Takes seconds at the first time, then less: what was made of content is kept in the file `memory`, or came with the kiosk in
    the files `prepared`, or in packs, as the files `brought` (by article).

    `encoder`: its ONNX file, which knows English; None: letters alone. `multilingual`: the file of the one for other languages.
    `examples`: a folder with `<article>.questions.toml` and `<article>.calibration.toml`. `calm_examples`: example questions that
    came with the kiosk, from which the urgent check learns what is none for it; those of `examples` teach it nothing. The lines are
    shares from 0 to 1; None: the matcher's own. Raises MatchingError for files that can't be read; an encoder that can't be loaded
    is told to staff and done without."""
    from kiosk.matching.calibration import load as load_calibration
    from kiosk.matching.examples import ArticleExamples, GeneralExamples, load, load_for, load_urgent
    from kiosk.matching.features import Features
    from kiosk.matching.matcher import SectionMatcher, lines_for

    by_meaning = open_encoder(language, encoder, tokenizer, multilingual, middle)
    usual = lines_for(by_meaning)
    given = {"answer_at": answer_at, "unsure_at": unsure_at, "urgent_at": urgent_at}
    return SectionMatcher(
        articles,
        {article.id: load_for(article, examples) for article in articles},
        load(general_examples, GeneralExamples),
        load_urgent(urgent_examples),
        Features(by_meaning, memory, prepared, brought),
        {article.id: load_calibration(examples / f"{article.id}.calibration.toml") for article in articles},
        replace(usual, **{name: line for name, line in given.items() if line is not None}),
        [text for file in calm_examples for text in load(file, ArticleExamples).every],
    )


def open_encoder(
    language: str, encoder: Path | None, tokenizer: Path, multilingual: Path | None, middle: Path | None
) -> AnyEncoder | None:
    """The one that knows this language; None: it isn't there, which is told to staff where it should be."""
    return _encoder(encoder, tokenizer) if base_of(language) == "en" else _multilingual(multilingual, middle)


def _encoder(model: Path | None, tokenizer: Path) -> Encoder | None:
    """A damaged one narrows the kiosk: emergencies must be seen all the same."""
    from kiosk.matching.encoder import Encoder

    if model is None:
        return None
    try:
        return Encoder(model, tokenizer)
    except MatchingError as error:
        log.error("Questions are matched by their letters alone: %s", error)
        return None


def _multilingual(file: Path | None, middle: Path | None) -> E5 | None:
    from kiosk.matching.e5 import E5

    if file is None or middle is None:
        return None
    try:
        return E5(file, middle)
    except MatchingError as error:
        log.error("Questions are matched by their letters alone: %s", error)
        return None


def everyday_words(tokenizer: Path) -> Callable[[str], bool]:
    """Whether a word, in small letters, is an everyday one: the encoder's tokenizer has it whole."""
    from tokenizers import Tokenizer

    known = Tokenizer.from_file(str(tokenizer))
    return lambda word: known.token_to_id(word) is not None


def open_asker(matcher: Callable[[], Matcher], post: Callable[[Event], object]) -> Asker:
    """`matcher` is called on the thread that will own it, so that nobody waits while it learns."""
    from kiosk.matching.asker import Asker

    return Asker(matcher, post)
