"""A kiosk to touch: the other end of `tests.ui.glass`, which runs it in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from kiosk.context import ROOT

Point = tuple[float, float]
"""Pixels of the window, from its top left."""

SCROLLER_S = 0.4
"""Kivy's scroller keeps a touch back for a while, to see whether it becomes a drag."""


class TouchScreen:
    """A kiosk to touch, and what it does then. Ends with `close`."""

    def __init__(self, home: Path, size: str) -> None:
        command = [sys.executable, "-m", "tests.ui.glass", str(home), size]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.does: dict[str, Any] = {}
        """As `Glass.does` tells it, after the last touch."""

    def close(self) -> None:
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait(60)

    def show(self, moment: str, *, settled: bool = True) -> None:
        self._ask("show", moment, settled)

    def dress(self, theme: str, text_scale: float) -> None:
        self._ask("dress", theme, text_scale)

    def picture(self, path: Path) -> None:
        """What the window shows, as PNG."""
        self._ask("picture", str(path))

    def place(self, words: str) -> Point:
        """The middle of the control that says this."""
        x, y = self._ask("place", words)
        return (x, y)

    def touch(self, at: Point, *, then_s: float = SCROLLER_S, button: str = "left", keys: tuple[str, ...] = ()) -> None:
        """Down and up at once. `keys` are held on a real keyboard."""
        self._ask("press", *at, button, keys)
        self._ask("lift", *at, button, keys)
        self.rest(then_s)

    def tap(self, words: str) -> None:
        self.touch(self.place(words))

    def drag(self, start: Point, end: Point, *, held_s: float, button: str = "left") -> None:
        """Down, wait, slide to the end, up."""
        self._ask("press", *start, button, ())
        self.rest(held_s)
        for step in range(1, 9):
            self._ask("slide", *(a + (b - a) * step / 8 for a, b in zip(start, end, strict=True)))
        self._ask("lift", *end, button, ())
        self.rest(SCROLLER_S)

    def strike(self, key: int, *, times: int = 1) -> None:
        """A key of a real keyboard, by Kivy's number; held down, it tells so again and again."""
        self._ask("strike", key, times)

    def keys(self, *names: str, held: tuple[str, ...] = ()) -> None:
        """Struck one after the other, by Kivy's names; `held` are held down meanwhile."""
        for name in names:
            self._ask("key", name, held)
            self.rest(0.05)

    def hear(self, sentence: int, word: int | None = None) -> None:
        """The voice begins this sentence, or word."""
        self._ask("hear", sentence, word)
        self.rest(0.3)

    def tick(self) -> None:
        """Half a second goes by."""
        self._ask("tick")

    def learn(self, news: str) -> None:
        """What a room tells about the request that runs now; `Glass.learn` knows which."""
        self._ask("learn", news)
        self.rest(SCROLLER_S)

    def pieces(self) -> int:
        """How many paragraphs of changed words there are."""
        return int(self._ask("pieces"))

    def scrolled(self) -> float:
        """How far the open text is: 1 at its beginning, 0 at its end."""
        return float(self._ask("scrolled"))

    def scroll(self, screens: float) -> bool:
        """Down by so many times what is seen, up where that is negative. False: that is its end."""
        return bool(self._ask("scroll", screens))

    def go_to(self, share: float) -> None:
        """At once: 1 is the beginning, 0 the end."""
        self._ask("go_to", share)

    def lines(self) -> dict[str, float]:
        """Paragraphs and cards in sight, from the top, and how far down each begins; pixels."""
        return dict(self._ask("lines"))

    def widgets(self) -> int:
        """How many there are in what scrolls."""
        return int(self._ask("widgets"))

    def bring(self, number: int) -> str:
        """To this one of the controls in the long column, seen or not. What it says."""
        return str(self._ask("bring", number))

    def sentence(self, number: int) -> Point | None:
        """Where it begins on the screen; None: its paragraph isn't there."""
        found = self._ask("sentence", number)
        return tuple(found) if found else None

    def rest(self, seconds: float) -> None:
        self._ask("rest", seconds)

    def pixels(self) -> str:
        """A fingerprint of the picture."""
        return str(self._ask("pixels"))

    def _ask(self, verb: str, *given: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([verb, *given]), file=self._process.stdin, flush=True)
        told = self._process.stdout.readline()
        assert told, "the touch screen ended"
        answer, self.does = json.loads(told)
        return answer
