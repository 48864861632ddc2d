"""The moments of the staff's journey: the PIN, what is installed, the import desk. `state` counts them among all moments."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, unique
from pathlib import Path

from kiosk.events import ImportStep, PinVerdict, Ticket
from kiosk.model import Part
from kiosk.packs import Key, Proposal, Refusal
from kiosk.tally import Tallies


@unique
class PinStep(StrEnum):
    ENTER = "enter"
    CHOOSE = "choose"
    """The first start, or a new one."""
    CHOOSE_AGAIN = "choose_again"
    """The same once more."""


@dataclass(frozen=True, slots=True)
class StaffPin:
    """Digits are asked for. They stand here alone, and no representation shows them."""

    step: PinStep
    typed: str = field(default="", repr=False)
    chosen: str = field(default="", repr=False)
    """With CHOOSE_AGAIN: what was typed first."""
    ticket: Ticket | None = None
    """A try that is being looked at."""
    verdict: PinVerdict | None = None
    """Of the last try; RIGHT and TAKEN lead on instead."""
    differs: bool = False
    """The second typing was another one: begin again."""
    wait_until: float | None = None
    """No try is looked at before; monotonic seconds."""
    can_skip: bool = False
    """At the first start: later will do, and until then the staff screens stay closed."""


@dataclass(frozen=True, slots=True)
class StaffRoom:
    """What is installed, what needs care, and the ways on."""

    done: str = ""
    """What was just done, as a key of assets/messages under `staff.done`; empty: nothing."""


@dataclass(frozen=True, slots=True)
class PackShelf:
    """What lies on sticks and in watched folders, to choose from: `State.sources`."""


@dataclass(frozen=True, slots=True)
class Bringing:
    """A pack is copied and checked."""

    ticket: Ticket
    pack: Path
    step: ImportStep = ImportStep.COPYING
    done: int = 0
    total: int = 0
    """0: nobody knows."""
    stick_free: bool = False


@dataclass(frozen=True, slots=True)
class PackTurnedAway:
    refusal: Refusal
    stick_free: bool = False


@dataclass(frozen=True, slots=True)
class PackReview:
    """What the pack would change. Staff choose among its articles."""

    proposal: Proposal
    taken: frozenset[str]
    """Ids of the articles (and removals) that are to be installed."""


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """One article of the proposal, section by section, word by word; each section can be heard as it would be read."""

    proposal: Proposal
    article: str
    section: str | None = None
    """That is being heard."""
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Installing:
    """Something is done to the content, the keys or a stick; visitors would go on with the old content, staff see how far it is."""

    ticket: Ticket
    deed: str = "installed"
    """What will be done then, as a key of assets/messages under `staff.done`."""
    step: ImportStep = ImportStep.READING
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class StaffFailed:
    """It could not be done, and nothing has changed."""

    line: str


@dataclass(frozen=True, slots=True)
class KeyOffer:
    """A key from a stick: its fingerprint is compared, by eye or ear, and a name is given."""

    file: Path
    key: Key | None = None
    """None: it is being read."""
    ticket: Ticket | None = None
    was_revoked: bool = False
    """It counted here once, and was taken away."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Whose signature counts."""


@dataclass(frozen=True, slots=True)
class UsageCounts:
    """How the kiosk was used."""

    period: int
    """Days up to today."""
    tallies: Tallies | None = None
    """None: they are being read."""
    ticket: Ticket | None = None


@unique
class Deed(StrEnum):
    """What staff are asked about once more before it is done."""

    ROLL_BACK = "roll_back"
    REMOVE_ARTICLE = "remove_article"
    REVOKE_KEY = "revoke_key"


@dataclass(frozen=True, slots=True)
class Sure:
    deed: Deed
    about: str = ""
    """The article's id, or the key's name."""


@unique
class EchoStep(StrEnum):
    """The kiosk says a sentence and listens to itself."""

    OPENING = "opening"
    """It falls silent and opens the microphone."""
    ROOM = "room"
    """It hears how loud the room is."""
    SPEAKING = "speaking"
    ENDING = "ending"
    """The last of the sound may still be on its way."""
    WORKING = "working"
    """The microphone is closed; the words are being worked out."""


@dataclass(frozen=True, slots=True)
class Echo:
    """Such a test that is under way."""

    listening: Ticket
    speaking: Ticket | None = None
    step: EchoStep = EchoStep.OPENING
    since: float = 0.0
    """When this step began, monotonic seconds."""
    room: float = 0.0
    """The loudest before the voice, 0..1."""
    voice: float = 0.0
    """The loudest since it began to speak, 0..1."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """Every part of the kiosk, whether it works, and what to do."""

    ticket: Ticket
    parts: tuple[Part, ...] = ()
    """Those looked at so far."""
    is_done: bool = False
    echo: Echo | None = None
    """Only staff begin it: it is loud."""
    echoed: str = ""
    """How the last one ended, as a key of assets/messages under `checkup.self-test`; empty: there was none."""


@dataclass(frozen=True, slots=True)
class TouchTest:
    """Targets in the corners, and colours and letters to look at."""

    touched: frozenset[int] = frozenset()


INSIDE = (
    StaffRoom,
    PackShelf,
    Bringing,
    PackTurnedAway,
    PackReview,
    ChangedArticle,
    Installing,
    StaffFailed,
    KeyOffer,
    KeyRing,
    UsageCounts,
    Sure,
    Checkup,
    TouchTest,
)
"""Behind the PIN."""
StaffMoment = (
    StaffPin
    | StaffRoom
    | PackShelf
    | Bringing
    | PackTurnedAway
    | PackReview
    | ChangedArticle
    | Installing
    | StaffFailed
    | KeyOffer
    | KeyRing
    | UsageCounts
    | Sure
    | Checkup
    | TouchTest
)
