"""One article of a pack, section by section and word by word: what is new, what goes; and how each part will sound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kivy.properties import StringProperty

from kiosk.model import BlockKind
from kiosk.packs import ArticleChange, Fate, Proposal, SectionChange
from kiosk.staff_moments import ChangedArticle
from kiosk.state import State
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import gradual as _gradual  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets.changed_line import ChangedLine
from kiosk.ui.widgets.changed_part import ChangedPart
from kiosk.ui.widgets.gradual import Piece


class ChangedArticleScreen(Screen):
    title = StringProperty()
    same = StringProperty()
    """The parts that stay as they are."""
    _shown: tuple[Proposal, str] | None = None

    _heard: str | None = None

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, ChangedArticle)
        self._heard = now.section
        if self._shown != (now.proposal, now.article):
            self._shown = (now.proposal, now.article)
            self._fill(next(change for change in now.proposal.changes if change.article == now.article))
        for piece in self.ids.pieces.children:
            self._mark(piece)

    def leave(self) -> None:
        self._shown = None
        self.ids.pieces.fill(())

    def _fill(self, change: ArticleChange) -> None:
        self.title = change.title
        same = [section.title for section in change.sections if section.fate is Fate.SAME]
        self.same = "\n".join((self.messages.text("import.still_same"), *same)) if same else ""
        self.ids.scroller.scroll_y = 1
        self.ids.pieces.fill(
            piece for section in change.sections if section.fate is not Fate.SAME for piece in self._pieces(section)
        )

    def _pieces(self, section: SectionChange) -> Iterator[Piece]:
        yield lambda: self._part(section)
        for line in section.lines[1 if _is_title(section) else 0 :]:
            yield lambda line=line: ChangedLine(line, self.theme)  # type: ignore[misc]

    def _part(self, section: SectionChange) -> ChangedPart:
        say = self.messages.text
        is_heard = bool(section.section) and section.fate is not Fate.REMOVED
        part = ChangedPart(
            section=section.section,
            title=section.title or say("import.about"),
            fate=say(f"import.part.{section.fate}"),
            hear_text=say("import.hear") if is_heard else "",
        )
        self._mark(part)
        part.bind(on_hear=lambda _: self.session.preview(section.section))
        return part

    def _mark(self, piece: Any) -> None:
        if isinstance(piece, ChangedPart):
            piece.playing = piece.section == self._heard


def _is_title(section: SectionChange) -> bool:
    """Its first line is its title, unchanged: that stands there already."""
    first = section.lines[:1]
    return any(
        line.kind is BlockKind.SUBHEADING and [words.text.strip() for words in line.words] == [section.title]
        for line in first
    )


load_kv(__file__)
