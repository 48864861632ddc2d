"""Opens the real frame off the session's leash, so that any state can be shown and looked at: for pictures and layout tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.session import Session
from kiosk.state import Look, State
from kiosk.ui.hand import Hand
from kiosk.ui.theme import Theme
from kiosk.ui.window import KioskApp


class Gallery:
    """One window a process. `show` draws a state; `picture` saves what it drew."""

    def __init__(self, session: Session, assets: Path, keys: Mapping[str, str] | None = None) -> None:
        self.theme = Theme()
        self._app = KioskApp(session, assets=assets, theme=self.theme, keys=keys or {})
        self._app.root = self._app.build()
        Window.add_widget(self._app.root)
        EventLoop.ensure_window()
        Clock._max_fps = 0.0  # nobody watches: no waiting between frames
        self.hand = Hand(Window)

    def dress(self, theme: str = "light", text_scale: float = 1.0) -> None:
        self.theme.wear(theme)
        self.theme.text_scale = text_scale
        self.theme.fit(*Window.size)
        self.settle()

    def show(self, state: State) -> Any:
        """The frame, with this state drawn and at rest."""
        state = replace(state, look=Look(self.theme.name), text_scale=self.theme.text_scale)
        self._app.session.state = state
        self._app.render(state)
        self.settle()
        return self._app.frame

    @property
    def frame(self) -> Any:
        return self._app.frame

    def live(self) -> None:
        """From now on the window follows the session too: it can be touched."""
        self._app.session.on_change(self._app.render)

    def settle(self, frames: int = 10) -> None:
        """Layouts need some rounds until nothing moves any more."""
        for _ in range(frames):
            EventLoop.idle()
            Clock.tick()

    def picture(self, path: Path) -> None:
        self.hand.picture(path)
