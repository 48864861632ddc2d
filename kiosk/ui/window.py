"""The window: one screen for each moment, the same frame around all of them, and the question before a visit is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.base import EventLoop, ExceptionHandler, ExceptionManager
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.lang import global_idmap
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.session import Session
from kiosk.staff_moments import (
    Bringing,
    ChangedArticle,
    Checkup,
    Installing,
    KeyOffer,
    KeyRing,
    PackReview,
    PackShelf,
    PackTurnedAway,
    StaffFailed,
    StaffPin,
    StaffRoom,
    Sure,
    TouchTest,
    UsageCounts,
)
from kiosk.state import (
    Asking,
    Attract,
    Comfort,
    Home,
    Moment,
    NoAnswer,
    NotUnderstood,
    Reading,
    State,
    TakeAlong,
    Thinking,
    Typing,
    Unsure,
    Urgent,
)
from kiosk.ui.fonts import register_fonts
from kiosk.ui.keys import Keys
from kiosk.ui.screens.screen import put
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.tap import DOUBLE_STRIKE_S, Tap

log = logging.getLogger(__name__)
MAKE_S = 1.0
"""From one screen that is made ahead to the next."""
NO_KEYS: Mapping[str, str] = {}


class Barrier(ExceptionHandler):  # type: ignore[misc]  # Kivy carries no types
    """What breaks in one frame must not end the kiosk."""

    def __init__(self, on_fault: Callable[[], object]) -> None:
        super().__init__()
        self._on_fault = on_fault

    def handle_exception(self, inst: BaseException) -> int:
        if not isinstance(inst, Exception):
            return int(ExceptionManager.RAISE)
        log.error("A screen broke", exc_info=inst)
        self._on_fault()
        return int(ExceptionManager.PASS)


class KioskApp(App):  # type: ignore[misc]
    """Shows the session's states until it is stopped."""

    def __init__(
        self,
        session: Session,
        *,
        assets: Path,
        theme: Theme,
        keys: Mapping[str, str] = NO_KEYS,
        strike_s: float = DOUBLE_STRIKE_S,
        closable: bool = False,
        on_started: Callable[[], None] = lambda: None,
        on_fault: Callable[[], object] = lambda: None,
    ) -> None:
        """`closable`: whoever looks at it may close the window, as any other; no visitor may. `on_fault`: a screen broke."""
        super().__init__()
        self.title = "Health kiosk"
        self.session = session
        self.theme = theme
        self._assets = assets
        self._closable = closable
        self._on_started = on_started
        self._on_fault = on_fault
        Tap.usual_strike_s = strike_s
        self._frames: dict[str, Any] = {}
        self._keys = Keys(session, lambda: self.frame, keys, strike_s)

    @property
    def surface(self) -> Any:
        """Kivy's window."""
        return Window

    def build(self) -> Widget:
        register_fonts(self._assets)
        global_idmap["theme"] = self.theme
        Window.bind(size=lambda _, size: self.theme.fit(*size), on_touch_down=self._touched, on_key_down=self._key)
        Window.bind(on_textinput=self._letter, on_key_up=self._key_up, on_request_close=self._may_not_close)
        self.theme.fit(*Window.size)
        self.theme.bind(ground=lambda *_: self._paint())
        self._paint()
        self._place = FloatLayout()
        self.frame = self._framed(self.session.state.language)
        return self._place

    def _framed(self, language: str) -> Any:
        """The frame whose words are of this language, and nothing else in its place."""
        frame = self._made(language)
        if self._place.children != [frame]:
            for other in self._place.children:
                other.leave()
            put(self._place, [frame])
        return frame

    def _made(self, language: str) -> Any:
        global_idmap["say"] = self.session.messages[language].text  # screens are made when they are first shown
        if language not in self._frames:
            from kiosk.ui.frame import Frame  # only now: its rules name `theme` and `say`

            self._frames[language] = Frame(self.session, self.session.messages[language], self.theme, screens())
        return self._frames[language]

    def _make_ahead(self, _: float) -> bool:
        """A screen at a time while nobody is here: whoever comes doesn't wait for the first of each. False: all are made."""
        if not self.session.is_idle:
            return True
        makes = any(self._makes_one(language) for language in self.session.state.offered)
        self._made(self.session.state.language)  # whose words are used from now on
        return makes

    def _makes_one(self, language: str) -> bool:
        is_new = language not in self._frames
        frame = self._made(language)
        return is_new or bool(frame.make_one())

    def on_start(self) -> None:
        ExceptionManager.add_handler(Barrier(self._on_fault))
        self.session.on_change(self.render)
        Clock.schedule_once(lambda _: self._on_started(), 0)
        Clock.schedule_interval(self._make_ahead, MAKE_S)

    def render(self, state: State) -> None:
        self.frame = self._framed(state.language)
        self.theme.dress(state.look, state.text_scale)
        self.frame.render(state)

    def end(self) -> None:
        """Behind this frame. Harmless in the middle of anything: a signal may come there."""
        EventLoop.quit = True

    def every(self, seconds: float, deed: Callable[[], object]) -> None:
        """On this thread, from now on."""

        def done(_: float) -> None:
            deed()

        Clock.schedule_interval(done, seconds)

    def soon(self, deed: Callable[[], object]) -> Callable[[], object]:
        """What any thread may call to have it done on this one, before the next picture; once, however often it is called."""
        trigger: Callable[[], object] = Clock.create_trigger(lambda _: deed())
        return trigger

    def on_picture(self, drawn: Callable[[], object]) -> None:
        """Called whenever one has reached the display."""
        Window.bind(on_flip=lambda *_: drawn())

    def ask_for_picture(self) -> None:
        """Drawn soon, though nothing has changed."""
        Window.canvas.ask_update()

    def open_settings(self, *_: Any) -> bool:
        """F1 opens nothing: visitors have no business there."""
        return False

    def _paint(self) -> None:
        Window.clearcolor = self.theme.ground

    def _touched(self, _window: Any, _touch: Any) -> bool:
        if self.session.state.leaving_at is None:  # else the two buttons of the question decide
            self.session.touched()
        return False

    def _may_not_close(self, *_: Any, **__: Any) -> bool:
        return not self._closable

    def _letter(self, _window: Any, letter: str) -> bool:
        """A real keyboard types too."""
        if not self._keys.may_type():
            return True
        now = self.session.state.moment
        if isinstance(now, Typing) and letter.isprintable():
            self.frame.focus.forget()  # whoever types on a keyboard means the question with Enter
            self.session.type_text(now.text + letter)
        elif isinstance(now, StaffPin):
            self.session.type_pin(letter)
        return False

    def _key(self, _window: Any, key: int, _scancode: Any, _letter: Any, modifiers: Any) -> bool:
        return self._keys.pressed(key, modifiers)

    def _key_up(self, _window: Any, key: int, *_: Any) -> bool:
        self._keys.released(key)
        return False


def screens() -> dict[type[Moment], type[Any]]:
    """Which screen shows which moment."""
    from kiosk.ui.screens.asking import AskingScreen
    from kiosk.ui.screens.attract import AttractScreen
    from kiosk.ui.screens.changed_article import ChangedArticleScreen
    from kiosk.ui.screens.checkup import CheckupScreen
    from kiosk.ui.screens.comfort import ComfortScreen
    from kiosk.ui.screens.home import HomeScreen
    from kiosk.ui.screens.key_offer import KeyOfferScreen
    from kiosk.ui.screens.key_ring import KeyRingScreen
    from kiosk.ui.screens.no_answer import NoAnswerScreen
    from kiosk.ui.screens.not_understood import NotUnderstoodScreen
    from kiosk.ui.screens.pack_review import PackReviewScreen
    from kiosk.ui.screens.pack_shelf import PackShelfScreen
    from kiosk.ui.screens.reading import ReadingScreen
    from kiosk.ui.screens.staff_pin import StaffPinScreen
    from kiosk.ui.screens.staff_room import StaffRoomScreen
    from kiosk.ui.screens.sure import SureScreen
    from kiosk.ui.screens.take_along import TakeAlongScreen
    from kiosk.ui.screens.touch_test import TouchTestScreen
    from kiosk.ui.screens.turned_away import TurnedAwayScreen
    from kiosk.ui.screens.typing import TypingScreen
    from kiosk.ui.screens.under_way import UnderWayScreen
    from kiosk.ui.screens.unsure import UnsureScreen
    from kiosk.ui.screens.urgent import UrgentScreen
    from kiosk.ui.screens.usage import UsageScreen

    return {
        Attract: AttractScreen,
        Home: HomeScreen,
        Reading: ReadingScreen,
        TakeAlong: TakeAlongScreen,
        Comfort: ComfortScreen,
        Asking: AskingScreen,
        Thinking: AskingScreen,
        Typing: TypingScreen,
        Unsure: UnsureScreen,
        NoAnswer: NoAnswerScreen,
        NotUnderstood: NotUnderstoodScreen,
        Urgent: UrgentScreen,
        StaffPin: StaffPinScreen,
        StaffRoom: StaffRoomScreen,
        PackShelf: PackShelfScreen,
        Bringing: UnderWayScreen,
        Installing: UnderWayScreen,
        PackTurnedAway: TurnedAwayScreen,
        StaffFailed: TurnedAwayScreen,
        PackReview: PackReviewScreen,
        ChangedArticle: ChangedArticleScreen,
        KeyOffer: KeyOfferScreen,
        KeyRing: KeyRingScreen,
        UsageCounts: UsageScreen,
        Sure: SureScreen,
        Checkup: CheckupScreen,
        TouchTest: TouchTestScreen,
    }
