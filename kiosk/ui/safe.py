"""What stands there while the kiosk itself can't run: whom to ask, in every language, and a button for staff. It knows no room, no
session and no article, so that what broke those doesn't break it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.lang import global_idmap
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.messages import Messages
from kiosk.ui.fonts import register_fonts
from kiosk.ui.hand import Hand
from kiosk.ui.theme import Theme
from kiosk.ui.widgets import load_kv

BEAT_S = 1.0


class SafeWords(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    """In one language."""

    title = StringProperty()
    asks = StringProperty()
    help = StringProperty()


class SafeScreen(BoxLayout):  # type: ignore[misc]
    staff = StringProperty()
    again = StringProperty()
    try_again = ObjectProperty()


class SafeApp(App):  # type: ignore[misc]
    """Ends when staff touch the button, or are asked for by `end`."""

    def __init__(
        self,
        texts: Sequence[Messages],
        theme: Theme,
        assets: Path,
        *,
        crashes: int,
        minutes: int,
        reason: str,
        beat: Callable[[], object],
    ) -> None:
        """`texts`: one a language, the clinic's own first. `reason`: for staff, where it is known. `beat`: called each second
        from the first picture on."""
        super().__init__()
        self.title = "Health kiosk"
        self.theme = theme
        self._texts = texts
        self._assets = assets
        self._crashes, self._minutes, self._reason = crashes, minutes, reason
        self._beat = beat

    def build(self) -> Any:
        register_fonts(self._assets)
        global_idmap["theme"] = self.theme
        from kiosk.ui.widgets import touchable as _touchable  # noqa: F401  its rules are used in the .kv

        load_kv(__file__)
        Window.bind(size=lambda _, size: self.theme.fit(*size), on_request_close=lambda *_, **__: True)
        self.theme.fit(*Window.size)
        Window.clearcolor = self.theme.ground
        first = self._texts[0].text
        told = first("safe.staff", count=self._crashes, minutes=self._minutes)
        screen = SafeScreen(staff=f"{told} {self._reason}".strip(), again=first("safe.again"), try_again=self.end)
        for texts in self._texts:
            screen.ids.languages.add_widget(_words(texts))
        return screen

    def on_start(self) -> None:
        Window.bind(on_flip=self._drawn)

    def open_settings(self, *_: Any) -> bool:
        """F1 opens nothing."""
        return False

    def end(self) -> None:
        EventLoop.quit = True

    def picture(self, file: Path) -> None:
        """Of what is seen once it is drawn, then the end."""

        def take(_: float) -> None:
            Hand(Window).picture(file)
            self.end()

        Clock.schedule_once(take, BEAT_S)

    def _drawn(self, *_: Any) -> None:
        Window.unbind(on_flip=self._drawn)
        self._beat()
        Clock.schedule_interval(lambda _: self._beat(), BEAT_S)


def _words(texts: Messages) -> SafeWords:
    say = texts.text
    return SafeWords(
        title=say("safe.title"),
        asks=say("safe.ask"),
        help=f"{say('safe.help')}\n{say('urgent.go')} {say('urgent.calls_nobody')}",
    )
