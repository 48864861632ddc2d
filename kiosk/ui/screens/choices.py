"""Screens that end in a few large choices: not sure, no answer, not understood."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import StringProperty

from kiosk.model import Place, Question, Suggestion
from kiosk.state import State
from kiosk.ui.icons import icon, icon_of_section
from kiosk.ui.screens.question import asked
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import misheard as _misheard  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.card import Card

MOST_ARTICLES = 4
"""More are a list, and that is what the home screen is for."""
LARGEST_WITH_PICTURE = 1.2
"""Of letters, across."""


class ChoicesScreen(Screen):
    """An icon, a title, some words, topics as cards, and up to three ways on."""

    icon = StringProperty()
    title = StringProperty()
    asked = StringProperty()
    heard = StringProperty()
    """The question where it was spoken: it can be touched by whoever said something else."""
    words = StringProperty()
    urgent_hint = StringProperty()
    above_topics = StringProperty()
    try_again = StringProperty()
    type_instead = StringProperty()
    all_topics = StringProperty()

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._ways = [self.ids[name].__self__ for name in ("again", "type", "on")]  # `ids` alone keeps nothing alive
        self.bind(try_again=self._lay_ways, type_instead=self._lay_ways, all_topics=self._lay_ways)
        self._lay_ways()
        self._column = self.ids.column.children[::-1]
        self._lay_column_soon = Clock.create_trigger(self._lay_column, -1)
        for name in ("asked", "heard", "words", "urgent_hint", "above_topics"):
            self.fbind(name, self._lay_column_soon)
        for name in ("portrait", "text_scale"):
            self.theme.fbind(name, self._lay_column_soon)
        self._lay_column()

    def _lay_ways(self, *_: Any) -> None:
        """Only the ways that this moment offers."""
        put(self.ids.ways, [way for way in self._ways if way.text])

    def _lay_column(self, *_: Any) -> None:
        """Only what says something: what is empty would still keep its neighbours apart."""
        upright = self.theme.portrait
        says = {
            "picture": upright or (not self.heard and self.theme.text_scale <= LARGEST_WITH_PICTURE),
            "asked": self.asked,
            "heard": self.heard,
            "words": self.words,
            "hint": self.urgent_hint,
            "apart": upright or not (self.urgent_hint or self.heard),
            "above": self.above_topics,
        }
        silent = [self.ids[name].__self__ for name, something in says.items() if not something]
        put(self.ids.column, [part for part in self._column if part not in silent])

    def show_topics(self, state: State, suggestions: tuple[Suggestion, ...]) -> None:
        self.ids.topics.clear_widgets()
        for suggestion in suggestions:
            if section := state.section(suggestion.place):
                card = Card(icon=icon_of_section(section.id), text=section.title, points=self.theme.body)
                card.bind(on_tap=lambda _, place=suggestion.place: self.choose(place))
                self.ids.topics.add_widget(card)
        self.ids.scroller.scroll_y = 1

    def show_articles(self, state: State) -> None:
        """What there is, where nothing comes near."""
        self.ids.topics.clear_widgets()
        for article in state.shelf[:MOST_ARTICLES]:
            count = self.messages.text("home.sections", count=len(article.sections))
            card = Card(icon=icon("menu_book"), text=article.title, below=count, points=self.theme.body)
            card.bind(on_tap=lambda _, id=article.id: self.session.open_article(id))
            self.ids.topics.add_widget(card)
        self.ids.scroller.scroll_y = 1

    def choose(self, place: Place) -> None:
        self.session.open_section(place)

    def go_on(self) -> None:
        """The last of the ways on."""
        self.session.go_home()

    def open_keyboard(self) -> None:
        self.session.ask_by_keyboard()

    def show_question(self, question: Question) -> None:
        self.asked, self.heard = asked(question, self.messages)

    def leave(self) -> None:
        self.asked = self.heard = ""
        self.ids.topics.clear_widgets()


load_kv(__file__)
