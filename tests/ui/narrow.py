"""`python -m tests.ui.narrow HOME MODELS [CONFIG]`: a visit to a kiosk that lacks things, off screen; prints what it showed.

A process of its own, because a window's process can't have another window.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from kiosk.app import Kiosk, Look
from kiosk.context import Context
from kiosk.model import Place
from kiosk.staff.pin import Pin
from kiosk.state import Asking, NotUnderstood, Reading, State, Thinking

PATIENCE_S = 60.0
SETTLED_S = 6.0
"""By then the rooms have said what they can't do."""
PREVENTION = Place("leukopenia", "prevention")


class Visit:
    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._steps = self._go()
        self.seen: dict[str, object] = {}

    def step(self) -> bool:
        return next(self._steps, None) is not None

    @property
    def _state(self) -> State:
        return self._kiosk.session.state

    def _go(self) -> Iterator[bool]:
        session = self._kiosk.session
        session.wake()
        yield from self._while(lambda: self._state.hearing, SETTLED_S)
        yield from self._asked("where can I park")  # answered once the matcher is open
        self.seen["hearing"] = self._state.hearing
        session.go_home()
        session.ask_by_voice()
        yield from self._while(lambda: isinstance(self._state.moment, Asking))
        now = self._state.moment
        self.seen["by voice"] = now.problem if isinstance(now, NotUnderstood) else type(now).__name__.lower()
        session.go_home()
        yield from self._asked("what can I do so that I don't get sick")
        now = self._state.moment
        self.seen["answer"] = now.place.section if isinstance(now, Reading) else type(now).__name__
        session.go_home()
        session.hear(PREVENTION)
        yield from self._while(lambda: not self._reads_on())
        self.seen["reads on"] = self._reads_on()
        self.seen["audible"] = self._state.audible

    def _asked(self, question: str) -> Iterator[bool]:
        self._kiosk.session.ask_by_keyboard(question)
        self._kiosk.session.submit_typed()
        yield from self._while(lambda: isinstance(self._state.moment, Thinking))

    def _while(self, holds: Callable[[], bool], at_most_s: float = PATIENCE_S) -> Iterator[bool]:
        deadline = time.monotonic() + at_most_s
        while holds() and time.monotonic() < deadline:
            yield True

    def _reads_on(self) -> bool:
        now = self._state.moment
        return isinstance(now, Reading) and now.at is not None and now.at >= 1


def main(home: str, models: str, config: str | None = None) -> None:
    Pin(Path(home) / "staff", time.monotonic).ask_once()
    context = replace(Context.of(Path(home), Path(config) if config else None), models=Path(models))
    kiosk = Kiosk(context, Look(size=(720, 1280), offscreen=True))
    visit = Visit(kiosk)
    kiosk.run(every_frame=visit.step)
    print(json.dumps(visit.seen))


if __name__ == "__main__":
    main(*sys.argv[1:])
