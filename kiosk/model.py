"""The nouns of the kiosk: frozen values that every room may hold and none may change.

Nothing here opens a file, starts a thread or imports another part of the kiosk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, unique


def base_of(language: str) -> str:
    """`es-MX` is Spanish: `es`. Voices, texts and lessons are there for the language, not for the country."""
    return language.partition("-")[0].lower()


# ---- what the kiosk knows -----------------------------------------------------------------


@unique
class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """One entry of a list."""
    SUBHEADING = "subheading"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list entry or subheading of a section."""

    kind: BlockKind
    text: str
    """As it stands in the article, without markup."""
    sentences: tuple[str, ...]
    """The text cut into sentences; each stands letter for letter in `text`."""
    id: str | None = None
    """`prevent.hand-washing`; None where the author gave none."""


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]
    source_incomplete: bool = False
    """The source is damaged here, and the section says so."""

    @property
    def is_prevention(self) -> bool:
        """Its id tells: `prevention`, `what-can-i-do-to-prevent-it`."""
        return "prevent" in self.id

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence, in reading order. An index into this is how the kiosk says "here"."""
        return tuple(sentence for block in self.blocks for sentence in block.sentences)

    @property
    def text(self) -> str:
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def items(self) -> tuple[Block, ...]:
        """The blocks that carry an id."""
        return tuple(block for block in self.blocks if block.id is not None)

    def first_sentence_of(self, item: str) -> int | None:
        """Index of the first sentence of the block with this id; None when there is no such block."""
        index = 0
        for block in self.blocks:
            if block.id == item:
                return index
            index += len(block.sentences)
        return None


@dataclass(frozen=True, slots=True)
class Review:
    """A named clinician's approval."""

    by: str
    on: date
    role: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    title: str
    language: str
    """BCP 47, `en`."""
    sections: tuple[Section, ...]
    based_on: str | None = None
    source_reviewed: date | None = None
    """When the source's own publisher last reviewed it: not an approval by this clinic."""
    review: Review | None = None
    """None: not yet approved by this clinic."""
    aliases: tuple[str, ...] = ()
    """Other names of the condition."""

    def is_in(self, language: str) -> bool:
        return base_of(self.language) == base_of(language)

    def section(self, id: str) -> Section | None:
        return next((section for section in self.sections if section.id == id), None)

    @property
    def prevention(self) -> Section | None:
        """The section behind "Hear the prevention advice": the one with the id `prevention`, else the first that names it so."""
        return self.section("prevention") or next((each for each in self.sections if each.is_prevention), None)


# ---- questions and answers ----------------------------------------------------------------


@unique
class Way(StrEnum):
    """How a question or a wish reached the kiosk: it decides whether the kiosk answers aloud."""

    TAPPED = "tapped"
    TYPED = "typed"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class Question:
    text: str = field(repr=False)
    """As typed or recognised. What a visitor says is in no `repr`, as that is what ends up in logs and reports."""
    way: Way
    overheard: tuple[str, ...] = field(default=(), repr=False)
    """Other readings of the same sound, likeliest first. They are never shown: an emergency is looked for in each, and an answer
    counts the less, the less they agree with it."""


@unique
class AnswerKind(StrEnum):
    ANSWER = "answer"
    UNSURE = "unsure"
    NO_ANSWER = "no_answer"
    URGENT = "urgent"


@unique
class About(StrEnum):
    """What a question without an answer was about, so that the right people can be named."""

    CLINIC = "clinic"
    HEALTH = "health"
    UNCLEAR = "unclear"


@unique
class UrgentGroup(StrEnum):
    FEVER = "fever"
    BREATHING = "breathing"
    CHEST = "chest"
    STROKE = "stroke"
    BLEEDING = "bleeding"
    CONFUSION = "confusion"
    ALLERGY = "allergy"
    COLLAPSE = "collapse"
    SEIZURE = "seizure"
    CHOKING = "choking"
    OVERDOSE = "overdose"
    PREGNANCY = "pregnancy"
    INFANT = "infant"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    ABSENT_PERSON = "absent_person"
    OTHER = "other"

    @property
    def is_private(self) -> bool:
        """Shown quietly: nothing spoken, no sound, what was heard not shown (DESIGN, decision 5)."""
        return self in (UrgentGroup.SELF_HARM, UrgentGroup.VIOLENCE)


@unique
class Note(StrEnum):
    """Fixed additions to an answer."""

    SOURCE_INCOMPLETE = "source_incomplete"
    OWN_RESULT = "own_result"


@dataclass(frozen=True, slots=True)
class Place:
    """A section of an installed article."""

    article: str
    section: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    place: Place
    confidence: float
    """0..1."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the matcher makes of one question. `place` and `confidence` only with kind ANSWER."""

    kind: AnswerKind
    place: Place | None = None
    item: str | None = None
    """Id of the list entry that answers, where the section is made of entries."""
    passage: str | None = None
    """The sentence or entry that answers best, letter for letter as in the article."""
    confidence: float | None = None
    """0..1."""
    suggestions: tuple[Suggestion, ...] = ()
    """The next best, best first, at most three."""
    urgent_group: UrgentGroup | None = None
    urgent_hint: bool = False
    """Perhaps urgent: a banner above the answer."""
    also: Place | None = None
    """Where a second question in the same breath is answered."""
    notes: tuple[Note, ...] = ()
    about: About | None = None
    """Only with kind NO_ANSWER."""


# ---- sound --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpokenWord:
    text: str = field(repr=False)
    start_ms: float
    end_ms: float


@dataclass(frozen=True, slots=True)
class Clip:
    """Rendered speech or a sound."""

    pcm: bytes = field(repr=False)
    """16-bit signed little-endian mono samples."""
    rate: int
    """Hertz."""
    words: tuple[SpokenWord, ...] = ()
    """In order; empty where the voice gives no word times."""
    stood_in: bool = False
    """Rendered by another voice than the one asked for: not worth keeping."""

    @property
    def duration_s(self) -> float:
        """Seconds."""
        return len(self.pcm) / 2 / self.rate


@dataclass(frozen=True, slots=True)
class Said:
    """A text of assets/messages to be spoken."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    """They may be what a visitor has said."""
    sound: str | None = None
    """Name of a sound that is played first."""
    sentence: int | None = None
    """Of the open section, that this announces."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence to be spoken."""

    text: str = field(repr=False)
    """As shown; empty: nothing is said. The speech room turns it into spoken form. It may be what a visitor has said."""
    sentence: int | None = None
    """Index into the section's sentences, to be highlighted; None for anything else that is said."""
    sound: str | None = None
    """Name of a sound in assets/sounds, without its ending, that is played first."""
    announces: bool = False
    """Said before that sentence ("Tip 3 of 11") and not a part of it."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recogniser made of a stretch of sound."""

    text: str = field(repr=False)
    """Empty: nothing was recognised."""
    alternatives: tuple[str, ...] = field(default=(), repr=False)
    """Other readings, best first; empty where the engine gives none."""
    confidence: float | None = None
    """0..1; None where the engine gives none."""
    ungated: str = field(default="", repr=False)
    """What was heard before the gate for invented words. Only the urgent check may look at it."""
    recognise_ms: float | None = None
    """Milliseconds from the end of the sound to the text."""


@unique
class HearingProblem(StrEnum):
    """Why a try at listening gave no words. None of them is the visitor's fault."""

    NOTHING_HEARD = "nothing_heard"
    NO_WORDS = "no_words"
    """There was sound, but no words could be made out."""
    TOO_QUIET = "too_quiet"
    TOO_LOUD = "too_loud"
    TOO_NOISY = "too_noisy"
    MISHEARD = "misheard"
    """The words that were made out are not what the visitor said."""
    NO_MICROPHONE = "no_microphone"
    ENGINE_FAILED = "engine_failed"


@unique
class Level(StrEnum):
    """How well a part works."""

    GOOD = "good"
    LESS = "less"
    """Works, but narrower than it could."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of `doctor`."""

    name: str
    level: Level
    detail: str
    """What was found."""
    remedy: str = ""
    """What to do; empty when all is well."""
    cause: str = ""
    """Which of its part's troubles this is: names the plain words for staff. Empty: all is well."""
