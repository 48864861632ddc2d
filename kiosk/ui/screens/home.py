"""The sections of an article as cards; with several articles, the articles first."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.messages import Messages
from kiosk.model import Article, Place, Section
from kiosk.session import Session
from kiosk.sources import approval, provenance
from kiosk.state import Aloud, Home, State
from kiosk.ui.icons import icon, icon_of_section
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.theme import Theme
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import long_column as _long_column  # noqa: F401
from kiosk.ui.widgets import row as _row  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.card import Card, CardRow

LETTERS_A_SECOND = 14.0
"""Of the default voice; only to say roughly how long a section takes."""
ACROSS = 2
"""Articles side by side, where there is room."""
LEAST_CARD = 156
"""Of a card's height, theme units: only to guess."""

ROOMY_SCALE = 1.3
"""In larger letters what is to be read needs all the room."""

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
    _is_new = True
    """It comes up just now."""
    _shown: tuple[object, ...] | None = None

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._prevention = self.ids.prevention.__self__
        self._cards: list[Card] = []
        self._switch, self._page = self.ids.switch.__self__, self.ids.scroller.__self__
        self._articles: tuple[Article, ...] = ()
        self.theme.fbind("portrait", self._lay)
        self.theme.fbind("text_scale", self._lay)

    def render(self, state: State) -> None:
        assert isinstance(state.moment, Home)
        self.aloud = state.aloud
        roomy = state.text_scale <= ROOMY_SCALE and not state.guided  # "Text & voice" has the switch too
        put(self, [self._page, *([self._switch] if roomy else [])])
        past = state.moment.article in state.content.expired
        self.expired = self.messages.text("article.expired") if past else ""
        shown = (state.shelf, state.moment.article, state.content.notices)
        if self._shown != shown:
            self._shown = shown
            self._fill(state, state.moment.article)
        if self._is_new and not state.trail:
            self.ids.scroller.scroll_y = 1
        self._is_new = False

    def leave(self) -> None:
        self._is_new = True

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
            self._cards = []
        self._articles = () if article else state.shelf
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
        columns = 1 if self.theme.portrait or self.theme.text_scale > LARGEST_FOR_A_CARD else ACROSS
        shelf = Shelf(self._articles, columns, self.session, self.messages, self.theme) if self._articles else None
        self.ids.articles.fill(shelf)

    def _section_card(self, article: str, section: Section) -> Card:
        title = self.messages.text("home.first_section") if section.id == "intro" else section.title
        card = Card(icon=icon_of_section(section.id), text=title, below=self._how_long(section))
        card.bind(on_tap=lambda _: self.session.open_section(Place(article, section.id)))
        return card

    def _how_long(self, section: Section) -> str:
        seconds = max(5, round(len(section.text) / LETTERS_A_SECOND / 5) * 5)
        if seconds < 90:
            return self.messages.text("home.seconds_to_hear", seconds=seconds)
        return self.messages.text("home.minutes_to_hear", minutes=round(seconds / 60))


class Shelf:
    """The articles as rows of cards for a long column: a clinic may have a thousand."""

    def __init__(
        self, articles: tuple[Article, ...], across: int, session: Session, messages: Messages, theme: Theme
    ) -> None:
        self._articles = articles
        self._across = across
        self._session = session
        self._messages = messages
        self._theme = theme

    def __len__(self) -> int:
        return -(-len(self._articles) // self._across)

    def guess(self, number: int, width: float) -> float:
        return float(LEAST_CARD * self._theme.u)

    def make(self) -> CardRow:
        return CardRow()

    def show(self, number: int, row: CardRow) -> None:
        here = self._articles[number * self._across :][: self._across]
        while len(row.cards) < len(here):
            row.cards.append(self._card())
        for card, article in zip(row.cards, here, strict=False):
            card.article, card.text = article.id, article.title
            card.below = self._messages.text("home.sections", count=len(article.sections))
        put(row, [*row.cards[: len(here)], *(Widget() for _ in range(self._across - len(here)))])

    def _card(self) -> ArticleCard:
        card = ArticleCard(icon=icon("menu_book"))
        card.bind(on_tap=lambda card: self._session.open_article(card.article))
        return card

    def controls(self, number: int) -> int:
        return min(self._across, len(self._articles) - number * self._across)

    def control(self, row: CardRow, place: int) -> Card:
        card: Card = row.cards[place]
        return card


class ArticleCard(Card):
    article = ""
    """Its id; another one whenever the card is used again."""


load_kv(__file__)
