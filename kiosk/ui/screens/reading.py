"""A section is open: large text, the spoken sentence alight, and the controls of the voice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, StringProperty

from kiosk.messages import Messages
from kiosk.model import Article, Note, Place, Section
from kiosk.state import Playback, Reading, Reply, State
from kiosk.ui.icons import icon_of_section
from kiosk.ui.screens.question import asked
from kiosk.ui.screens.screen import Screen
from kiosk.ui.screens.sources import approval, provenance, warning
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import misheard as _misheard  # noqa: F401
from kiosk.ui.widgets import row as _row  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.paragraph import Paragraph

ALTERNATIVES = 2
LARGEST_FOR_STANDING_HEAD = 1.3


class ReadingScreen(Screen):
    title = StringProperty()
    asked = StringProperty()
    heard = StringProperty()
    """The question where it was spoken."""
    urgent_hint = StringProperty()
    own_result = StringProperty()
    incomplete = StringProperty()
    warning = StringProperty()
    source = StringProperty()
    others = StringProperty()
    playing = BooleanProperty(False)
    paused = BooleanProperty(False)
    audible = BooleanProperty(True)
    head_stays = BooleanProperty(True)
    """Question and title stand still above the text, as long as the letters leave room for that."""
    _open: tuple[Section, Reply | None] | None = None

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, Reading)
        section = state.section(now.place)
        assert section is not None
        self.playing = now.playback is Playback.PLAYING
        self.paused = now.playback is Playback.PAUSED
        self.audible = state.audible
        if self._open != (section, now.reply):
            self._open = (section, now.reply)
            self._fill(state, now, section)
        self._mark(now)

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._head = self.ids.head.__self__
        self.theme.fbind("text_scale", self._lay_head)
        self._lay_head()

    def _lay_head(self, *_: Any) -> None:
        self.head_stays = self.theme.text_scale <= LARGEST_FOR_STANDING_HEAD
        self._head.parent.remove_widget(self._head)
        if self.head_stays:
            self.ids.place.add_widget(self._head)
        else:
            self.ids.column.add_widget(self._head, index=len(self.ids.column.children))

    def leave(self) -> None:
        self._open = None
        self.asked = self.heard = ""
        self.ids.blocks.clear_widgets()
        self.ids.alternatives.clear_widgets()

    def play_or_pause(self) -> None:
        if self.playing:
            self.session.pause()
        else:
            self.session.play()

    def _fill(self, state: State, now: Reading, section: Section) -> None:
        article = state.article(now.place.article)
        assert article is not None
        self.title = section.title
        self.asked, self.heard = asked(now.reply.question, self.messages) if now.reply else ("", "")
        hint = now.reply is not None and now.reply.answer.urgent_hint
        self.urgent_hint = self.messages.text("notes.urgent_hint") if hint else ""
        notes = now.reply.answer.notes if now.reply else ()
        self.own_result = self.messages.text("notes.own_result") if Note.OWN_RESULT in notes else ""
        incomplete = section.source_incomplete or Note.SOURCE_INCOMPLETE in notes
        self.incomplete = self.messages.text("notes.source_incomplete") if incomplete else ""
        self.warning = warning(article, self.messages)
        self.source = " ".join(lines(article, self.messages))
        self._fill_blocks(section)
        self._fill_alternatives(state, now.reply)
        self.ids.scroller.scroll_y = 1

    def _fill_blocks(self, section: Section) -> None:
        self.ids.blocks.clear_widgets()
        first = 0
        for block in section.blocks:
            paragraph = Paragraph(block, first, self.theme, tag=self.messages.text("reading.best"))
            paragraph.bind(on_sentence=lambda _, sentence: self.session.read_from(sentence))
            self.ids.blocks.add_widget(paragraph)
            first += len(block.sentences)

    def _fill_alternatives(self, state: State, reply: Reply | None) -> None:
        self.ids.alternatives.clear_widgets()
        also = reply.answer.also if reply else None
        suggestions = reply.answer.suggestions if reply and not also else ()
        offered = [also] if also else [suggestion.place for suggestion in suggestions[:ALTERNATIVES]]
        places = [place for place in offered if state.section(place)]
        title = "reading.also" if also else "reading.others"
        self.others = self.messages.text(title) if places else ""
        for place in places:
            self.ids.alternatives.add_widget(self._alternative(state, place))

    def _alternative(self, state: State, place: Place) -> Card:
        section = state.section(place)
        assert section is not None
        card = Card(icon=icon_of_section(section.id), text=section.title)
        card.bind(on_tap=lambda _: self.session.open_section(place))
        return card

    def _mark(self, now: Reading) -> None:
        """Light up what is spoken, mark what answers, and bring the one that matters into sight."""
        spoken = now.at
        answering = now.reply.sentence if now.reply else None
        wanted = spoken if spoken is not None else answering
        for paragraph in reversed(self.ids.blocks.children):
            paragraph.mark(spoken, answering)
            if wanted is not None and paragraph.first <= wanted:
                target = paragraph
        if wanted is not None and self.ids.blocks.children:
            Clock.schedule_once(lambda _: self._bring_into_sight(target), 0.05)

    def _bring_into_sight(self, paragraph: Paragraph) -> None:
        scroller = self.ids.scroller
        if paragraph.parent is None or scroller.height >= scroller.children[0].height:
            return
        top = paragraph.to_window(0, paragraph.top)[1] if paragraph.parent else 0
        bottom = paragraph.to_window(0, paragraph.y)[1]
        low, high = scroller.to_window(0, scroller.y)[1], scroller.to_window(0, scroller.top)[1]
        if bottom < low + 20 or top > high:
            scroller.scroll_to(paragraph, padding=scroller.height * 0.25, animate=False)


def lines(article: Article, messages: Messages) -> Iterator[str]:
    """What stands at the end of every section."""
    if article.review:
        yield approval(article, messages) + "."
    yield provenance(article, messages)


load_kv(__file__)
