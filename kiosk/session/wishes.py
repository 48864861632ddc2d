"""What the session wants done by a room. Journeys only wish; `Session` carries it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kiosk.events import Ticket
from kiosk.model import Question, Said, UrgentGroup, Utterance


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
class SetLanguage:
    """Of what is said, heard and matched from now on."""

    language: str


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
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Overhear:
    """Words of a visitor who is still speaking: is something happening now?"""

    ticket: Ticket
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Alert:
    """Run the clinic's own alert command."""

    ticket: Ticket
    group: UrgentGroup | None


@dataclass(frozen=True, slots=True)
class CheckPin:
    ticket: Ticket
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChoosePin:
    ticket: Ticket
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BringPack:
    ticket: Ticket
    pack: Path


@dataclass(frozen=True, slots=True)
class ForgetPack:
    pass


@dataclass(frozen=True, slots=True)
class InstallPack:
    ticket: Ticket
    articles: frozenset[str]


@dataclass(frozen=True, slots=True)
class RollBack:
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class RemoveArticle:
    ticket: Ticket
    article: str


@dataclass(frozen=True, slots=True)
class ReadKey:
    ticket: Ticket
    file: Path


@dataclass(frozen=True, slots=True)
class AddKey:
    ticket: Ticket
    name: str


@dataclass(frozen=True, slots=True)
class RevokeKey:
    ticket: Ticket
    name: str


@dataclass(frozen=True, slots=True)
class Export:
    """Counts and logs onto a stick that is meant for them."""

    ticket: Ticket
    folder: Path


@dataclass(frozen=True, slots=True)
class LookUpCounts:
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Examine:
    """Look at every part of the kiosk."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class EndExamination:
    """Nobody looks any more."""


Errand = (
    CheckPin
    | ChoosePin
    | BringPack
    | ForgetPack
    | InstallPack
    | RollBack
    | RemoveArticle
    | ReadKey
    | AddKey
    | RevokeKey
    | Export
    | Examine
    | EndExamination
)
"""What staff have done, by the import desk, the guard of the PIN or the one who examines."""
Wish = (
    Read
    | Wake
    | SetSpeed
    | SetVolume
    | SetLanguage
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
    | LookUpCounts
    | Errand
)
