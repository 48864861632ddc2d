"""A visit in which a word that stands nowhere else goes in by every door of the real app: a program of its own.

    python -m tests.privacy.canary_visit HOME SOUND EXPORT

SOUND is heard by the microphone. What support would take along is written to EXPORT. It stays with the words on its screen, says
STAYS, and waits to be killed.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk import support
from kiosk.app import Kiosk, Look
from kiosk.cli.run import be_discreet
from kiosk.context import Context
from kiosk.demo import Condition, Visitor, after, is_, is_urgent
from kiosk.demo_stick import Stick
from kiosk.events import Answered, WordsHeard
from kiosk.hearing import open_recording
from kiosk.model import Answer, Question, Way
from kiosk.packs import UNKNOWN_YET
from kiosk.state import (
    Asking,
    AskingPhase,
    Attract,
    Home,
    NoAnswer,
    NotUnderstood,
    Reading,
    State,
    Thinking,
    Typing,
    Unsure,
)

CANARY = "zebra"
BEGINS, STAYS = "begins", "stays"
"""A file that is looked for as the visit begins, for whoever traces the process; what is printed when it waits."""
F2 = 283
TRIES = 4


@dataclass
class Canary(Visitor):
    export: Callable[[], object] = lambda: None

    def _visits(self) -> Iterator[tuple[str, Condition]]:
        with suppress(FileNotFoundError):
            (self.stick.folder / BEGINS).read_bytes()
        yield "nobody", is_(Attract)
        yield from self._typed_on_the_screen()
        yield from self._told_by_the_guide()
        yield from self._spoken()
        yield from self._by_keyboard("my zebra can't breathe", is_urgent(private=False))
        yield from self._by_keyboard("i want to kill myself and my zebra", is_urgent(private=True))
        self._break_everything()
        yield "the faults to be told", after(1.0)
        self.export()
        yield from self._by_keyboard(f"once more my {CANARY}", lambda s: isinstance(s.moment, OUTCOMES))
        print(STAYS, flush=True)
        yield "the end", lambda _: False

    def _typed_on_the_screen(self) -> Iterator[tuple[str, Condition]]:
        yield from self._tap("attract.start")
        yield "home", is_(Home)
        yield from self._tap("nav.ask_by_keyboard")
        yield "the keyboard", is_(Typing)
        yield from self._keys(CANARY)
        yield "fitting sections, or none", after(0.3)
        yield from self._tap("typing.find")
        yield "an outcome that shows the words", lambda s: isinstance(s.moment, OUTCOMES) and CANARY in shown_by(s)

    def _told_by_the_guide(self) -> Iterator[tuple[str, Condition]]:
        """Who can't see hears each letter, and what stands there so far."""
        self._strike(F2)
        yield "the voice guide", lambda s: s.guided
        yield from self._by_keyboard(f"what is a {CANARY}", lambda s: isinstance(s.moment, OUTCOMES), is_told=True)

    def _spoken(self) -> Iterator[tuple[str, Condition]]:
        """Who isn't understood says it again: a machine with much else to do loses some of what is said."""
        for _ in range(TRIES):
            self.kiosk.session.ask_by_voice()
            yield (
                "the open microphone",
                lambda s: isinstance(s.moment, Asking) and s.moment.phase is AskingPhase.LISTENING,
            )
            self.kiosk.mailbox.post(
                WordsHeard(self._ticket, f"my {CANARY}")
            )  # a slow machine may hear none before the end
            yield "live words", lambda s: isinstance(s.moment, Asking) and CANARY in s.moment.words
            yield "what was heard", is_(*OUTCOMES, NotUnderstood)
            if CANARY in shown_by(self.kiosk.session.state).lower():
                break
        yield "the words that were said", lambda s: CANARY in shown_by(s).lower()
        yield "the words being said", after(1.5)
        self.kiosk.session.not_what_i_said()
        yield "the wrong words", lambda s: isinstance(s.moment, NotUnderstood) and CANARY in s.moment.heard.lower()
        self.kiosk.session.ask_by_keyboard("the words, to be mended: my zebra")
        yield "the words, to be mended", lambda s: isinstance(s.moment, Typing) and CANARY in s.moment.text
        self.kiosk.session.go_home()
        yield "home", is_(Home)

    def _by_keyboard(
        self, question: str, outcome: Condition, *, is_told: bool = False
    ) -> Iterator[tuple[str, Condition]]:
        """A real one, by the window's own door."""
        self.kiosk.session.ask_by_keyboard()
        yield "the keyboard", is_(Typing)
        for letter in question:
            self._strike(ord(letter), letter)
        yield "the letters", lambda s: isinstance(s.moment, Typing) and s.moment.text == question
        if is_told:
            self.kiosk.session.tell_again()
            yield "the letters to be said", lambda s: any(CANARY in getattr(line, "text", "") for line in s.told)
            yield "the voice", after(1.5)
        self.kiosk.session.submit_typed()
        yield f"an outcome for {question!r}", outcome
        yield "a drawn frame", after(0.5)

    @property
    def _ticket(self) -> int:
        now = self.kiosk.session.state.moment
        assert isinstance(now, Asking)
        return now.ticket

    def _strike(self, key: int, letter: str = "") -> None:
        window = self.kiosk.window.surface
        window.dispatch("on_key_down", key, 0, None, [])
        if letter:
            window.dispatch("on_textinput", letter)
        window.dispatch("on_key_up", key, 0)

    def _break_everything(self) -> None:
        """Each with the words in its hands: a frame, an event, a thread."""
        from kivy.clock import Clock

        Clock.schedule_once(lambda _: breaks(CANARY), 0)
        broken: object = Answered(self.kiosk.session.state.next_ticket, BrokenAnswer(CANARY))  # type: ignore[arg-type]
        self.kiosk.session.type_text(CANARY)
        self.kiosk.session.state = replace(
            self.kiosk.session.state, moment=Thinking(Question(CANARY, Way.TYPED), self.kiosk.session.state.next_ticket)
        )
        self.kiosk.mailbox.post(broken)  # type: ignore[arg-type]
        threading.Thread(target=breaks, args=(CANARY,)).start()


OUTCOMES = (Reading, Unsure, NoAnswer)


class BrokenAnswer:
    """What a matcher of tomorrow may give: nothing that a journey knows."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __getattr__(self, name: str) -> Answer:
        raise ValueError(f"there is no {name} for {self._words}")


def breaks(words: str) -> None:
    raise KeyError(words)


def shown_by(state: State) -> str:
    match state.moment:
        case Reading(reply=reply) if reply is not None:
            return reply.question.text
        case Unsure(question=question) | NoAnswer(question=question):
            return question.text
        case _:
            return ""


def main(home: str, sound: str, export: str) -> None:
    be_discreet()
    context = Context.of(Path(home), None)
    kiosk = Kiosk(context, Look(windowed=True, offscreen=True), microphone=open_recording(Path(sound)))
    visitor = Canary(
        kiosk, kiosk.hand(), Stick(Path(home), b""), export=lambda: support.export(context, UNKNOWN_YET, Path(export))
    )
    kiosk.run(every_frame=visitor.step)
    if visitor.failure:
        raise SystemExit(str(visitor.failure))


if __name__ == "__main__":
    main(*sys.argv[1:])
