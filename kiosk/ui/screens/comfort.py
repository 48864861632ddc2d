"""Larger letters, other colours, another language, a voice that guides: what is touched holds at once, on this very screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kivy.properties import BooleanProperty, ListProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.messages import Messages
from kiosk.session.comfort import TEXT_SCALES
from kiosk.session.delivery import SPEEDS, VOLUMES
from kiosk.state import Aloud, Comfort, Look, State
from kiosk.ui.icons import icon
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import row as _row  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets.touchable import Choice, Touchable

CHANGES = (
    ("softer", icon("volume_down")),
    ("louder", icon("volume_up")),
    ("slower", icon("remove")),
    ("faster", icon("add")),
)
POINTS = 40
"""Of the letter that stands for the usual size."""
LOOKS = {Look.LIGHT: icon("light_mode"), Look.DARK: icon("dark_mode"), Look.HIGH_CONTRAST: icon("contrast")}


class Kind(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    """One thing that can be chosen, and what there is to choose."""

    icon = StringProperty()
    text = StringProperty()
    choices = ListProperty()

    def on_choices(self, *_: Any) -> None:
        for choice in self.choices:
            choice.size_hint_y = 1  # all as tall as the tallest
        put(self.ids.row, list(self.choices))


class ComfortScreen(Screen):
    guided = BooleanProperty(False)

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        say = self.messages.text
        self._scales = {scale: _letter(scale) for scale in TEXT_SCALES}
        self._looks = {
            look: PictureChoice(text=say(f"comfort.{look}"), icon=picture) for look, picture in LOOKS.items()
        }
        self._tongues: dict[str, Choice] = {}
        self._alouds = {each: Choice(text=say(f"home.aloud_{each}"), framing=True) for each in Aloud}
        self._softer, self._louder, self._slower, self._faster = (
            Change(text=say(f"reading.{name}"), icon=picture) for name, picture in CHANGES
        )
        self._languages = self.ids.languages.__self__  # `ids` alone keeps nothing alive
        for scale, choice in self._scales.items():
            choice.bind(on_tap=lambda _, scale=scale: self.session.choose_text_scale(scale))
        for look, choice in self._looks.items():
            choice.bind(on_tap=lambda _, look=look: self.session.choose_look(look))
        for each, choice in self._alouds.items():
            choice.bind(on_tap=lambda _, each=each: self.session.choose_aloud(each))
        for change, by in ((self._softer, -1), (self._louder, 1)):
            change.bind(on_tap=lambda _, by=by: self.session.louder(by))
        for change, by in ((self._slower, -1), (self._faster, 1)):
            change.bind(on_tap=lambda _, by=by: self.session.faster(by))
        self.ids.voice.choices = [self._softer, self._louder, self._slower, self._faster]
        self.ids.aloud.choices = list(self._alouds.values())
        self.ids.letters.choices = list(self._scales.values())
        self.ids.colours.choices = list(self._looks.values())

    def render(self, state: State) -> None:
        assert isinstance(state.moment, Comfort)
        self.guided = state.guided
        self._slower.disabled, self._faster.disabled = (state.speed == SPEEDS[end] for end in (0, -1))
        self._softer.disabled, self._louder.disabled = (state.volume == VOLUMES[end] for end in (0, -1))
        self._offer(state.offered, state.guided)
        _choose(self._scales.items(), state.text_scale)
        _choose(self._looks.items(), state.look)
        _choose(self._tongues.items(), state.language)
        _choose(self._alouds.items(), state.aloud)

    def leave(self) -> None:
        self.ids.scroller.scroll_y = 1

    def _offer(self, languages: tuple[str, ...], guided: bool) -> None:
        """Each language by its own name. Whom the guide found by mistake sees at once how to be rid of it."""
        if tuple(self._tongues) != languages:
            self._tongues = {each: self._tongue(each, self.session.messages[each]) for each in languages}
            self._languages.choices = list(self._tongues.values())
        kinds = [self.ids[name].__self__ for name in ("letters", "colours", "aloud", "voice")]
        if len(languages) > 1:
            kinds.insert(0, self._languages)
        kinds.insert(0 if guided else len(kinds), self.ids.guide.__self__)
        put(self.ids.kinds, kinds)

    def _tongue(self, language: str, messages: Messages) -> Choice:
        choice = Choice(text=messages.text("attract.language"), framing=True)
        choice.bind(on_tap=lambda _: self.session.choose_language(language))
        return choice


class PictureChoice(Choice):
    pass


class Change(Touchable):
    """A step more or less."""


def _letter(scale: float) -> Choice:
    """An "A" as large as the letters will be."""
    return Choice(text="A", points=POINTS * scale, framing=True, spoken_name=f"{scale:.0%}")


def _choose(choices: Iterable[tuple[Any, Choice]], chosen: Any) -> None:
    for value, choice in choices:
        choice.chosen = value == chosen


load_kv(__file__)
