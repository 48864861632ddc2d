"""`python -m soak.within HOME`: the kiosk's process of a soak. The real app; time, loudspeaker and microphone are virtual.

What it is to do comes as one JSON object on the first line of stdin (`Orders`), and commands in later lines: {"trouble", "on"},
{"probe", "number"}, {"end"}. On stdout it tells: how things stand, twice a second; each visit, once it is over and forgotten.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from kiosk.app import Kiosk, Look
from kiosk.context import Context
from kiosk.ending import end
from kiosk.events import Event, Tick
from kiosk.hearing.sound_file import read
from kiosk.ui import has_display
from soak.clock import VirtualClock
from soak.crowd import Crowd, Seen
from soak.devices import SpokenQuestions, VirtualLoudspeaker
from soak.packs import STICK_PACK, packed
from soak.troubles import TROUBLES, Devices, InjectedFault, WallClock
from soak.visits import Kind, Visit, everybody, probe, questions, visits

TELLS_S = 0.5


@dataclass(frozen=True, slots=True)
class Orders:
    """What this process is to do."""

    seed: int
    speed: float
    """Virtual seconds a real one, on the whole."""
    first: int
    """Number of the first visit: others were before, in processes that are gone."""
    size: tuple[int, int]
    spoken: tuple[str, ...]
    """Files with questions that are spoken."""
    key: str
    """Of whoever signs packs."""
    folder: str
    """Where packs are laid."""


class Street:
    """What visitors bring about from outside the screen."""

    def __init__(self, orders: Orders, context: Context, microphone: SpokenQuestions, window: Any) -> None:
        self._context, self._microphone, self._window = context, microphone, window
        self._spoken = [read(Path(file)) for file in orders.spoken]
        self._key = Path(orders.key)
        self._first, self._brought = orders.first, 1
        self._folder = Path(orders.folder)

    def speak(self, visit: Visit) -> None:
        self._microphone.question = self._spoken[visit.seed % len(self._spoken)]

    def bring(self, visit: Visit) -> str:
        """Signed, newer than every one before it."""
        if visit.kind is Kind.STICK:
            return STICK_PACK
        name = f"pack{visit.number}"
        for before in self._folder.glob("*.kioskpack"):
            before.unlink()
        self._brought += 1
        draft = self._folder / f"{name}.part"
        draft.write_bytes(packed(self._key, self._first + self._brought))
        draft.replace(self._folder / f"{name}.kioskpack")
        return name

    def type(self, text: str) -> None:
        for letter in text:
            self._window.dispatch("on_key_down", ord(letter), 0, None, [])
            self._window.dispatch("on_textinput", letter)
            self._window.dispatch("on_key_up", ord(letter), 0)


class Within:
    def __init__(self, home: Path, orders: Orders, commands: SimpleQueue[dict[str, Any]]) -> None:
        self._commands = commands
        self._orders = orders
        context = Context.of(home, None)
        self._clock = VirtualClock()
        microphone, loudspeaker, wall_clock = SpokenQuestions(b""), VirtualLoudspeaker(self._clock), WallClock()
        look = Look(windowed=True, size=orders.size, offscreen=not has_display())
        self._kiosk = Kiosk(context, look, microphone, loudspeaker, self._clock, wall_clock)
        self._devices = Devices(self._kiosk, microphone, loudspeaker, wall_clock)
        self._questions = questions(context.assets)
        street = Street(orders, context, microphone, self._kiosk.window.surface)
        who = (orders.seed, self._questions, orders.first)
        plan = chain(everybody(*who), visits(*who))
        session = self._kiosk.session
        self._crowd = Crowd(
            session,
            self._kiosk.hand(),
            street,
            plan,
            self._clock,
            orders.speed,
            self._tell_of,
            lambda: loudspeaker.is_awaited,
        )
        self._told_at = 0.0
        self._moment = ""
        self._ends = False

    def run(self) -> None:
        tell(begun=True)
        self._kiosk.run(every_frame=self._step)

    def _step(self) -> bool:
        try:
            self._obey()
            self._tick(Tick(self._clock()))  # time goes faster than the app looks
            self._crowd.step()
            self._tell_how_things_stand()
        except Exception:
            logging.getLogger(__name__).exception("The soak itself stumbled")
            tell(broken=True)
            return False
        return not self._ends

    def _tick(self, tick: Event) -> None:
        """The app's own comes from Kivy's clock, behind its barrier: so must this one."""
        try:
            self._kiosk.session.on(tick)
        except InjectedFault as fault:
            logging.getLogger("kiosk").error("A screen broke", exc_info=fault)

    def _obey(self) -> None:
        while True:
            try:
                command = self._commands.get_nowait()
            except Empty:
                return
            match command:
                case {"trouble": str(name), "on": bool(on)}:
                    TROUBLES[name](self._devices, on)
                    tell(trouble=name, on=on)
                case {"probe": str(kind), "number": int(number)}:
                    self._crowd.send(probe(number, Kind(kind), self._orders.seed, self._questions))
                case {"end": _}:
                    self._ends = True

    def _tell_how_things_stand(self) -> None:
        state = self._kiosk.session.state
        moment = type(state.moment).__name__
        if time.monotonic() - self._told_at >= TELLS_S or moment != self._moment:
            self._told_at, self._moment = time.monotonic(), moment
            tell(
                now=self._clock(),
                moment=moment,
                guided=state.guided,
                rests=self._crowd.is_at_rest and self._kiosk.has_tidied_up,
                audible=state.audible,
                hearing=state.hearing,
                pace=self._clock.pace,
            )

    def _tell_of(self, seen: Seen) -> None:
        told = {**asdict(seen), "words": sorted(seen.words), "well": seen.is_well, "now": self._clock()}
        tell(visit=told)


def tell(**what: Any) -> None:
    with suppress(OSError):  # whoever listened has been killed: the end comes by stdin
        print(json.dumps(what), file=_out, flush=True)


def _listen(commands: SimpleQueue[dict[str, Any]]) -> None:
    """Whoever started it is gone when there is no more to read."""
    for line in sys.stdin:
        commands.put(json.loads(line))
    commands.put({"end": True})


def main(home: str, started: Callable[[Within], object] = Within.run) -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    given = json.loads(sys.stdin.readline())
    orders = Orders(**{**given, "size": tuple(given["size"]), "spoken": tuple(given["spoken"])})
    commands: SimpleQueue[dict[str, Any]] = SimpleQueue()
    Thread(target=_listen, args=(commands,), name="orders", daemon=True).start()
    started(Within(Path(home), orders, commands))
    tell(ended=True)


_out = os.fdopen(os.dup(1), "w")

if __name__ == "__main__":
    os.dup2(2, 1)  # nobody else writes into what is told
    main(sys.argv[1])
    end(0)
