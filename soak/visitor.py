"""One visit after the other on the real app: fingers on what can be seen, until they are done or turn away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Protocol

from kiosk.messages import Messages
from kiosk.model import Place
from kiosk.session import Session
from kiosk.staff_moments import (
    ChangedArticle,
    Installing,
    KeyRing,
    PackReview,
    PackShelf,
    PackTurnedAway,
    StaffFailed,
    StaffPin,
    StaffRoom,
    Sure,
)
from kiosk.state import (
    Asking,
    AskingPhase,
    Attract,
    Comfort,
    Home,
    NoAnswer,
    NotUnderstood,
    Playback,
    Reading,
    State,
    TakeAlong,
    Typing,
    Unsure,
    Urgent,
)
from soak.visits import Kind, Visit

Condition = Callable[[State], bool]
Script = Iterator[tuple[str, Condition]]

LOOK_S, KEY_S = 0.45, 0.06
"""Real seconds: nobody touches what they haven't seen (and the kiosk takes no touch of a screen that has only just come)."""
PIN, WRONG = "2580", "7391"
LETTERS = 8
"""Of a question are typed by touch; the rest of a long one comes from a keyboard, at once."""
URGENT = ("my dad cant breathe", "i have chest pain now")
OUTCOMES = (Reading, Unsure, NoAnswer, NotUnderstood, Urgent)


class MissedError(Exception):
    """What the visitor wanted to touch isn't there."""


class Hand(Protocol):
    def tap(self, words: str) -> bool: ...


class Doors(Protocol):
    """What visitors bring about besides touching."""

    def speak(self, visit: Visit) -> None:
        """The question that is said into the microphone when it opens."""

    def bring(self, visit: Visit) -> str:
        """A pack that this kiosk doesn't have lies in the watched folder; its name."""

    def type(self, text: str) -> None:
        """On a real keyboard."""


class Visitor:
    def __init__(self, session: Session, hand: Hand, doors: Doors, visit: Visit) -> None:
        self._session, self._hand, self._doors, self.visit = session, hand, doors, visit
        self._dice = Random(visit.seed)
        self.outcome = ""
        """What came of it: the moment that answered, or what could not be had."""

    @property
    def _texts(self) -> Messages:
        return self._session.messages[self._session.state.language]

    # ---- what they came for

    def script(self) -> Script:
        if self.visit.kind is Kind.HEADPHONES:
            yield "to be guided", lambda s: s.guided
            self.outcome = "guided at once"
            return
        yield from self._wake()
        visit: dict[Kind, Callable[[], Script]] = {
            Kind.TAP: self._taps,
            Kind.LISTEN: self._listens,
            Kind.TYPE: self._types,
            Kind.SPEAK: self._speaks,
            Kind.COMFORT: self._makes_it_easier,
            Kind.GUIDE: self._is_guided,
            Kind.TAKE: self._takes_along,
            Kind.URGENT: self._needs_help,
            Kind.STAFF: self._brings_content,
            Kind.STRAY: self._strays,
            Kind.STICK: self._brings_content,
        }
        yield from visit[self.visit.kind]()

    def _wake(self) -> Script:
        yield from self._look()
        starts = self._session.messages[self.visit.language].text("attract.start")
        if not isinstance(self._session.state.moment, Attract) or not self._hand.tap(starts):
            state = self._session.state
            raise MissedError(
                f"{starts!r} to begin with at {type(state.moment).__name__} in {', '.join(state.offered)}"
            )
        yield "home", is_(Home)

    def _taps(self) -> Script:
        for _ in range(self._dice.randint(1, 4)):
            yield from self._open_some_section()
            for _ in range(self._dice.randint(0, 3)):
                yield from self._tap_if_there(self._dice.choice(("reading.next", "reading.next_part", "reading.play")))
            yield from self._tap("nav.home")
            yield "home", is_(Home)
        self.outcome = "read"

    def _listens(self) -> Script:
        yield from self._tap("home.hear_prevention")
        yield "a sentence being spoken", reads_sentence(1)
        if self._session.state.audible:
            self.outcome = "heard"
        for key in self._dice.sample(("reading.faster", "reading.louder", "reading.next", "reading.say_again"), 2):
            yield from self._tap_if_there(key)
        yield from self._tap_if_there("reading.pause")
        yield from self._tap_if_there("reading.resume")
        if self._dice.random() < 0.4:
            yield "all of it read", lambda s: isinstance(s.moment, Reading) and s.moment.playback is Playback.ENDED

    def _types(self) -> Script:
        yield from self._tap("nav.ask_by_keyboard")
        yield "the keyboard", is_(Typing)
        yield from self._keys(f"{self.visit.question} {self.visit.canary}")
        yield from self._tap("typing.find")
        yield "an answer", is_(*OUTCOMES)
        self.outcome = type(self._session.state.moment).__name__
        yield from self._look()

    def _speaks(self) -> Script:
        self._doors.speak(self.visit)
        yield from self._look()
        if not self._hand.tap(self._texts.text("nav.ask_by_voice")):
            self.outcome = "no microphone"
            yield from self._types()
            return
        yield "the microphone", lambda s: not isinstance(s.moment, Asking) or s.moment.phase is AskingPhase.LISTENING
        yield "an answer", lambda s: isinstance(s.moment, OUTCOMES)
        now = self._session.state.moment
        self.outcome = f"NotUnderstood: {now.problem}" if isinstance(now, NotUnderstood) else type(now).__name__
        yield from self._look()

    def _makes_it_easier(self) -> Script:
        yield from self._tap("nav.comfort")
        yield "the choices", is_(Comfort)
        for _ in range(self._dice.randint(1, 3)):
            languages = [each.text("attract.language") for each in self._session.messages.values()]
            looks = [self._texts.text(f"comfort.{look}") for look in ("light", "dark", "high_contrast")]
            chosen = self._dice.choice([*looks, *languages, "100%", "130%", "200%"])
            yield from self._look()
            self._hand.tap(chosen)
        yield from self._tap_if_there("comfort.done")
        yield "home", is_(Home)
        yield from self._open_some_section()
        self.outcome = "made easier"

    def _is_guided(self) -> Script:
        yield from self._tap("nav.comfort")
        yield "the choices", is_(Comfort)
        yield from self._tap("comfort.guide_on")
        yield "the guide", lambda s: s.guided
        for key in ("guide.next", "guide.again", "guide.next", "guide.choose"):
            yield from self._tap_if_there(key)
        self._session.ask_by_keyboard()  # a guided finger needs two touches a key
        yield "the keyboard", is_(Typing)
        self._doors.type(self.visit.canary)
        yield "what was typed", lambda s: isinstance(s.moment, Typing) and self.visit.canary in s.moment.text
        yield from self._tap_if_there("guide.again")
        self.outcome = "guided"

    def _takes_along(self) -> Script:
        yield from self._open_some_section()
        yield from self._tap_if_there("take_along.open")
        yield "the square", is_(TakeAlong, Reading)
        yield from self._tap_if_there("take_along.next")
        self.outcome = "taken along"

    def _needs_help(self) -> Script:
        if self._dice.random() < 0.5:
            yield from self._tap("nav.help_now")
        else:
            yield from self._tap("nav.ask_by_keyboard")
            yield "the keyboard", is_(Typing)
            yield from self._keys(f"{self._dice.choice(URGENT)} {self.visit.canary}")
            yield from self._tap("typing.find")
        yield "help", is_(Urgent, *OUTCOMES)
        self.outcome = type(self._session.state.moment).__name__
        yield from self._tap_if_there("urgent.silence")

    def _brings_content(self) -> Script:
        name = self._doors.bring(self.visit)
        yield from self._enter(PIN)
        yield "the staff's room", is_(StaffRoom)
        yield "the pack to be noticed", lambda s: any(pack.stem == name for each in s.sources for pack in each.packs)
        yield from self._tap("staff.bring")
        yield "the shelf", is_(PackShelf)
        yield from self._look()
        self._press(name)
        yield "what the pack changes", is_(PackReview, PackTurnedAway, StaffFailed)
        if isinstance(self._session.state.moment, PackReview):
            yield from self._review()
        self.outcome = type(self._session.state.moment).__name__
        yield from self._tap_if_there("import.turned_away.on")
        yield "the room again", is_(StaffRoom, PackShelf)

    def _review(self) -> Script:
        if self._dice.random() < 0.5:
            yield from self._tap_if_there("import.changes")
            if isinstance(self._session.state.moment, ChangedArticle):  # else it was further down than can be seen
                yield from self._tap_if_there("import.hear")
                yield from self._tap("nav.back")
                yield "the pack again", is_(PackReview)
        yield from self._tap("import.install_one")
        yield "it done", is_(StaffRoom, StaffFailed, PackTurnedAway)
        if isinstance(self._session.state.moment, StaffRoom) and self._dice.random() < 0.3:
            yield from self._undo()

    def _undo(self) -> Script:
        yield from self._look()
        if self._hand.tap(self._texts.text("staff.undo")):
            yield "to be asked once more", is_(Sure)
            yield from self._tap("staff.sure.roll_back_yes")
            yield "it undone", lambda s: not isinstance(s.moment, Sure | Installing)
        yield from self._tap_if_there("staff.keys")
        if isinstance(self._session.state.moment, KeyRing):
            yield from self._tap_if_there("nav.back")

    def _strays(self) -> Script:
        yield from self._enter(WRONG)
        yield "a refusal", lambda s: isinstance(s.moment, StaffPin) and s.moment.verdict is not None
        self.outcome = "kept out"
        yield from self._tap_if_there("nav.back")

    # ---- fingers

    def _enter(self, pin: str) -> Script:
        yield from self._tap_if_there("nav.finish")
        yield "nobody, and the door", is_(Attract, Home)
        yield from self._look()
        self._session.open_staff()  # the door tells news: its words are never the same
        yield "the door", is_(StaffPin)
        yield "patience", lambda s: not isinstance(s.moment, StaffPin) or s.now >= (s.moment.wait_until or 0.0)
        yield from self._look()
        for digit in pin:
            self._press(digit)
            yield "a finger's pace", after(KEY_S)
        yield from self._tap("staff.pin.ok")

    def _open_some_section(self) -> Script:
        yield from self._look()
        state = self._session.state
        articles = state.shelf
        if isinstance(state.moment, Home) and state.moment.article is None and articles:
            self._press(self._dice.choice(articles).title)
            yield from self._look()
        article = self._dice.choice(articles)
        section = self._dice.choice(article.sections)
        title = self._texts.text("home.first_section") if section.id == "intro" else section.title
        self._hand.tap(title)
        opened, waited = is_(Reading), after(LOOK_S)
        yield "a section", lambda s: opened(s) or waited(s)
        if not isinstance(self._session.state.moment, Reading):  # in large letters it is further down than can be seen
            self._session.open_section(Place(article.id, section.id))
        yield "a section", opened

    def _keys(self, text: str) -> Script:
        yield from self._look()
        for letter in text[:LETTERS]:
            self._press(self._texts.text("typing.space") if letter == " " else letter)
            yield "a finger's pace", after(KEY_S)
        self._doors.type(text[LETTERS:])
        yield "the words", lambda s: not isinstance(s.moment, Typing) or bool(s.moment.text.strip())

    def _look(self) -> Script:
        yield "a look at the screen", after(LOOK_S)

    def _tap(self, key: str) -> Script:
        yield from self._look()
        self._press(self._texts.text(key))

    def _tap_if_there(self, key: str) -> Script:
        yield from self._look()
        self._hand.tap(self._texts.text(key))

    def _press(self, words: str) -> None:
        if not self._hand.tap(words):
            raise MissedError(f"{words!r} at {type(self._session.state.moment).__name__}")


def after(seconds: float) -> Condition:
    due = time.monotonic() + seconds
    return lambda _: time.monotonic() >= due


def is_(*moments: type) -> Condition:
    return lambda state: isinstance(state.moment, moments)


def reads_sentence(index: int) -> Condition:
    """This sentence or a later one is read, or was."""

    def reads(state: State) -> bool:
        now = state.moment
        return isinstance(now, Reading) and ((now.at or 0) >= index or now.playback is Playback.ENDED)

    return reads


def is_clean(state: State) -> list[str]:
    """Names of fields in which something of the visit is left. `state`: at rest."""
    usual = state.usual
    fresh = State(
        moment=state.moment,
        articles=state.articles,
        language=usual.language,
        look=usual.look,
        text_scale=usual.text_scale,
        volume=usual.volume,
    )
    of_the_visit = (
        "trail", "language", "look", "text_scale", "guided", "told", "holding", "aloud", "speed", "volume", "leaving_at",
        "failures", "staff_open", "told_unapproved", "told_expired",
    )  # fmt: skip
    return [name for name in of_the_visit if getattr(state, name) != getattr(fresh, name)]
