"""The real screens over a real session, touched through the pointer's own door; the rooms only note what they are asked.

A process of its own, because a process has one window: `python -m tests.ui.glass HOME WxH` takes one JSON list a line, the name
of a `Glass` method and its arguments, and answers each with what the kiosk does then. `TouchScreen` is its other end.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.context import ROOT
from kiosk.events import (
    ContentDone,
    CountsRead,
    Event,
    PackReady,
    PinJudged,
    PinVerdict,
    StickFree,
    Tick,
    UtteranceStarted,
    WordStarted,
)
from kiosk.model import Said, Utterance
from kiosk.ui import prepare
from tests.ui.touch_screen import SCROLLER_S, Point


class Rooms:
    """All rooms in one: nothing is ever heard, found or said."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattr__(self, verb: str) -> Any:
        return lambda *_: self.asked.append(verb)

    def words(self, line: Said | Utterance) -> str:
        if isinstance(line, Utterance):
            return line.text
        return str(line.values.get("name") or line.key)


class Ledger:
    """Notes what it is asked to look up; that a visit was counted is nothing that a finger does."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def __getattr__(self, verb: str) -> Any:
        return (lambda *_: None) if verb == "add_visit" else getattr(self._rooms, verb)


class Guard(Rooms):
    """A PIN was chosen."""

    is_set = True
    asks = False


class Glass:
    """What the process can do. Kivy is imported only once the window was prepared."""

    def __init__(self, home: Path, size: tuple[int, int]) -> None:
        prepare(home, size, offscreen=True)
        from kivy.base import EventLoop
        from kivy.config import Config
        from kivy.core.window import Window
        from kivy.input import MotionEventFactory
        from msgspec.structs import asdict

        from kiosk.messages import Messages
        from kiosk.session import Session, Timing
        from kiosk.settings import Keys
        from kiosk.ui.gallery.counted import tallies
        from kiosk.ui.gallery.easel import Gallery
        from kiosk.ui.gallery.staff_moments import proposal, staff_moments
        from kiosk.ui.gallery.visitor_moments import moments, starter
        from tests.ui.long_moments import long_moments

        self._home, self._window, self._loop = home, Window, EventLoop
        self._rooms: Any = Rooms()
        texts = ROOT / "assets" / "messages"
        always = {"clinic": "Riverside Clinic", "desk": "the front desk", "emergency_number": "911"}
        messages = {language: Messages.load(texts, language, **always) for language in ("en", "es")}
        room = self._rooms
        self._session = Session(
            (starter(), replace(starter(), id="second", language="es", title="Leucopenia")),
            speaking=room,
            listening=room,
            asking=room,
            alerting=None,
            messages=messages,
            timing=Timing(),
            importing=room,
            guarding=Guard(),
            counting=Ledger(self._rooms),
            examining=room,
        )
        self._gallery = Gallery(self._session, ROOT / "assets", asdict(Keys()))
        self._gallery.dress()
        self._moments = {**moments(starter()), **staff_moments(starter()), **long_moments(starter())}
        self._proposal, self._tallies = proposal(starter()), tallies(starter())
        self._gallery.live()
        for device, kind in Config.items("input"):  # as Kivy's own main loop does
            name, _, rest = kind.partition(",")
            EventLoop.add_input_provider(MotionEventFactory.get(name)(device, rest))
        EventLoop.start()

    def show(self, moment: str, settled: bool) -> None:
        self._gallery.show(self._moments[moment])
        self._gallery.frame.focus.forget()
        if settled:
            self.rest(SCROLLER_S)
        self._rooms.asked.clear()

    def dress(self, theme: str, text_scale: float) -> None:
        self._gallery.dress(theme, text_scale)

    def picture(self, path: str) -> None:
        self._gallery.settle()
        self._gallery.picture(Path(path))

    def place(self, words: str) -> Point:
        said = [(self._said(found), found) for found in self._controls()]
        within = [found for text, found in said if words in text]
        control = next((found for text, found in said if text == words), None) or within[0]
        above = control.parent
        while above is not self._window:
            if hasattr(above, "scroll_to") and above.height < above.children[0].height:
                above.scroll_to(control, animate=False)
            above = above.parent
        self._gallery.settle()
        x, y = control.to_window(*control.center)
        return (x, self._window.height - y)

    def _controls(self) -> list[Any]:
        from kivy.uix.behaviors import ButtonBehavior

        from kiosk.ui.hand import shown
        from kiosk.ui.widgets.paragraph import Paragraph

        return [w for w in shown(self._window.children) if isinstance(w, ButtonBehavior | Paragraph)]

    def _said(self, control: Any) -> str:
        from kiosk.ui.hand import said

        return " ".join(said(control))

    def press(self, x: float, y: float, button: str, keys: list[str]) -> None:
        self._window.dispatch("on_mouse_down", x, y, button, keys)
        self._loop.idle()

    def slide(self, x: float, y: float) -> None:
        self._window.dispatch("on_mouse_move", x, y, [])
        self._loop.idle()

    def lift(self, x: float, y: float, button: str, keys: list[str]) -> None:
        self._window.dispatch("on_mouse_up", x, y, button, keys)
        self._loop.idle()

    def rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._loop.idle()
            time.sleep(0.005)

    def strike(self, key: int, times: int) -> None:
        for _ in range(times):
            self._key_down(key, [])
        self._window.dispatch("on_key_up", key, 0)
        self._loop.idle()

    def key(self, name: str, held: list[str]) -> None:
        from kivy.core.window import Keyboard

        code = Keyboard.keycodes[name]
        self._key_down(code, held)
        self._window.dispatch("on_key_up", code, 0)
        self._loop.idle()

    def _key_down(self, code: int, held: list[str]) -> None:
        """And its letter, as SDL tells of it: also while other keys are held."""
        self._window.dispatch("on_key_down", code, 0, None, held)
        if code in range(32, 127):
            self._window.dispatch("on_textinput", chr(code))

    def hear(self, sentence: int, word: int | None) -> None:
        ticket = getattr(self._session.state.moment, "ticket", 0)
        line = Utterance("", sentence)
        self._session.on(WordStarted(ticket, sentence, word) if word is not None else UtteranceStarted(ticket, line))

    def tick(self) -> None:
        self._session.on(Tick(self._session.state.now + 0.5))
        self._gallery.settle()

    def learn(self, news: str) -> None:
        ticket = getattr(self._session.state.moment, "ticket", None) or 0
        told: dict[str, Event] = {
            "right": PinJudged(ticket, PinVerdict.RIGHT),
            "wrong": PinJudged(ticket, PinVerdict.WRONG),
            "free": StickFree(ticket),
            "ready": PackReady(ticket, self._proposal),
            "done": ContentDone(ticket),
            "counted": CountsRead(ticket, self._tallies),
        }
        self._session.on(told[news])

    def pieces(self) -> int:
        from kiosk.ui.hand import shown
        from kiosk.ui.widgets.changed_line import ChangedLine

        return sum(isinstance(widget, ChangedLine) for widget in shown(self._window.children))

    def scrolled(self) -> float:
        from kiosk.ui.hand import shown
        from kiosk.ui.widgets.scroller import Scroller

        return float(next(found for found in shown(self._window.children) if isinstance(found, Scroller)).scroll_y)

    def _scroller(self) -> Any:
        from kiosk.ui.hand import shown
        from kiosk.ui.widgets.scroller import Scroller

        return next(found for found in shown(self._window.children) if isinstance(found, Scroller))

    def _column(self) -> Any:
        from kiosk.ui.widgets.long_column import LongColumn

        columns = [found for found in self._scroller().walk(restrict=True) if isinstance(found, LongColumn)]
        return next(column for column in columns if column.laid)

    def scroll(self, screens: float) -> bool:
        scroller = self._scroller()
        moved = scroller.scroll_by(scroller.height * screens)
        self._loop.idle()
        return bool(moved)

    def go_to(self, share: float) -> None:
        self._scroller().scroll_y = share
        self._loop.idle()

    def lines(self) -> list[tuple[str, float]]:
        scroller, found = self._scroller(), []
        for _, row in self._column().laid:
            bottom = row.to_window(row.x, row.y)[1]
            if bottom < scroller.top and bottom + row.height > scroller.y:
                found.append((self._said(row), round(self._window.height - bottom - row.height, 3)))
        return found

    def widgets(self) -> int:
        return sum(1 for _ in self._scroller().walk(restrict=True))

    def bring(self, number: int) -> str:
        control = list(self._column().focusables())[number].bring()
        assert [spot.laid() is control for spot in self._column().focusables()].index(True) == number
        self._loop.idle()
        return self._said(control)

    def sentence(self, number: int) -> Point | None:
        from kiosk.ui.widgets.paragraph import Paragraph

        for _, row in self._column().laid:
            if isinstance(row, Paragraph) and (span := row.span(number)):
                left, top, _, bottom = row.ids.sentences.boxes(number)[0]
                return (
                    row.ids.sentences.to_window(row.ids.sentences.x + left + 5, 0)[0],
                    self._window.height - span[0] + (bottom - top) / 2,
                )
        return None

    def pixels(self) -> str:
        import hashlib

        picture = self._home / "seen.png"
        self._gallery.settle()
        self._gallery.picture(picture)
        return hashlib.sha256(picture.read_bytes()).hexdigest()

    def does(self) -> dict[str, Any]:
        """The moment, the place that is read, the voice, and what the rooms were asked since `show`."""
        from kiosk.ui.focus import control_at

        now = self._session.state.moment
        place = getattr(now, "place", None)
        return {
            "moment": type(now).__name__,
            "article": place.article if place else getattr(now, "article", None),
            "section": place.section if place else None,
            "at": getattr(now, "at", None),
            "playback": getattr(now, "playback", None),
            "text": getattr(now, "text", None),
            "page": getattr(now, "page", None),
            "typed": len(getattr(now, "typed", "")),
            "taken": sorted(getattr(now, "taken", ())),
            "done": getattr(now, "done", None),
            "period": getattr(now, "period", None),
            "asked": list(self._rooms.asked),
            "trail": len(self._session.state.trail),
            "leaving": self._session.state.leaving_at is not None,
            "reached": self._said(reached)
            if (reached := control_at(self._gallery.frame.focus.current)) is not None
            else "",
            "guided": self._session.state.guided,
            "told": [self._rooms.words(line) for line in self._session.state.told],
            "language": self._session.state.language,
            "look": self._session.state.look,
            "text_scale": self._session.state.text_scale,
        }


def main(home: str, size: str) -> None:
    width, height = map(int, size.split("x"))
    glass = Glass(Path(home), (width, height))
    for line in sys.stdin:
        verb, *given = json.loads(line)
        answer = getattr(glass, verb)(*given)
        print(json.dumps([answer, glass.does()]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
