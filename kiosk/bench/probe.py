"""`python -m kiosk.bench.probe WHAT HOME STARTED`: runs the app off screen, measures one thing, prints it, ends."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from kiosk.app import Kiosk, Look
from kiosk.context import Context
from kiosk.state import Home, Moment, Reading, Typing, Urgent

SIZE = (1080, 1920)
SETTLED_S = 15.0
"""By then models are loaded and what is heard first is rendered."""
LONG, MANY = 200, 1000
"""Paragraphs of a section; articles."""
HELD_S = 0.1
"""A finger rests so long when it taps."""
SEEN_S = 1.0
"""By then a tap has changed what it changes."""
TAPS: tuple[tuple[str, type[Moment]], ...] = (
    ("kind of cancer", Reading),
    ("Topics", Home),
    ("Type a", Typing),
    ("Topics", Home),
    ("I need help now", Urgent),
    ("Go back", Home),
    ("Who gets", Reading),
    ("Next one", Reading),
    ("Next one", Reading),
    ("Back", Home),
)

Values = dict[str, list[float]]
Probe = Callable[[Kiosk], Iterator[Values | None]]
"""Gives None until it has found something."""


def first_frame(kiosk: Kiosk) -> Iterator[Values | None]:
    eye = _eye(kiosk)
    while not eye.frames:
        yield None
    yield {"s": [eye.frames[0].at - _started()]}


def typed_answer(kiosk: Kiosk) -> Iterator[Values | None]:
    """A visitor types as soon as there is something to see."""
    eye = _eye(kiosk)
    while not eye.frames:
        yield None
    kiosk.session.wake()
    kiosk.session.ask_by_keyboard("is it cancer")
    kiosk.session.submit_typed()
    while not isinstance(kiosk.session.state.moment, Reading):
        yield None
    shown = time.monotonic()
    while (seen := eye.first_since(shown)) is None:
        yield None
    yield {"s": [seen - _started()]}


def rest(kiosk: Kiosk) -> Iterator[Values | None]:
    """Nobody comes. Whoever measures watches from outside, and ends it."""
    yield from _rest(3600.0)


def memory(kiosk: Kiosk) -> Iterator[Values | None]:
    yield from _rest(SETTLED_S)
    kiosk.session.wake()
    kiosk.session.ask_by_keyboard("is it cancer")
    kiosk.session.submit_typed()
    while not isinstance(kiosk.session.state.moment, Reading):
        yield None
    yield None
    yield {"mb": [_megabytes()]}


def taps(kiosk: Kiosk, rounds: int = 3) -> Iterator[Values | None]:
    """From the finger's leaving the glass until the picture is as it stays."""
    eye, hand = _eye(kiosk), kiosk.hand()
    yield from _rest(SETTLED_S)
    kiosk.session.wake()
    yield from _rest(SEEN_S)
    eye.closely = True
    found: Values = {}
    for _ in range(rounds):
        for words, moment in TAPS:
            if not (touch := hand.press(words)):
                raise AssertionError(f"{words!r} is not to be seen")
            yield from _rest(HELD_S)
            lifted = time.monotonic()
            hand.lift(touch)
            yield from _rest(SEEN_S)
            assert isinstance(kiosk.session.state.moment, moment), f"{words!r} led elsewhere"
            found.setdefault(words, []).append(((eye.settled_since(lifted) or lifted) - lifted) * 1000)
    yield found


def long_article(kiosk: Kiosk) -> Iterator[Values | None]:
    """A section of many paragraphs: opened, and scrolled from end to end and back."""
    from kiosk.bench.made_up import long_article as made
    from kiosk.model import Place

    session, long = kiosk.session, made(LONG)
    session.state = replace(session.state, articles=(*session.state.articles, long))
    session.wake()
    yield from _rest(SETTLED_S)
    session.open_section(Place(session.state.articles[0].id, "intro"))  # the screen was there before
    yield from _rest(SEEN_S)
    session.go_home()
    yield from _rest(SEEN_S)
    yield from _opened_and_scrolled(kiosk, lambda: session.open_section(Place(long.id, "long")))


def long_list(kiosk: Kiosk) -> Iterator[Values | None]:
    """Many articles, one to be chosen."""
    from kiosk.bench.made_up import article
    from kiosk.content.article import parse

    session = kiosk.session
    yield from _rest(SETTLED_S)
    many = tuple(parse(article(number), "made-up.md") for number in range(MANY))
    session.wake()
    yield from _rest(SEEN_S)
    session.finish()
    yield from _rest(SEEN_S)
    session.state = replace(session.state, articles=many)
    yield from _opened_and_scrolled(kiosk, session.wake)


def _opened_and_scrolled(kiosk: Kiosk, opening: Callable[[], None]) -> Iterator[Values | None]:
    from kiosk.ui.eye import count

    eye = _eye(kiosk)
    before, start = _megabytes(), time.monotonic()
    opening()
    while (seen := eye.first_since(start)) is None:
        yield None
    yield from _rest(5.0)
    found: Values = {"open_ms": [(seen - start) * 1000], "longest_frame_ms": [eye.longest_since(start) * 1000]}
    shown: Any = kiosk.window.frame._shown
    scroller = shown.ids.scroller
    widgets, frames, grown = [count(scroller)], [], [_megabytes() - before]
    for towards in (-1, 1, -1, 1, -1, 1):
        step = _scrolled(scroller, towards)
        while True:
            begun = time.monotonic()
            kiosk.session.touched()  # else the visit would be over before the last page
            if next(step, "end") == "end":
                break
            yield None
            if drawn := eye.first_since(begun):
                frames.append((drawn - begun) * 1000)
            widgets.append(count(scroller))
        grown.append(_megabytes() - before)
    yield {**found, "frame_ms": frames, "widgets": [float(max(widgets))], "grown_mb": grown}


def _scrolled(scroller: Any, towards: int) -> Iterator[None]:
    """By half of what is seen a frame, to the end (-1) or the beginning (1)."""
    end = max(towards, 0)
    while scroller.scroll_y != end:
        hidden = max(1.0, scroller.children[0].height - scroller.height)
        scroller.scroll_y = min(max(scroller.scroll_y + towards * scroller.height / 2 / hidden, 0.0), 1.0)
        yield None
    yield None


def _eye(kiosk: Kiosk) -> Any:
    from kiosk.ui.eye import Eye  # only now: Kivy opens its window when it is first imported

    return Eye(kiosk.window.surface)


def _rest(seconds: float) -> Iterator[None]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield None


def _megabytes() -> float:
    return float(psutil.Process().memory_info().rss / 1e6)


def _started() -> float:
    """When whoever measures has started this process, on the clock that is `time.monotonic`."""
    return float(sys.argv[3])


PROBES: dict[str, Probe] = {
    "first-frame": first_frame,
    "typed-answer": typed_answer,
    "rest": rest,
    "memory": memory,
    "taps": taps,
    "long-article": long_article,
    "long-list": long_list,
}


def main(what: str, home: str, _started: str) -> None:
    kiosk = Kiosk(Context.of(Path(home), None), Look(size=SIZE, offscreen=True))
    probe = PROBES[what](kiosk)
    found: list[Values] = []
    faults: list[Exception] = []

    def step() -> bool:
        try:
            if (values := next(probe)) is not None:
                found.append(values)
        except Exception as fault:  # else the window's own barrier would take it, and nobody would ever know
            faults.append(fault)
        return not found and not faults

    kiosk.run(every_frame=None if what == "rest" else step)  # the steps alone would keep a kiosk at rest busy
    for fault in faults:
        raise fault
    print(json.dumps({name: [round(value, 3) for value in values] for name, values in found[0].items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
