"""Which moments exist. The session owns one `State`; the window shows it; nobody changes it in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, unique
from math import ceil

from kiosk.events import Ticket
from kiosk.model import (
    About,
    Answer,
    Article,
    HearingProblem,
    Place,
    Question,
    Said,
    Section,
    Suggestion,
    UrgentGroup,
    Utterance,
    base_of,
)
from kiosk.packs import UNKNOWN_YET, ContentStatus, Source
from kiosk.staff_moments import StaffMoment


@unique
class Aloud(StrEnum):
    """The switch on the home screen: when answers are read aloud without a tap on "play"."""

    WHEN_SPOKEN = "when_spoken"
    ALWAYS = "always"
    NEVER = "never"


@unique
class Playback(StrEnum):
    STOPPED = "stopped"
    PLAYING = "playing"
    PAUSED = "paused"
    ENDED = "ended"
    """Everything was read."""


@unique
class AskingPhase(StrEnum):
    OPENING = "opening"
    """The kiosk falls silent and opens the microphone: don't speak yet."""
    LISTENING = "listening"
    WORKING = "working"
    """The microphone is closed; the words are being worked out."""


@unique
class AlertCall(StrEnum):
    """The clinic's own alert command."""

    NONE = "none"
    """No such command is set: this screen calls nobody."""
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@unique
class Look(StrEnum):
    """The colours of the screen."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, slots=True)
class Manner:
    """How every visit begins, whatever the one before has chosen."""

    language: str = "en"
    """BCP 47."""
    volume: int = 4
    look: Look = Look.LIGHT
    text_scale: float = 1.0
    """Times the usual size of letters."""


# ---- moments


@dataclass(frozen=True, slots=True)
class Attract:
    """Nobody is here."""

    page: int = 0
    """Counts up every few seconds; the screen shows one of its texts by it."""


@dataclass(frozen=True, slots=True)
class Home:
    article: str | None
    """None: several articles are installed and one is to be chosen."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Why a section is open: it answers this question."""

    question: Question
    answer: Answer
    sentence: int | None
    """Index of the sentence that answers best, among the section's sentences."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A section is open."""

    place: Place
    at: int | None = None
    """The sentence being read, or from which reading goes on; None: nothing was read yet, or all of it was."""
    playback: Playback = Playback.STOPPED
    ticket: Ticket | None = None
    reply: Reply | None = None
    word: int | None = None
    """Of that sentence, that is being spoken; None: none of it, or the voice doesn't tell."""


@dataclass(frozen=True, slots=True)
class TakeAlong:
    """The section as codes for a phone's camera."""

    place: Place
    page: int = 0
    """Which of the codes is shown."""


@dataclass(frozen=True, slots=True)
class Comfort:
    """Larger letters, other colours, another language, a voice that guides: as this visitor needs it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The visitor speaks."""

    ticket: Ticket
    phase: AskingPhase = AskingPhase.OPENING
    words: str = field(default="", repr=False)
    level: float = 0.0
    """0..1."""
    since: float = 0.0
    """When this phase began, monotonic seconds."""
    prompt: Ticket | None = None
    """Of what is said first to whoever can't see when to speak; the microphone opens behind it."""


@dataclass(frozen=True, slots=True)
class Typing:
    text: str = field(default="", repr=False)
    ticket: Ticket | None = None
    """Of the newest request for suggestions."""
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Thinking:
    question: Question
    ticket: Ticket
    since: float = 0.0
    """Monotonic seconds."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """Did you mean ...?"""

    question: Question
    suggestions: tuple[Suggestion, ...]
    urgent_hint: bool = False


@dataclass(frozen=True, slots=True)
class NoAnswer:
    question: Question
    about: About
    suggestions: tuple[Suggestion, ...] = ()
    urgent_hint: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Listening gave no words."""

    problem: HearingProblem
    failures: int
    """How many tries in a row have failed in this visit, this one included."""
    heard: str = field(default="", repr=False)
    """What was made out, to be mended; empty where nothing was."""


@dataclass(frozen=True, slots=True)
class Urgent:
    group: UrgentGroup | None
    """None: the visitor touched "I need help now"."""
    heard: str = field(repr=False)
    """Empty in the quiet form."""
    since: float
    """Monotonic seconds."""
    chime_at: float | None
    """When the next chime is due, monotonic seconds; None: no (more) chimes."""
    alert: AlertCall = AlertCall.NONE
    alert_ticket: Ticket | None = None
    speaking: Ticket | None = None
    """Of what is being said, so that no chime cuts it short; None: nothing (more) is said."""

    @property
    def is_private(self) -> bool:
        return self.group is not None and self.group.is_private


Moment = (
    Attract
    | Home
    | Reading
    | TakeAlong
    | Comfort
    | Asking
    | Typing
    | Thinking
    | Unsure
    | NoAnswer
    | NotUnderstood
    | Urgent
    | StaffMoment
)


@dataclass(frozen=True, slots=True)
class State:
    """All that the kiosk knows about now. Everything of the visit is gone when the moment is Attract."""

    moment: Moment
    articles: tuple[Article, ...]
    now: float = 0.0
    """Monotonic seconds of the last tick."""
    next_ticket: Ticket = 1
    audible: bool = True
    """Somebody can hear the kiosk speak."""
    hearing: bool = True
    """Somebody can speak to the kiosk."""
    languages: tuple[str, ...] = ("en",)
    """That the kiosk speaks, in the order in which they are offered."""
    usual: Manner = Manner()
    content: ContentStatus = UNKNOWN_YET
    sources: tuple[Source, ...] = ()
    """Sticks that are in now, and watched folders."""
    staffed: bool = False
    """There is a door for staff."""

    # of the visit
    trail: tuple[Moment, ...] = ()
    """Moments to go back to, the newest last."""
    language: str = "en"
    look: Look = Look.LIGHT
    text_scale: float = 1.0
    guided: bool = False
    """A voice tells what the screen shows, and what is touched or chosen by keys."""
    told: tuple[Said | Utterance, ...] = ()
    """What it said last, besides an article's own sentences."""
    holding: bool = False
    """It waits in the middle of that."""
    aloud: Aloud = Aloud.WHEN_SPOKEN
    speed: float = 1.0
    """Times the usual speed of the voice."""
    volume: int = 4
    """1 to 6."""
    touched: float = 0.0
    """When the visitor last did something, monotonic seconds."""
    leaving_at: float | None = None
    """When the visit is forgotten unless somebody touches, monotonic seconds; None: no warning stands."""
    failures: int = 0
    """Tries at speaking in a row that gave no words."""
    staff_open: bool = False
    """The PIN was right in this visit."""
    told_unapproved: bool = False
    """The voice has said in this visit that the text is not yet approved by this clinic."""
    told_expired: frozenset[str] = frozenset()
    """Articles of which it has said so far that they are past their date."""

    @property
    def leaving_s(self) -> int | None:
        """Whole seconds left in the warned time-out; None: no warning stands."""
        return None if self.leaving_at is None else max(0, ceil(self.leaving_at - self.now))

    @property
    def shelf(self) -> tuple[Article, ...]:
        """The articles for who reads this language. What is in none that the kiosk speaks stands with those of the usual one."""
        return self.shelf_of(self.language)

    def shelf_of(self, language: str) -> tuple[Article, ...]:
        usual = base_of(language) == base_of(self.usual.language)
        return tuple(
            article
            for article in self.articles
            if article.is_in(language) or (usual and not any(article.is_in(spoken) for spoken in self.languages))
        )

    @property
    def offered(self) -> tuple[str, ...]:
        """Languages in which there is something to read."""
        return tuple(each for each in self.languages if each == self.usual.language or self.shelf_of(each))

    def article(self, id: str) -> Article | None:
        return next((article for article in self.articles if article.id == id), None)

    def speaks(self, article: str) -> bool:
        """There is a voice for the language of this article."""
        found = self.article(article)
        return found is not None and found.is_in(self.language)

    def section(self, place: Place) -> Section | None:
        article = self.article(place.article)
        return article.section(place.section) if article else None
