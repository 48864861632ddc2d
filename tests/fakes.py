"""Small honest engines for the session, a made-up library, and a visitor whose steps read as sentences.

The engines keep the promises of the rooms' doors, and refuse what a real one could not do: listening while speaking, speaking
while listening, and a ticket used twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import astuple, dataclass, field, replace
from functools import cache
from pathlib import Path

from kiosk.events import Event, Heard, ListeningStarted, Tick, Ticket
from kiosk.messages import Messages
from kiosk.model import (
    Article,
    Block,
    BlockKind,
    Place,
    Question,
    Section,
    Suggestion,
    Transcript,
    UrgentGroup,
    Utterance,
    Way,
)
from kiosk.session import Session, Timing
from kiosk.session.checkup import SENTENCE
from kiosk.state import Manner, State
from tests.fake_examiner import Examiner
from tests.ledger import Ledger

ASSETS = Path(__file__).resolve().parents[1] / "assets"


class ImpossibleError(AssertionError):
    """The session asked a room for something that no room could do."""


@dataclass
class Room:
    """What all rooms share: the tickets given out so far, and what was asked of anyone, in order."""

    tickets: set[Ticket] = field(default_factory=set)
    log: list[str] = field(default_factory=list)
    speaking: bool = False
    listening: bool = False

    def take(self, ticket: Ticket) -> None:
        if ticket in self.tickets:
            raise ImpossibleError(f"ticket {ticket} was given out before")
        self.tickets.add(ticket)


class Voice:
    """Speaking, as far as the session can tell."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.ticket: Ticket | None = None
        self.utterances: tuple[Utterance, ...] = ()
        self.speed, self.gain, self.awake = 1.0, 1.0, False
        self.language = "en"

    def set_language(self, language: str) -> None:
        self.language = language

    def read(self, ticket: Ticket, utterances: tuple[Utterance, ...]) -> None:
        if self._room.listening and [each.text for each in utterances] != [messages(self.language).text(SENTENCE)]:
            raise ImpossibleError("asked to speak while the microphone is open")
        self._room.take(ticket)
        self._room.log.append("read")
        self._room.speaking = True
        self.ticket, self.utterances = ticket, utterances

    def wake(self) -> None:
        self.awake = True

    def set_speed(self, speed: float) -> None:
        self.speed = speed

    def set_volume(self, gain: float) -> None:
        self.gain = gain

    def pause(self) -> None:
        self._room.log.append("pause")

    def resume(self) -> None:
        self._room.log.append("resume")

    def stop(self) -> None:
        self._room.log.append("hush")
        self.concluded()

    def concluded(self) -> None:
        """Everything was said, or can't be."""
        self._room.speaking = False
        self.ticket, self.utterances = None, ()

    @property
    def words(self) -> list[str]:
        """What is being said, in order; empty once hushed."""
        return [utterance.text for utterance in self.utterances]


class Ear:
    """Listening, as far as the session can tell."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.ticket: Ticket | None = None
        self.language = "en"

    def set_language(self, language: str) -> None:
        self.language = language

    def start(self, ticket: Ticket) -> None:
        if self._room.speaking:
            raise ImpossibleError("asked to listen while the kiosk speaks")
        self._room.take(ticket)
        self._room.log.append("listen")
        self._room.listening = True
        self.ticket = ticket

    def finish(self) -> None:
        self._room.log.append("finish")

    def abandon(self) -> None:
        self._room.log.append("abandon")
        self._room.listening = False
        self.ticket = None

    def concluded(self) -> None:
        """The microphone has closed by itself."""
        self._room.listening = False
        self.ticket = None


class Mind:
    """Asking: remembers the questions."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.ticket: Ticket | None = None
        self.question: Question | None = None
        self.near: str | None = None
        self.suggesting: list[tuple[Ticket, str]] = []
        self.overheard: list[tuple[Ticket, str]] = []
        self.language = "en"

    def set_language(self, language: str) -> None:
        self.language = language

    def ask(self, ticket: Ticket, question: Question, near: str | None = None) -> None:
        self._room.take(ticket)
        self._room.log.append("ask")
        self.ticket, self.question, self.near = ticket, question, near

    def suggest(self, ticket: Ticket, text: str) -> None:
        self._room.take(ticket)
        self._room.log.append("suggest")
        self.suggesting.append((ticket, text))

    def overhear(self, ticket: Ticket, text: str) -> None:
        self.overheard.append((ticket, text))


class Bell:
    """Alerting: remembers whom it called for."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.calls: list[tuple[Ticket, UrgentGroup | None]] = []

    def alert(self, ticket: Ticket, group: UrgentGroup | None) -> None:
        self._room.take(ticket)
        self._room.log.append("alert")
        self.calls.append((ticket, group))


class ImportDesk:
    """Importing: one thing at a time, as the real one; remembers what it was asked for."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.ticket: Ticket | None = None
        self.asked: list[tuple[object, ...]] = []
        self.has_pack = False

    def _begin(self, ticket: Ticket, *what: object) -> None:
        self._room.take(ticket)
        self._room.log.append(str(what[0]))
        self.ticket = ticket
        self.asked.append(what)

    def bring(self, ticket: Ticket, pack: Path) -> None:
        self._begin(ticket, "bring", pack)

    def install(self, ticket: Ticket, articles: Collection[str]) -> None:
        if not self.has_pack:
            raise ImpossibleError("asked to install a pack that nobody brought")
        self._begin(ticket, "install", frozenset(articles))

    def forget(self) -> None:
        self._room.log.append("forget")
        self.has_pack = False

    def roll_back(self, ticket: Ticket) -> None:
        self._begin(ticket, "roll back")

    def remove(self, ticket: Ticket, article: str) -> None:
        self._begin(ticket, "remove", article)

    def read_key(self, ticket: Ticket, file: Path) -> None:
        self._begin(ticket, "read key", file)

    def add_key(self, ticket: Ticket, name: str) -> None:
        self._begin(ticket, "add key", name)

    def revoke_key(self, ticket: Ticket, name: str) -> None:
        self._begin(ticket, "revoke key", name)

    def export(self, ticket: Ticket, folder: Path) -> None:
        self._begin(ticket, "export", folder)


class Doorkeeper:
    """Guarding: lets the session ask, and remembers what was typed."""

    def __init__(self, room: Room, *, is_set: bool = True) -> None:
        self._room = room
        self.is_set = is_set
        self.asks = not is_set
        self.ticket: Ticket | None = None
        self.tried: list[str] = []
        self.chosen: list[str] = []

    def ask_once(self) -> None:
        self.asks = False

    def check(self, ticket: Ticket, pin: str) -> None:
        self._room.take(ticket)
        self._room.log.append("check pin")
        self.ticket = ticket
        self.tried.append(pin)

    def choose(self, ticket: Ticket, pin: str) -> None:
        self._room.take(ticket)
        self._room.log.append("choose pin")
        self.ticket = ticket
        self.chosen.append(pin)


# ---- a library


def paragraph(*sentences: str, id: str | None = None, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, " ".join(sentences), sentences, id)


def item(id: str, *sentences: str) -> Block:
    return paragraph(*sentences, id=id, kind=BlockKind.ITEM)


INTRO = Section("intro", "Sleep", (paragraph("Sleep mends the body.", "Most grown-ups need seven hours."),))
PREVENTION = Section(
    "prevention",
    "How can I sleep better?",
    (
        paragraph("Small habits help.", "Try one at a time."),
        item("prevent.light", "Keep your room dark.", "Even small lights can wake you."),
        item("prevent.coffee", "Drink no coffee after noon."),
    ),
)
CAUSES = Section("causes", "What keeps people awake?", (paragraph("Worry does.", "So does pain."),), True)
SLEEP = Article("sleep", "Sleep", "en", (INTRO, PREVENTION, CAUSES))
FEET = Article(
    "feet", "Foot care", "en", (Section("intro", "Foot care", (paragraph("Look at your feet every day."),)),)
)

DORMIR = Article(
    "dormir",
    "Dormir bien",
    "es",
    (
        Section("intro", "Dormir bien", (paragraph("El sueño repara el cuerpo."),)),
        Section("causes", "¿Qué quita el sueño?", (paragraph("Las preocupaciones.", "El dolor también."),)),
    ),
)

SLEEP_INTRO, SLEEP_PREVENTION, SLEEP_CAUSES = (Place("sleep", section.id) for section in SLEEP.sections)
FEET_INTRO = Place("feet", "intro")
NOWHERE = Place("sleep", "torn-out")


def suggestions(*places: Place) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(place, 0.3) for place in places)


def messages(language: str = "en") -> Messages:
    return _texts(language).naming(desk="the front desk", clinic="Our Clinic", emergency_number="the emergency number")


@cache
def _texts(language: str) -> Messages:
    """Read once: a thousand visitors are made up in the tests of what people do in any order."""
    return Messages.load(ASSETS / "messages", language)


# ---- a visitor


class Visitor:
    """Somebody in front of a kiosk. `kiosk` has the verbs of the session; the rest is what the room around it does."""

    def __init__(
        self,
        *articles: Article,
        alerted: bool = False,
        timing: Timing | None = None,
        awake: bool = True,
        staffed: bool = False,
        has_pin: bool = True,
        languages: tuple[str, ...] = ("en",),
        usual: Manner | None = None,
    ) -> None:
        self.room = Room()
        self.voice, self.ear = Voice(self.room), Ear(self.room)
        self.mind, self.bell = Mind(self.room), Bell(self.room)
        self.desk, self.door = ImportDesk(self.room), Doorkeeper(self.room, is_set=has_pin)
        self.ledger = Ledger(self.room.take)
        self.examiner = Examiner(self.room)
        self.timing = timing or Timing()
        self.shown: list[State] = []
        self.kiosk = Session(
            articles or (SLEEP,),
            speaking=self.voice,
            listening=self.ear,
            asking=self.mind,
            alerting=self.bell if alerted else None,
            messages={language: messages(language) for language in languages},
            timing=self.timing,
            usual=usual or Manner(),
            importing=self.desk if staffed else None,
            guarding=self.door if staffed else None,
            counting=self.ledger,
            examining=self.examiner if staffed else None,
            show=self.shown.append,
        )
        self.kiosk.on(Tick(1000.0))
        if awake:
            self.kiosk.wake()

    @property
    def state(self) -> State:
        return self.kiosk.state

    @property
    def words(self) -> str:
        """All that the state holds besides the articles, also what no `repr` shows."""
        return str(astuple(replace(self.state, articles=())))

    @property
    def moment(self) -> object:
        return self.state.moment

    def hears(self) -> list[str]:
        return self.voice.words

    def since(self, mark: int) -> list[str]:
        """What was asked of the rooms after `mark`, a length of the log."""
        return self.room.log[mark:]

    def waits(self, seconds: float) -> None:
        """The clock goes on, tick by tick, as in the room."""
        end = self.state.now + seconds
        while self.state.now < end:
            self.kiosk.on(Tick(min(self.state.now + 1.0, end)))

    def news(self, event: Event) -> None:
        self.kiosk.on(event)


def asks(visitor: Visitor, text: str, way: Way, *, ungated: str = "") -> Visitor:
    """A question on its way to the matcher, as typed or as heard."""
    if way is Way.TYPED:
        visitor.kiosk.ask_by_keyboard()
        visitor.kiosk.type_text(text)
        visitor.kiosk.submit_typed()
        return visitor
    visitor.kiosk.ask_by_voice()
    assert visitor.ear.ticket is not None
    ticket = visitor.ear.ticket
    visitor.news(ListeningStarted(ticket))
    visitor.ear.concluded()
    visitor.news(Heard(ticket, Transcript(text, ungated=ungated)))
    return visitor
