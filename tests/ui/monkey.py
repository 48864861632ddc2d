"""`python -m tests.ui.monkey HOME SEED ACTIONS`: whoever plays with the kiosk, and all that can happen around it meanwhile.

The real screens over a real session whose rooms refuse what no room could do. Time goes by only between actions, so the same seed
does the same again. A process of its own, because a process has one window.
"""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from kiosk.context import ROOT
from kiosk.events import HearingChanged, LibraryChanged, SourcesChanged, Tick, VoiceChanged
from kiosk.staff_moments import Installing
from kiosk.state import Attract, Home, Thinking
from kiosk.ui import prepare
from kiosk.ui.gallery.print import png
from tests.fakes import DORMIR, FEET, SLEEP
from tests.journeys.test_any_order import AnyOrder
from tests.ui.monkey_news import ALWAYS, NEWS, told

SIZES = ((540, 960), (960, 540), (360, 640))
LAST = 30
"""Actions that are told where one of them broke something."""
FRAME_S = 1 / 30
WAY_HOME_EVERY, WAIT_EVERY, PICTURE_EVERY = 25, 50, 10
TAPS_HOME = 3
LONGEST_VISIT_S = 1500
"""Staff who went away in the middle of an import are waited for longest."""
WAYS_HOME = (
    "leaving.finish", "nav.finish", "attract.start", "staff.leave", "staff.pin.later", "asking.cancel", "urgent.back",
    "nav.home", "nav.back",
)  # fmt: skip
"""Keys of what is written on a way out, the shortest first."""
MODIFIERS = ("shift", "ctrl", "alt", "meta", "numlock", "capslock")
BUTTONS = ("right", "middle", "mouse4", "mouse5")
WHEEL = ("scrollup", "scrolldown", "scrollleft", "scrollright")
TEXTS = (
    "a", "Z", " ", "é", "洗", "👩🏽‍⚕️", "\x00", "\x07", "\x1b", "\n", "\t", "\u202e", "[b]", "&bl;", "7", "", "no " * 200,
)  # fmt: skip


class BrokenError(AssertionError):
    """Something does not hold any more."""


class Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if "too much iteration" in record.getMessage():
            return  # a new page takes Kivy some frames to lay out
        self.told.append(self.format(record))


class Monkey:
    def __init__(self, home: Path, seed: int) -> None:
        prepare(home, SIZES[0], offscreen=True)
        from kivy.base import EventLoop
        from kivy.clock import Clock
        from kivy.config import Config
        from kivy.core.window import Keyboard, Window
        from kivy.input import MotionEventFactory
        from msgspec.structs import asdict

        from kiosk.settings import Keys
        from kiosk.ui.gallery.easel import Gallery
        from kiosk.ui.gallery.visitor_moments import starter
        from tests.ui.long_moments import LONG

        self._home = home
        self.random = Random(seed)
        self.done: deque[str] = deque(maxlen=LAST)
        self.errors = Errors()
        logging.getLogger().addHandler(self.errors)
        self.order = AnyOrder()
        self.visitor = self.order.visitor
        self.libraries = ((SLEEP, FEET, DORMIR), (FEET,), (), (starter(), DORMIR), (LONG,), (starter("es"), SLEEP))
        self._window, self._loop, self._clock = Window, EventLoop, Clock
        self._gallery = Gallery(self.visitor.kiosk, ROOT / "assets", asdict(Keys()))
        self._now = Clock.get_time() + 1.0
        Clock.time = lambda: self._now
        self._app: Any = self._gallery._app
        self._app._install_settings_keys(Window)
        self._app.on_start()
        self._codes = [*Keyboard.keycodes.values(), 0, 12, 999, 1073741903]
        self._down: list[int] = []
        for device, kind in Config.items("input"):
            name, _, rest = kind.partition(",")
            EventLoop.add_input_provider(MotionEventFactory.get(name)(device, rest))
        EventLoop.start()
        self.pass_time(1)
        self._empty = self.rested_picture()
        self._deeds: list[tuple[int, Callable[[], None]]] = [
            (30, self.tap), (6, self.drag), (5, self.hold), (5, self.fingers), (4, self.wheel), (3, self.other_button),
            (16, self.key), (6, self.type), (20, self.news), (6, self.wait), (5, self.window),
        ]  # fmt: skip

    # ---- time

    def frame(self, seconds: float = FRAME_S) -> None:
        from kivy.lang import Builder

        self._now += seconds
        self._clock.tick()
        self._loop.dispatch_input()
        Builder.sync()
        self._clock.tick_draw()
        Builder.sync()

    def pass_time(self, seconds: float) -> None:
        for _ in range(min(6, max(1, round(seconds / FRAME_S)))):
            self.frame(max(FRAME_S, seconds / 6))

    # ---- what it does

    def act(self) -> None:
        deeds = [deed for _, deed in self._deeds]
        [deed] = self.random.choices(deeds, [weight for weight, _ in self._deeds])
        deed()
        self.pass_time(self.random.choice([0.05, 0.1, 0.4, 0.6]))

    def somewhere(self) -> tuple[float, float]:
        """Often on a control, else anywhere: rims and corners too. From the bottom left."""
        width, height = self._window.size
        controls = list(self._gallery.hand.controls())
        if controls and self.random.random() < 0.75:
            control = self.random.choice(controls)
            x, y = control.to_window(*control.center)
            return float(x), float(y)
        if self.random.random() < 0.3:
            return self.random.choice([0, width - 1]), self.random.choice([0, height - 1])
        return self.random.uniform(0, width), self.random.uniform(0, height)

    def note(self, what: str) -> None:
        self.done.append(f"{what}  [{type(self.visitor.moment).__name__}]")

    def tap(self) -> None:
        x, y = self.somewhere()
        self.note(f"tap {x:.0f},{y:.0f}")
        self.stroke([(x, y)], 0.05)

    def stroke(self, way: list[tuple[float, float]], seconds: float, button: str = "left") -> None:
        height = self._window.height
        held = self.some_modifiers() if self.random.random() < 0.1 else []
        self._window.dispatch("on_mouse_down", way[0][0], height - way[0][1], button, held)
        self.pass_time(seconds)
        for x, y in way[1:]:
            self._window.dispatch("on_mouse_move", x, height - y, held)
            self.frame()
        self._window.dispatch("on_mouse_up", way[-1][0], height - way[-1][1], button, held)
        self.frame()

    def line(self) -> list[tuple[float, float]]:
        (x, y), (to_x, to_y) = self.somewhere(), self.somewhere()
        return [(x + (to_x - x) * step / 6, y + (to_y - y) * step / 6) for step in range(7)]

    def drag(self) -> None:
        way, seconds = self.line(), self.random.choice([0.0, 0.2, 0.6])
        self.note(f"drag {way[0]} to {way[-1]}, held {seconds}")
        self.stroke(way, seconds)

    def hold(self) -> None:
        place, seconds = self.somewhere(), self.random.choice([0.8, 2.3, 6.0])
        self.note(f"hold {place} for {seconds}")
        self.stroke([place], seconds)

    def other_button(self) -> None:
        place, button = self.somewhere(), self.random.choice(BUTTONS)
        self.note(f"{button} {place}")
        self.stroke([place], self.random.choice([0.0, 2.3]), button)

    def wheel(self) -> None:
        place, button = self.somewhere(), self.random.choice(WHEEL)
        self.note(f"{button} {place}")
        for _ in range(self.random.randint(1, 5)):
            self.stroke([place], 0.0, button)

    def fingers(self) -> None:
        """Several at once: a palm, a pinch, two hands, two visitors."""
        from kiosk.ui.hand import FingerTouch

        width, height = self._window.size
        ways = [self.line() for _ in range(self.random.randint(2, 5))]
        self.note(f"{len(ways)} fingers from {[way[0] for way in ways]}")
        touches = [FingerTouch(x / width, y / height) for (x, y), *_ in ways]
        for touch in touches:
            self._loop.post_dispatch_input("begin", touch)
        self.pass_time(self.random.choice([0.0, 0.1, 2.3]))
        for step in range(7):
            for touch, way in zip(touches, ways, strict=True):
                touch.move({"sx": way[step][0] / width, "sy": way[step][1] / height})
                self._loop.post_dispatch_input("update", touch)
            self.frame()
        self.random.shuffle(touches)
        for touch in touches:
            self._loop.post_dispatch_input("end", touch)

    def some_modifiers(self) -> list[str]:
        return self.random.sample(MODIFIERS, self.random.randint(1, 3))

    def key(self) -> None:
        """As SDL tells of them: the key, then maybe a letter, again while it is held, and its end; that may get lost."""
        code, held = self.random.choice(self._codes), self.some_modifiers() if self.random.random() < 0.3 else []
        self.note(f"key {code} {held}")
        for _ in range(self.random.choice([1, 1, 1, 5])):
            if not self._window.dispatch("on_key_down", code, 0, None, held):
                self._window.dispatch("on_keyboard", code, 0, None, held)
            if code in range(32, 127):
                self._window.dispatch("on_textinput", chr(code))
        self._down.append(code)
        if self.random.random() < 0.9:
            for each in self._down:
                self._window.dispatch("on_key_up", each, 0)
            self._down.clear()

    def type(self) -> None:
        text = self.random.choice(TEXTS)
        self.note(f"text {text[:9]!r}")
        self._window.dispatch("on_key_down", 97, 0, None, [])
        self._window.dispatch("on_key_up", 97, 0)
        self._window.dispatch("on_textinput", text)
        self._window.dispatch("on_textedit", text)

    def news(self) -> None:
        name = self.random.choice([*NEWS, "library"])
        if name == "library":
            articles = self.random.choice(self.libraries)
            self.note(f"library of {[each.id for each in articles]}")
            self.visitor.news(LibraryChanged(articles))
        else:
            self.note(told(self.order, name, self.random))

    def wait(self) -> None:
        seconds = self.random.choice([0.5, 0.5, 3, 9, 31, 61, 95, 700])
        self.note(f"wait {seconds}")
        self.visitor.kiosk.on(Tick(self.visitor.state.now + seconds))
        self.pass_time(min(seconds, 3))

    def window(self) -> None:
        what = self.random.choice(["focus", "size", "file", "text", "close", "minimize", "restore", "cursor", "rotate"])
        self.note(f"window: {what}")
        window, place = self._window, self.somewhere()
        match what:
            case "focus":
                window._focus = not window._focus
            case "size":
                window.size = self.random.choice(SIZES)
            case "file" | "text":
                window.dispatch("on_drop_begin", *place)
                window.dispatch(f"on_drop_{what}", b"/tmp/evil.kioskpack", *place)
                window.dispatch("on_drop_end", *place)
            case "close":
                if not window.dispatch("on_request_close"):
                    raise BrokenError("the window may be closed")
            case "rotate":
                window.dispatch("on_rotate", 0)
            case "cursor":
                window.dispatch("on_cursor_leave")
                window.dispatch("on_cursor_enter")
            case _:
                window.dispatch(f"on_{what}")

    # ---- what always holds

    def check(self, number: int) -> None:
        self.is_whole()
        if number % PICTURE_EVERY == 0:
            self._window.dispatch("on_draw")
            self.is_whole()
        if number % WAY_HOME_EVERY == 0:
            self.goes_home()
        if number % WAIT_EVERY == 0:
            self.is_left_alone()
            picture = self.rested_picture()
            if not np.array_equal(picture, self._empty):
                (self._home / "empty.png").write_bytes(png(self._empty))
                (self._home / "left.png").write_bytes(png(picture))
                raise BrokenError(f"something of the visit is still to be seen: {self._home}/left.png")

    def is_whole(self) -> None:
        if self.errors.told:
            raise BrokenError("\n".join(self.errors.told))
        if self._loop.quit or self._loop.status != "started":
            raise BrokenError("the window has ended")
        if self._window.children != [self._app.root] or self._app.root.children != [self._gallery.frame]:
            raise BrokenError(f"something else is on the screen: {self._window.children} {self._app.root.children}")
        state, frame = self.visitor.state, self._gallery.frame
        if not isinstance(frame._shown, frame._kinds[type(state.moment)]):
            raise BrokenError(f"{frame._shown} is shown at {type(state.moment).__name__}")
        if pressed := [self._said(each) for each in self._gallery.hand.controls() if each.state != "normal"]:
            raise BrokenError(f"still pressed, and no finger is there: {pressed}")
        for name in ALWAYS:
            try:
                getattr(self.order, name)()
            except AssertionError as error:
                raise BrokenError(f"not: {name}") from error
        if not isinstance(state.moment, Thinking | Installing) and not self.way_out():
            raise BrokenError(f"no way out: {[self._said(each) for each in self._gallery.hand.controls()]}")

    def way_out(self) -> Any:
        messages = self.visitor.kiosk.messages[self.visitor.state.language]
        written = [messages.text(key) for key in WAYS_HOME]
        seen = {self._said(control): control for control in self._gallery.hand.controls()}
        return next((seen[words] for words in written if words in seen), None)

    def _said(self, control: Any) -> str:
        from kiosk.ui.hand import said

        return " ".join(said(control))

    def goes_home(self) -> None:
        """By a visitor's own fingers."""
        for _ in range(TAPS_HOME):
            if isinstance(self.visitor.moment, Attract | Home | Thinking | Installing):
                return
            self.pass_time(0.6)
            control = self.way_out()
            self.note(f"homeward by {self._said(control)}")
            for _ in range(2 if self.visitor.state.guided else 1):
                self.stroke([control.to_window(*control.center)], 0.1)
                self.pass_time(0.6)
            self.is_whole()
        if not isinstance(self.visitor.moment, Attract | Home):
            raise BrokenError(f"{TAPS_HOME} taps do not lead home")

    def is_left_alone(self) -> None:
        for key in self._down:
            self._window.dispatch("on_key_up", key, 0)
        self._down.clear()
        begun = self.visitor.state.now
        while not isinstance(self.visitor.moment, Attract):
            if self.visitor.state.now - begun > LONGEST_VISIT_S:
                raise BrokenError("the visit never ends")
            self.visitor.kiosk.on(Tick(self.visitor.state.now + 5))
            self.frame()
        self.note("left alone")
        self.is_whole()

    def rested_picture(self) -> Any:
        """As it looks when nobody is here and nothing has happened."""
        self._window.size = SIZES[0]
        self.visitor.news(LibraryChanged(self.libraries[0]))
        for news in (SourcesChanged(()), HearingChanged(True), VoiceChanged(True)):
            self.visitor.news(news)
        self.visitor.kiosk.finish()
        self.pass_time(1.0)
        return self._gallery.pixels().copy()


def main(home: str, seed: str, actions: str) -> int:
    monkey = Monkey(Path(home), int(seed))
    number = 0
    try:
        for number in range(1, int(actions) + 1):
            monkey.act()
            monkey.check(number)
    except Exception as error:
        logging.getLogger().removeHandler(monkey.errors)
        print(f"Seed {seed}, action {number}: {error!r} {error.__cause__ or ''}", *monkey.done, sep="\n  ")
        raise
    print(f"Seed {seed}: {number} actions.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
