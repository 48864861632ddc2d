"""The visitor types: the words on top, fitting topics below them, large keys where the fingers are."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.model import Suggestion
from kiosk.state import State, Typing
from kiosk.ui.icons import icon, icon_of_section
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import card as _card  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import row as _row  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets.touchable import Key, Touchable

ROWS = ("first", "second", "third")


class SuggestionRow(Touchable):
    """A topic that may answer what is typed so far."""


class TypingScreen(Screen):
    typed = StringProperty()
    numbers = BooleanProperty(False)
    can_find = BooleanProperty(False)
    shortened = BooleanProperty(True)
    """The second row has fewer keys than the first: it stands between them."""
    _suggestions: tuple[Suggestion, ...] | None = None

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self.bind(numbers=lambda *_: self._lay_keys())
        self._lay_keys()

    def render(self, state: State) -> None:
        assert isinstance(state.moment, Typing)
        self.typed = state.moment.text
        self.can_find = bool(self.typed.strip())
        if self._suggestions != state.moment.suggestions:
            self._suggestions = state.moment.suggestions
            self._fill_suggestions(state)

    def leave(self) -> None:
        self.typed = ""
        self.numbers = False
        self._suggestions = None
        self.ids.suggestions.clear_widgets()

    # ---- keys

    def press(self, letter: str) -> None:
        self.session.type_text(self.typed + letter)

    def erase(self) -> None:
        self.session.type_text(self.typed[:-1])

    def clear(self) -> None:
        self.session.type_text("")

    def _lay_keys(self) -> None:
        for number, row in enumerate(ROWS, 1):
            letters = self.messages.text(f"typing.{'signs' if self.numbers else 'row'}_{number}")
            box = self.ids[row]
            box.clear_widgets()
            for letter in letters:
                key = Key(text=letter)
                key.bind(on_tap=lambda key: self.press(key.text))
                box.add_widget(key)
        self.shortened = len(self.ids.second.children) < len(self.ids.first.children)
        erase = Key(icon=icon("backspace"), spoken_name=self.messages.text("typing.erase"), size_hint_x=1.5)
        erase.bind(on_tap=lambda _: self.erase())
        self.ids.third.add_widget(erase)

    # ---- topics

    def _fill_suggestions(self, state: State) -> None:
        box = self.ids.suggestions
        box.clear_widgets()
        for suggestion in self._suggestions or ():
            section = state.section(suggestion.place)
            if section is None:
                continue
            row = SuggestionRow(text=section.title, icon=icon_of_section(section.id))
            row.bind(on_tap=lambda _, place=suggestion.place: self.session.open_section(place))
            box.add_widget(row)
        self.ids.scroller.scroll_y = 1


load_kv(__file__)
