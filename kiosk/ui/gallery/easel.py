"""Opens the real frame off the session's leash, so that any state can be shown and looked at: for pictures and layout tests."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels
from kivy.lang import Builder
from numpy.typing import NDArray

from kiosk.session import Session
from kiosk.state import Look, State
from kiosk.ui.hand import Hand
from kiosk.ui.theme import Theme
from kiosk.ui.window import KioskApp

FRAME_S = 0.012
"""What is to happen a moment later, happens while it settles: so much of Kivy's time passes with each frame, whatever it took."""


class Gallery:
    """One window a process. `show` draws a state; `picture` saves what it drew."""

    def __init__(self, session: Session, assets: Path, keys: Mapping[str, str] | None = None) -> None:
        self.theme = Theme()
        self._app = KioskApp(session, assets=assets, theme=self.theme, keys=keys or {})
        self._app.root = self._app.build()
        Window.add_widget(self._app.root)
        EventLoop.ensure_window()
        Clock._max_fps = 0.0  # nobody watches: no waiting between frames
        self._ahead, self._frame_s = 0.0, FRAME_S
        Clock.time = lambda: time.perf_counter() + self._ahead
        self.hand = Hand(Window)

    @property
    def frame(self) -> Any:
        return self._app.frame

    def dress(self, theme: str = "light", text_scale: float = 1.0) -> None:
        self.theme.wear(theme)
        self.theme.text_scale = text_scale
        self.theme.fit(*Window.size)
        self.settle()

    def show(self, state: State) -> Any:
        """The frame, with this state laid out and at rest."""
        state = replace(state, look=Look(self.theme.name), text_scale=self.theme.text_scale)
        self._app.session.state = state
        self._app.render(state)
        self.settle()
        return self._app.frame

    def live(self) -> None:
        """From now on the window follows the session too, and its time is everybody's: it can be touched."""
        self._frame_s = 0.0
        self._app.session.on_change(self._app.render)

    def settle(self, frames: int = 10) -> None:
        """Layouts need some rounds until nothing moves any more. Nothing is drawn: that costs most."""
        for _ in range(frames):
            self._ahead += self._frame_s
            Clock.tick()
            Builder.sync()
            Clock.tick_draw()
            Builder.sync()

    def picture(self, path: Path) -> None:
        self.hand.picture(path)

    def pixels(self) -> NDArray[np.uint8]:
        """What the window shows: rows from the top, red, green, blue."""
        Window.dispatch("on_draw")
        width, height = Window.system_size
        drawn = np.frombuffer(glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE), np.uint8)
        return np.ascontiguousarray(drawn.reshape(height, width, 4)[::-1, :, :3])
