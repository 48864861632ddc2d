"""What the session wants done by a room. Journeys only wish; `Session` carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.events import Ticket
from kiosk.model import Question, UrgentGroup, Utterance


@dataclass(frozen=True, slots=True)
class Said:
    """A text of assets/messages to be spoken."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    sound: str | None = None
    """Name of a sound that is played first."""
    sentence: int | None = None
    """Of the open section, that this announces."""


@dataclass(frozen=True, slots=True)
class Read:
    ticket: Ticket
    lines: tuple[Utterance | Said, ...]


@dataclass(frozen=True, slots=True)
class Wake:
    """Somebody may soon want to hear something."""


@dataclass(frozen=True, slots=True)
class SetSpeed:
    speed: float
    """1: as the voice speaks."""


@dataclass(frozen=True, slots=True)
class SetVolume:
    gain: float
    """Factor; 1: as the voice speaks."""


@dataclass(frozen=True, slots=True)
class PauseReading:
    pass


@dataclass(frozen=True, slots=True)
class ResumeReading:
    pass


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop every sound at once."""


@dataclass(frozen=True, slots=True)
class Listen:
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class FinishListening:
    """Close the microphone and work out what was said."""


@dataclass(frozen=True, slots=True)
class AbandonListening:
    """Close the microphone and forget what was said."""


@dataclass(frozen=True, slots=True)
class Ask:
    ticket: Ticket
    question: Question
    near: str | None = None
    """The article before the visitor's eyes."""


@dataclass(frozen=True, slots=True)
class Suggest:
    """Which sections fit the words typed so far?"""

    ticket: Ticket
    text: str


@dataclass(frozen=True, slots=True)
class Overhear:
    """Words of a visitor who is still speaking: is something happening now?"""

    ticket: Ticket
    text: str


@dataclass(frozen=True, slots=True)
class Alert:
    """Run the clinic's own alert command."""

    ticket: Ticket
    group: UrgentGroup | None


Wish = (
    Read
    | Wake
    | SetSpeed
    | SetVolume
    | PauseReading
    | ResumeReading
    | Hush
    | Listen
    | FinishListening
    | AbandonListening
    | Ask
    | Suggest
    | Overhear
    | Alert
)
