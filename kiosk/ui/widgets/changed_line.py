"""A paragraph word by word: added words underlined, words that go struck through, both in a colour of their own as well."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty
from kivy.utils import escape_markup

from kiosk.model import BlockKind
from kiosk.packs import Fate, Line
from kiosk.ui.theme import Theme
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets.words import Words

MARKS = {Fate.ADDED: ("u", "added"), Fate.REMOVED: ("s", "removed")}
"""By fate: Kivy's tag, and the theme's colour."""


class ChangedLine(Words):
    item = BooleanProperty(False)
    """An entry of a list."""

    def __init__(self, line: Line, theme: Theme, **words: Any) -> None:
        self._line, self._theme = line, theme
        super().__init__(**words)
        self.item = line.kind is BlockKind.ITEM
        self.bold = line.kind is BlockKind.SUBHEADING
        for role in ("added", "removed"):
            theme.bind(**{role: self._spell})  # weakly: the theme outlives it
        self._spell()

    def _spell(self, *_: Any) -> None:
        self.text = " ".join(self._marked(words.fate, words.text.strip()) for words in self._line.words)

    def _marked(self, fate: Fate, text: str) -> str:
        if fate not in MARKS:
            return str(escape_markup(text))
        tag, role = MARKS[fate]
        colour = "".join(f"{round(channel * 255):02x}" for channel in getattr(self._theme, role)[:3])
        return f"[color={colour}][b][{tag}]{escape_markup(text)}[/{tag}][/b][/color]"


load_kv(__file__)
