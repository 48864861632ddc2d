"""`python -m kiosk.bench.probe WHAT HOME`: runs the app off screen, measures one thing, prints it, ends."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from kiosk.app import Kiosk, Look
from kiosk.context import Context
from kiosk.state import Attract, Reading

STARTED = psutil.Process().create_time()


def first_frame(kiosk: Kiosk) -> Iterator[float | None]:
    yield time.time() - STARTED


def idle_cpu(kiosk: Kiosk, settle_s: float = 15.0, watch_s: float = 20.0) -> Iterator[float | None]:
    """Waits until models are loaded, then watches."""
    start = time.monotonic()
    while time.monotonic() - start < settle_s:
        yield None
    process = psutil.Process()
    process.cpu_percent()
    while time.monotonic() - start < settle_s + watch_s:
        yield None
    assert isinstance(kiosk.session.state.moment, Attract)
    yield process.cpu_percent()


def memory(kiosk: Kiosk, settle_s: float = 15.0) -> Iterator[float | None]:
    start = time.monotonic()
    while time.monotonic() - start < settle_s:
        yield None
    kiosk.session.wake()
    kiosk.session.ask_by_keyboard("is it cancer")
    kiosk.session.submit_typed()
    while not isinstance(kiosk.session.state.moment, Reading):
        yield None
    yield None
    yield psutil.Process().memory_info().rss / 1e6


PROBES: dict[str, Callable[[Kiosk], Iterator[float | None]]] = {
    "first-frame": first_frame,
    "idle-cpu": idle_cpu,
    "memory": memory,
}


def main(what: str, home: str) -> None:
    kiosk = Kiosk(Context.of(Path(home), None), Look(offscreen=True))
    probe = PROBES[what](kiosk)
    found: list[float] = []

    def step() -> bool:
        value = next(probe)
        if value is not None:
            found.append(value)
        return not found

    kiosk.run(every_frame=step)
    print(json.dumps(round(found[0], 3)))


if __name__ == "__main__":
    main(*sys.argv[1:])
