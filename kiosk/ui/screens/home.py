"""The sections of an article as cards; with several articles, the articles first."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.model import Article, Place, Section
from kiosk.sources import approval, provenance
from kiosk.state import Aloud, Home, State
from kiosk.ui.icons import icon, icon_of_section
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import row as _row  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.card import Card

LETTERS_A_SECOND = 14.0
"""Of the default voice; only to say roughly how long a section takes."""

LARGEST_FOR_A_CARD = 1.2


class HomeScreen(Screen):
    title = StringProperty()
    standing = StringProperty()
    """Who approved it, or that nobody has."""
    approved = BooleanProperty(False)
    source = StringProperty()
    expired = StringProperty()
    """It is past its date, and shown all the same."""
    of_articles = BooleanProperty(False)
    """An article is to be chosen."""
    aloud = StringProperty()
    _has_prevention = False
    _shown: tuple[object, ...] | None = None

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._prevention = self.ids.prevention.__self__
        self._cards: list[Card] = []
        self.theme.fbind("portrait", self._lay)
        self.theme.fbind("text_scale", self._lay)

    def render(self, state: State) -> None:
        assert isinstance(state.moment, Home)
        self.aloud = state.aloud
        past = state.moment.article in state.content.expired
        self.expired = self.messages.text("article.expired") if past else ""
        shown = (state.articles, state.moment.article, state.content.notices)
        if self._shown != shown:
            self._shown = shown
            self._fill(state, state.moment.article)
        if not state.trail:
            self.ids.scroller.scroll_y = 1

    def hear_prevention(self) -> None:
        state = self.session.state
        article = state.article(state.moment.article or "") if isinstance(state.moment, Home) else None
        if article is not None and article.prevention is not None:
            self.session.hear(Place(article.id, article.prevention.id))

    def choose_aloud(self, aloud: str) -> None:
        self.session.choose_aloud(Aloud(aloud))

    def _fill(self, state: State, id: str | None) -> None:
        article = state.article(id) if id else None
        self.ids.scroller.scroll_y = 1
        self.title = article.title if article else self.messages.text("home.choose")
        self.approved = article is not None and article.review is not None
        self.standing = approval(article, self.messages) if article else ""
        self.source = provenance(article, self.messages) if article else ""
        self.of_articles = article is None
        self._has_prevention = article is not None and article.prevention is not None
        if article:
            self._cards = [self._section_card(article.id, section) for section in article.sections]
        else:
            self._cards = [self._article_card(other) for other in state.articles]
        self._lay()

    def _lay(self, *_: Any) -> None:
        """The prevention advice across the page; in landscape, where height is dear, as the first of the cards, while letters
        are small enough for that."""
        across = self.theme.portrait or self.theme.text_scale > LARGEST_FOR_A_CARD
        self.ids.cards.clear_widgets()
        self.ids.wide.clear_widgets()
        advice = [self._prevention] if self._has_prevention else []
        put(self.ids.wide, advice if across else [])
        put(self.ids.cards, [*([] if across else advice), *self._cards])

    def _section_card(self, article: str, section: Section) -> Card:
        title = self.messages.text("home.first_section") if section.id == "intro" else section.title
        card = Card(icon=icon_of_section(section.id), text=title, below=self._how_long(section))
        card.bind(on_tap=lambda _: self.session.open_section(Place(article, section.id)))
        return card

    def _article_card(self, article: Article) -> Card:
        below = self.messages.text("home.sections", count=len(article.sections))
        card = Card(icon=icon("menu_book"), text=article.title, below=below)
        card.bind(on_tap=lambda _: self.session.open_article(article.id))
        return card

    def _how_long(self, section: Section) -> str:
        seconds = max(5, round(len(section.text) / LETTERS_A_SECOND / 5) * 5)
        if seconds < 90:
            return self.messages.text("home.seconds_to_hear", seconds=seconds)
        return self.messages.text("home.minutes_to_hear", minutes=round(seconds / 60))


load_kv(__file__)
