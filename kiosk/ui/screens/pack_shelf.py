"""What lies on sticks and in watched folders, one card a pack; and where to put the stick in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kiosk.packs import Source, SourceKind
from kiosk.staff_moments import PackShelf
from kiosk.state import State
from kiosk.ui.icons import icon
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets.banner import Banner
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.page import PageColumn
from kiosk.ui.widgets.words import Words


class PackShelfScreen(Screen):
    _shown: tuple[Source, ...] | None = None

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._nothing, self._something = (self.ids[name].__self__ for name in ("nothing", "something"))

    def render(self, state: State) -> None:
        assert isinstance(state.moment, PackShelf)
        if self._shown == state.sources:
            return
        self._shown = state.sources
        sources = [source for source in state.sources if source.kind is not SourceKind.EXPORT]
        # A stick without packs is shown: whoever has put it in must see that it was noticed.
        here = any(source.kind is SourceKind.STICK or source.packs or source.fault for source in sources)
        put(self.ids.column, [self._something if here else self._nothing])
        put(self.ids.sources, [self._source(source, only=len(sources) == 1) for source in sources])

    def _source(self, source: Source, *, only: bool) -> PageColumn:
        say = self.messages.text
        stick = source.kind is SourceKind.STICK
        column = PageColumn()
        column.add_widget(
            Words(text=say(f"import.{source.kind}", name=source.name), points=self.theme.label, bold=True)
        )
        for number, pack in enumerate(source.packs):
            first = number == 0 and len(source.packs) > 1
            card = Card(icon=icon("package_2"), text=pack.stem, below=say("import.newest") if first else "")
            self._add(column, card, strong=number == 0 and (stick or only))
            card.bind(on_tap=lambda _, pack=pack: self.session.bring(pack))
        for key in source.keys:
            card = Card(
                icon=icon("key"), text=say("import.key_file", name=key.stem), below=say("import.key_file_below")
            )
            self._add(column, card)
            card.bind(on_tap=lambda _, key=key: self._read_key(key))
        if source.fault:
            column.add_widget(Banner(text=source.fault, icon=icon("error")))
        elif not source.packs:
            column.add_widget(Words(text=say("import.nothing_on"), points=self.theme.small))
        return column

    def _add(self, column: Any, card: Card, *, strong: bool = False) -> None:
        card.strong = strong
        card.points = self.theme.body
        column.add_widget(card)

    def _read_key(self, key: Path) -> None:
        self.session.read_key(key)


load_kv(__file__)
