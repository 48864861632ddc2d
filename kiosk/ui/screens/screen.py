"""What all screens have: the session whose verbs they call, the words they show, the theme they wear."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.messages import Messages
from kiosk.session import Session
from kiosk.state import State
from kiosk.ui.theme import Theme


class Screen(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    """Made once and kept; `render` shows a state in which its moment is the present one."""

    session = ObjectProperty()

    def __init__(self, session: Session, messages: Messages, theme: Theme, **properties: Any) -> None:
        self.session = session
        self.messages = messages
        self.theme = theme
        super().__init__(**properties)

    def render(self, state: State) -> None:
        raise NotImplementedError

    def leave(self) -> None:
        """Another screen comes: let go of what the visitor gave."""


def put(box: Any, widgets: list[Any]) -> None:
    """These are the children of the box now, in this order."""
    if box.children[::-1] != widgets:
        box.clear_widgets()
        for widget in widgets:
            box.add_widget(widget)
