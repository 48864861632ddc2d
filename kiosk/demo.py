"""A scripted visitor who drives the real app: taps, types, and speaks a recorded question into the microphone's door."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.demo_stick import NAME, PACK, PIN, Stick
from kiosk.errors import KioskError
from kiosk.model import AnswerKind
from kiosk.staff_moments import (
    ChangedArticle,
    Checkup,
    PackReview,
    PackShelf,
    PinStep,
    StaffPin,
    StaffRoom,
    UsageCounts,
)
from kiosk.state import (
    Asking,
    AskingPhase,
    Attract,
    Home,
    Moment,
    NoAnswer,
    Playback,
    Reading,
    State,
    Typing,
    Unsure,
    Urgent,
)

if TYPE_CHECKING:
    from kiosk.app import Kiosk

Condition = Callable[[State], bool]

PATIENCE_S = 45.0
"""Longer than any step takes on a slow machine, loading models included."""


DRAWN_S = 0.6
LOOK_S = 1.0
"""Nobody touches what they haven't seen, and the kiosk takes a touch that comes sooner for one of the screen before."""
KEY_S, DOUBLED_KEY_S = 0.15, 0.5
"""The kiosk takes a second touch of a key within a third of a second for a tremor."""


class Hand(Protocol):
    """What the visitor does with the window."""

    def tap(self, words: str) -> bool: ...

    def picture(self, path: Path) -> None: ...


class DemoError(KioskError):
    """The kiosk did not do what the visitor waited for."""


@dataclass
class Visitor:
    """Follows `script`, one step whenever what it waits for has come true. `step` is called some times a second."""

    kiosk: Kiosk
    hand: Hand
    stick: Stick
    shots: Path | None = None
    failure: DemoError | None = None
    pictures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._script = self._visits()
        self._waiting_for = next(self._script)
        self._since = time.monotonic()

    def step(self) -> bool:
        """False when the script is over or has failed."""
        if not self._waiting_for[1](self.kiosk.session.state):
            if time.monotonic() - self._since < PATIENCE_S:
                return True
            moment = type(self.kiosk.session.state.moment).__name__
            self.failure = DemoError(
                f"The visitor waited in vain for {self._waiting_for[0]}; the kiosk shows {moment}."
            )
            return False
        try:
            self._waiting_for = next(self._script)
        except StopIteration:
            return False
        except DemoError as failure:
            self.failure = failure
            return False
        self._since = time.monotonic()
        return True

    # ---- the script

    def _visits(self) -> Iterator[tuple[str, Condition]]:
        yield from self._first_start()
        yield from self._drawn("attract", is_(Attract))
        yield from self._a_tapped_visit()
        yield from self._a_typed_visit()
        yield from self._a_spoken_visit()
        yield from self._an_emergency()
        yield from self._walking_away()
        yield from self._a_nurse_with_a_stick()

    def _first_start(self) -> Iterator[tuple[str, Condition]]:
        """A new kiosk asks for a PIN once."""
        yield from self._drawn("first_start", is_(StaffPin))
        yield from self._pin()
        yield "the same once more", lambda s: isinstance(s.moment, StaffPin) and s.moment.step is PinStep.CHOOSE_AGAIN
        yield from self._pin()
        yield "the staff's room", is_(StaffRoom)
        yield from self._tap("staff.leave")

    def _a_tapped_visit(self) -> Iterator[tuple[str, Condition]]:
        yield from self._tap("attract.start")
        yield from self._drawn("home", is_(Home))
        yield from self._tap("home.hear_prevention")
        yield "the prevention advice being read", reads_sentence(1)
        yield from self._drawn("prevention", is_(Reading))
        yield from self._tap("reading.pause")
        yield from self._drawn(
            "paused", lambda s: isinstance(s.moment, Reading) and s.moment.playback is Playback.PAUSED
        )
        yield from self._home("nav.home")

    def _a_typed_visit(self) -> Iterator[tuple[str, Condition]]:
        yield from self._typed("is it cancer", "typing", "answer", is_(Reading))
        yield from self._home("nav.home")
        yield from self._typed("where is the bathroom", None, "no_answer", is_(NoAnswer))
        yield from self._home("nav.home")
        yield from self._typed("what about my blood cells", None, "unsure", is_(Unsure))
        yield from self._home("nav.home")

    def _a_spoken_visit(self) -> Iterator[tuple[str, Condition]]:
        yield from self._tap("nav.ask_by_voice")
        yield (
            "the microphone to open",
            lambda s: isinstance(s.moment, Asking) and s.moment.phase is AskingPhase.LISTENING,
        )
        yield "the voice to be heard", lambda s: isinstance(s.moment, Asking) and s.moment.level > 0.3
        yield from self._drawn("asking", is_(Asking, Reading))
        yield "an answer read aloud", lambda s: reads_sentence(0)(s) and is_answer(s)
        yield from self._drawn("spoken_answer", is_(Reading))
        yield from self._home("nav.home")

    def _an_emergency(self) -> Iterator[tuple[str, Condition]]:
        yield from self._typed("my dad can't breathe", None, "urgent", is_urgent(private=False))
        yield from self._tap("urgent.back")
        yield "the keyboard again", is_(Typing)
        yield from self._home("nav.home")
        yield from self._typed("i want to kill myself", None, "urgent_quiet", is_urgent(private=True))
        yield from self._home("urgent.back")

    def _walking_away(self) -> Iterator[tuple[str, Condition]]:
        yield from self._drawn("still_here", lambda s: s.leaving_at is not None)
        yield from self._drawn("forgotten", is_(Attract))

    def _a_nurse_with_a_stick(self) -> Iterator[tuple[str, Condition]]:
        self.stick.put_in()
        yield "the pack to be noticed", lambda s: any(source.packs for source in s.sources)
        yield from self._drawn("stick_noticed", is_(Attract))
        self._press(self.kiosk.messages.text("staff.news_folder", name=NAME))
        yield "the door", is_(StaffPin)
        yield from self._pin()
        yield from self._drawn("staff_room", is_(StaffRoom))
        yield from self._tap("staff.bring")
        yield from self._drawn("shelf", is_(PackShelf))
        self._press(PACK)
        yield from self._drawn("review", is_(PackReview))
        yield from self._tap("import.changes")
        yield from self._drawn("changes", is_(ChangedArticle))
        yield from self._tap("nav.back")
        yield "the pack again", is_(PackReview)
        yield from self._tap("import.install_one")
        yield from self._drawn("installed", is_(StaffRoom))
        yield from self._tap("staff.counts")
        yield from self._drawn("usage", lambda s: isinstance(s.moment, UsageCounts) and s.moment.tallies is not None)
        yield from self._tap("nav.back")
        yield "the staff's room again", is_(StaffRoom)
        yield from self._tap("checkup.open")
        yield from self._drawn("devices", lambda s: isinstance(s.moment, Checkup) and s.moment.is_done)
        yield from self._tap("nav.back")
        yield "the staff's room once more", is_(StaffRoom)
        yield from self._tap("staff.leave")
        yield "nobody", is_(Attract)

    # ---- its parts

    def _typed(
        self, question: str, before: str | None, after: str, outcome: Condition
    ) -> Iterator[tuple[str, Condition]]:
        yield from self._tap("nav.ask_by_keyboard")
        yield "the keyboard", is_(Typing)
        yield from self._keys(question)
        if before:
            yield "fitting sections", lambda s: isinstance(s.moment, Typing) and bool(s.moment.suggestions)
            yield from self._drawn(before, is_(Typing))
        yield from self._tap("typing.find")
        yield from self._drawn(after, outcome)

    def _pin(self) -> Iterator[tuple[str, Condition]]:
        yield "a look at the keys", after(LOOK_S)
        for digit in PIN:
            self._press(digit)
            yield "a finger's pace", after(KEY_S)
        self._press(self.kiosk.messages.text("staff.pin.ok"))

    def _home(self, key: str) -> Iterator[tuple[str, Condition]]:
        yield from self._tap(key)
        yield "the home screen", is_(Home)

    def _keys(self, question: str) -> Iterator[tuple[str, Condition]]:
        for index, letter in enumerate(question):
            doubled = index > 0 and question[index - 1] == letter
            yield "a finger's pace", after(LOOK_S if index == 0 else DOUBLED_KEY_S if doubled else KEY_S)
            self._press(self.kiosk.messages.text("typing.space") if letter == " " else letter)
            yield f"the letters '{question[: index + 1]}'", has_typed(question[: index + 1])

    def _drawn(self, name: str, condition: Condition) -> Iterator[tuple[str, Condition]]:
        """Wait for a moment, give it time to be drawn, and take its picture."""
        yield f"the moment '{name}'", condition
        yield "a drawn frame", after(DRAWN_S)
        if self.shots:
            file = f"{len(self.pictures) + 1:02}-{name}.png"
            self.hand.picture(self.shots / file)
            self.pictures.append(file)

    def _tap(self, key: str) -> Iterator[tuple[str, Condition]]:
        yield "a look at the screen", after(LOOK_S)
        self._press(self.kiosk.messages.text(key))

    def _press(self, words: str) -> None:
        if not self.hand.tap(words):
            raise DemoError(f"There is no control that says '{words}'.")


def after(seconds: float) -> Condition:
    due = time.monotonic() + seconds
    return lambda _: time.monotonic() >= due


def is_(*moments: type[Moment]) -> Condition:
    return lambda state: isinstance(state.moment, moments)


def has_typed(text: str) -> Condition:
    return lambda state: isinstance(state.moment, Typing) and state.moment.text == text


def reads_sentence(index: int) -> Condition:
    """This sentence, or one after it, is being read."""

    def reads(state: State) -> bool:
        now = state.moment
        return isinstance(now, Reading) and now.playback is Playback.PLAYING and now.at is not None and now.at >= index

    return reads


def is_answer(state: State) -> bool:
    now = state.moment
    return isinstance(now, Reading) and now.reply is not None and now.reply.answer.kind is AnswerKind.ANSWER


def is_urgent(*, private: bool) -> Condition:
    return lambda state: isinstance(state.moment, Urgent) and state.moment.is_private is private
