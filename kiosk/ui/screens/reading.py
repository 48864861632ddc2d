"""A section is open: large text, the spoken sentence alight, and the controls of the voice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from math import ceil
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, StringProperty

from kiosk.messages import Messages
from kiosk.model import Article, BlockKind, Note, Place, Section
from kiosk.session.delivery import SPEEDS, VOLUMES
from kiosk.session.entry import entry_at
from kiosk.session.reading import entry_key
from kiosk.sources import approval, provenance, warning
from kiosk.state import Playback, Reading, Reply, State
from kiosk.ui.icons import icon_of_item, icon_of_section
from kiosk.ui.screens.question import asked
from kiosk.ui.screens.screen import Screen
from kiosk.ui.theme import Theme
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import long_column as _long_column  # noqa: F401
from kiosk.ui.widgets import misheard as _misheard  # noqa: F401
from kiosk.ui.widgets import progress as _progress  # noqa: F401
from kiosk.ui.widgets import row as _row  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.paragraph import Paragraph

ALTERNATIVES = 2
PLACE = 0.2
"""How far down in the text's window a sentence is brought, as a share of its height."""
LARGEST_FOR_STANDING_HEAD = {True: 1.3, False: 1.1}
"""Of letters, upright and across."""
LETTER, LINE = 0.48, 1.5
"""Width of a letter on average and height of a line, times their size: only to guess how tall a paragraph may be."""


class ReadingScreen(Screen):
    title = StringProperty()
    asked = StringProperty()
    heard = StringProperty()
    """The question where it was spoken."""
    urgent_hint = StringProperty()
    own_result = StringProperty()
    incomplete = StringProperty()
    warning = StringProperty()
    expired = StringProperty()
    """It is past its date, and shown all the same."""
    source = StringProperty()
    others = StringProperty()
    playing = BooleanProperty(False)
    paused = BooleanProperty(False)
    ended = BooleanProperty(False)
    silence = StringProperty()
    """Why nothing can be heard."""
    slowest = BooleanProperty(False)
    fastest = BooleanProperty(False)
    softest = BooleanProperty(False)
    loudest = BooleanProperty(False)
    head_stays = BooleanProperty(True)
    """Question and title stand still above the text, as long as the letters leave room for that."""
    _open: tuple[Section, Reply | None] | None = None
    _shown: int | None = None
    """The sentence that was last to be seen."""
    _follows = True
    _wishes = False
    """A control was touched since."""

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, Reading)
        section = state.section(now.place)
        assert section is not None
        self.playing = now.playback is Playback.PLAYING
        self.paused = now.playback is Playback.PAUSED
        self.ended = now.playback is Playback.ENDED
        self.silence = self._why_silent(state, now)
        past = now.place.article in state.content.expired
        self.expired = self.messages.text("article.expired") if past else ""
        self.slowest, self.fastest = (state.speed == SPEEDS[end] for end in (0, -1))
        self.softest, self.loudest = (state.volume == VOLUMES[end] for end in (0, -1))
        self._count(section, now)
        if self._open != (section, now.reply):
            self._open = (section, now.reply)
            self._fill(state, now, section)
        self._mark(now)

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._head = self.ids.head.__self__
        self.ids.progress.bind_theme(self.theme)
        self._paragraphs: Paragraphs | None = None
        self._look_soon = Clock.create_trigger(self._bring_into_sight, 0.05)
        self.ids.scroller.bind(height=self._look_soon)
        self.ids.column.bind(height=self._look_soon)  # large letters need more than one round to be laid out
        self.theme.fbind("text_scale", self._lay_head)
        self.theme.fbind("portrait", self._lay_head)
        self._lay_head()

    def _lay_head(self, *_: Any) -> None:
        self.head_stays = self.theme.text_scale <= LARGEST_FOR_STANDING_HEAD[self.theme.portrait]
        self._head.parent.remove_widget(self._head)
        if self.head_stays:
            self.ids.place.add_widget(self._head)
        else:
            self.ids.column.add_widget(self._head, index=len(self.ids.column.children))

    def leave(self) -> None:
        self._open = None
        self._shown = self._paragraphs = None
        self.asked = self.heard = ""
        self.ids.blocks.fill(None)
        self.ids.alternatives.clear_widgets()

    def play_or_pause(self) -> None:
        if self.playing:
            self.session.pause()
        else:
            self.session.play()

    def follow(self) -> None:
        """Whoever touches a control wants to see what it does."""
        self._wishes = True

    def _why_silent(self, state: State, now: Reading) -> str:
        if not state.speaks(now.place.article):
            return self.messages.text("reading.no_voice")
        return "" if state.audible else self.messages.text("reading.no_sound")

    def _count(self, section: Section, now: Reading) -> None:
        entry = entry_at(section, now.at)
        progress = self.ids.progress
        if entry:
            values = {"number": str(entry.number), "count": str(entry.count)}
            progress.text = self.messages.text(entry_key(section), **values)
        progress.number, progress.count = (entry.number, entry.count) if entry else (0, 0)

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
        self._paragraphs = Paragraphs(section, self.theme, self.messages.text("reading.best"), self.session.read_from)
        self._paragraphs.marks = _marks(now)
        self.ids.blocks.fill(self._paragraphs)
        self._fill_alternatives(state, now.reply)
        self.ids.scroller.scroll_y = 1
        self._shown, self._follows = None, True

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
        assert self._paragraphs is not None
        wanted = _wanted(now)
        if wanted != self._shown:
            coming = self._look_soon.is_triggered and self._follows
            self._follows = self._wishes or coming or self._is_in_sight(self._shown)
            self._wishes = False
        self._paragraphs.marks = _marks(now)
        for _, paragraph in self.ids.blocks.laid:
            paragraph.mark(*self._paragraphs.marks)
        if wanted != self._shown:
            self._shown = wanted
            self._look_soon()

    def _span(self, sentence: int) -> tuple[float, float] | None:
        """Its top and bottom in the window; None: its paragraph is far out of sight."""
        assert self._paragraphs is not None
        paragraph = self.ids.blocks.laid_row(self._paragraphs.row_of(sentence))
        return paragraph.span(sentence) if paragraph else None

    def _is_in_sight(self, sentence: int | None) -> bool:
        """Any of it. What isn't anywhere is not out of sight either."""
        if sentence is None:
            return True
        span, scroller = self._span(sentence), self.ids.scroller
        return span is not None and span[0] > scroller.y and span[1] < scroller.top

    def _is_readable(self, sentence: int) -> bool:
        """All of it, or of a long one its beginning."""
        span, scroller = self._span(sentence), self.ids.scroller
        if span is None or span[0] > scroller.top:
            return False
        return bool(span[1] >= scroller.y or span[0] >= scroller.top - PLACE * scroller.height)

    def _bring_into_sight(self, *_: Any) -> None:
        """Whoever has scrolled away to read elsewhere is left alone until they come back."""
        if self._shown is None or self._paragraphs is None or not self._follows or self._is_readable(self._shown):
            return
        scroller, row = self.ids.scroller, self._paragraphs.row_of(self._shown)
        if self.ids.blocks.laid_row(row) is None:
            self.ids.blocks.bring_row(row, PLACE)
        if span := self._span(self._shown):
            scroller.scroll_by(scroller.top - scroller.height * PLACE - span[0])


class Paragraphs:
    """The blocks of a section as rows of a long column."""

    def __init__(self, section: Section, theme: Theme, tag: str, read_from: Callable[[int], None]) -> None:
        self._blocks = section.blocks
        self._firsts = [0, *accumulate(len(block.sentences) for block in section.blocks)][:-1]
        self._theme = theme
        self._tag = tag
        self._read_from = read_from
        self.marks: Marks = (None, None, None)

    def __len__(self) -> int:
        return len(self._blocks)

    def row_of(self, sentence: int) -> int:
        return max(0, bisect_right(self._firsts, sentence) - 1)

    def guess(self, number: int, width: float) -> float:
        block, theme = self._blocks[number], self._theme
        letters: float = (theme.heading if block.kind is BlockKind.SUBHEADING else theme.body) * theme.pt
        return ceil(len(block.text) * LETTER * letters / max(1.0, width)) * LINE * letters

    def make(self) -> Paragraph:
        paragraph = Paragraph(self._theme, tag=self._tag)
        paragraph.bind(on_sentence=lambda _, sentence: self._read_from(sentence))
        return paragraph

    def show(self, number: int, row: Paragraph) -> None:
        block = self._blocks[number]
        row.show(block, self._firsts[number], icon_of_item(block.id))
        row.mark(*self.marks)

    def controls(self, number: int) -> int:
        return 1

    def control(self, row: Paragraph, place: int) -> Paragraph:
        return row


Marks = tuple[int | None, int | None, int | None]
"""The sentence that is spoken, the word of it, and the sentence that answers."""


def _marks(now: Reading) -> Marks:
    return now.at, now.word, now.reply.sentence if now.reply else None


def _wanted(now: Reading) -> int | None:
    """The sentence that is to be seen: what is spoken, else what answers."""
    return now.at if now.at is not None else now.reply.sentence if now.reply else None


def lines(article: Article, messages: Messages) -> Iterator[str]:
    """What stands at the end of every section."""
    if article.review:
        yield approval(article, messages) + "."
    yield provenance(article, messages)


load_kv(__file__)
