"""What can happen to the kiosk without a finger: news from devices, jobs and the clock.

Each piece of news about a request carries the ticket of that request; news with an old ticket is late and is ignored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, unique

from kiosk.model import Answer, Article, HearingProblem, Part, Suggestion, Transcript, Utterance
from kiosk.packs import ContentStatus, Key, Proposal, Refusal, Source
from kiosk.tally import Tallies

Ticket = int
"""Names one request; given out by the session, never twice."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The clock, about once a second."""

    now: float
    """Monotonic seconds."""


# ---- reading aloud


@dataclass(frozen=True, slots=True)
class UtteranceStarted:
    """The loudspeaker has begun this one."""

    ticket: Ticket
    utterance: Utterance


@dataclass(frozen=True, slots=True)
class WordStarted:
    """The listener hears this word of an article's sentence begin."""

    ticket: Ticket
    sentence: int
    """As in the utterance."""
    word: int
    """Counts the words of the sentence, blanks between them."""


@dataclass(frozen=True, slots=True)
class ReadingEnded:
    """Everything asked for was played to its end."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class ReadingBroke:
    """The voice or loudspeaker failed; the text stays on the screen."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class VoiceChanged:
    """Sound can be heard (again), or can't be any more."""

    audible: bool


@dataclass(frozen=True, slots=True)
class HeadphonesChanged:
    """Somebody has put a plug into the jack, or pulled it out."""

    plugged: bool


# ---- listening


@dataclass(frozen=True, slots=True)
class ListeningStarted:
    """The microphone is open: the visitor may speak."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class LevelHeard:
    ticket: Ticket
    level: float
    """0..1 for the meter."""


@dataclass(frozen=True, slots=True)
class WordsHeard:
    """Live words, already gated."""

    ticket: Ticket
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ListeningStopped:
    """The microphone is closed; the last words are being worked out."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Heard:
    ticket: Ticket
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class NotHeard:
    ticket: Ticket
    problem: HearingProblem


@dataclass(frozen=True, slots=True)
class HearingChanged:
    """Speaking to the kiosk is possible (again), or isn't any more."""

    possible: bool


# ---- matching


@dataclass(frozen=True, slots=True)
class Answered:
    ticket: Ticket
    answer: Answer


@dataclass(frozen=True, slots=True)
class Suggested:
    """Sections that fit the words typed so far."""

    ticket: Ticket
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class MatchingBroke:
    ticket: Ticket


# ---- content and staff


@dataclass(frozen=True, slots=True)
class LibraryChanged:
    """Other articles from now on; the matcher already knows them."""

    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class ContentStatusChanged:
    status: ContentStatus


@dataclass(frozen=True, slots=True)
class SourcesChanged:
    """A stick came or went, or a watched folder changed."""

    sources: tuple[Source, ...]


@unique
class ImportStep(StrEnum):
    COPYING = "copying"
    """From the stick to the kiosk's own disk."""
    CHECKING = "checking"
    READING = "reading"
    """Articles are read and laid beside the old ones."""
    LEARNING = "learning"
    """Questions are matched to them: the index."""
    SPEAKING = "speaking"
    """What is heard first is rendered."""


@dataclass(frozen=True, slots=True)
class ImportMoved:
    ticket: Ticket
    step: ImportStep
    done: int
    total: int
    """0: nobody knows."""


@dataclass(frozen=True, slots=True)
class StickFree:
    """The pack is whole on the kiosk's own disk: the stick may be taken out."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class PackReady:
    """Brought, checked, and wanted: staff may look at what it would change."""

    ticket: Ticket
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class PackRefused:
    ticket: Ticket
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class ContentDone:
    """Installed, rolled back, removed, a key added or revoked: what was asked for with this ticket holds."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class ContentFailed:
    """It could not be done, and nothing changed."""

    ticket: Ticket
    line: str
    """What is wrong, where, what to do."""


@dataclass(frozen=True, slots=True)
class KeyRead:
    """A public key from a stick, for staff to compare."""

    ticket: Ticket
    key: Key
    was_revoked: bool = False
    """It counted here once, and was taken away."""


@unique
class PinVerdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    """Too many wrong ones: wait."""
    NOT_SET = "not_set"
    TOO_SIMPLE = "too_simple"
    """1234, 0000, too short: not taken as a new one."""
    TAKEN = "taken"
    """The new one counts from now on."""
    BROKEN = "broken"
    """It could not be read or written."""


@dataclass(frozen=True, slots=True)
class PinJudged:
    ticket: Ticket
    verdict: PinVerdict
    wait_s: float = 0.0
    """Seconds until the next try is looked at."""


@dataclass(frozen=True, slots=True)
class CountsRead:
    """What was counted so far, as far as it may be shown."""

    ticket: Ticket
    tallies: Tallies


@dataclass(frozen=True, slots=True)
class PartExamined:
    """How one part of the kiosk is, as staff have asked."""

    ticket: Ticket
    part: Part


@dataclass(frozen=True, slots=True)
class Examined:
    """All parts were looked at."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class AlertSent:
    """The clinic's own alert command ended."""

    ticket: Ticket
    succeeded: bool


Event = (
    Tick
    | UtteranceStarted
    | WordStarted
    | ReadingEnded
    | ReadingBroke
    | VoiceChanged
    | HeadphonesChanged
    | ListeningStarted
    | LevelHeard
    | WordsHeard
    | ListeningStopped
    | Heard
    | NotHeard
    | HearingChanged
    | Answered
    | Suggested
    | MatchingBroke
    | LibraryChanged
    | ContentStatusChanged
    | SourcesChanged
    | ImportMoved
    | StickFree
    | PackReady
    | PackRefused
    | ContentDone
    | ContentFailed
    | KeyRead
    | PinJudged
    | CountsRead
    | PartExamined
    | Examined
    | AlertSent
)
