"""How the kiosk was used, as charts: first of all where people ask what it doesn't answer."""

from __future__ import annotations

from functools import partial
from typing import Any

from kivy.properties import StringProperty

from kiosk.charts import Chart, Names, charts, since
from kiosk.model import Article
from kiosk.session.usage import PERIODS
from kiosk.staff_moments import UsageCounts
from kiosk.state import State
from kiosk.tally import Tallies
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import gradual as _gradual  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401
from kiosk.ui.widgets import row as _row  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets.chart_card import ChartCard
from kiosk.ui.widgets.touchable import Choice


class UsageScreen(Screen):
    since = StringProperty()
    note = StringProperty()
    _shown: tuple[Tallies | None, int, tuple[Article, ...]] | None = None

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._periods = {
            days: Choice(text=self.messages.text(f"counts.period_{days}"), framing=True, size_hint_y=1)
            for days in PERIODS
        }
        for days, choice in self._periods.items():
            choice.bind(on_tap=lambda _, days=days: self.session.choose_period(days))
            self.ids.periods.add_widget(choice)

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, UsageCounts)
        for days, choice in self._periods.items():
            choice.chosen = days == now.period
        wanted = (now.tallies, now.period, state.articles)
        if self._shown != wanted:
            self._shown = wanted
            self._fill(now, state)

    def leave(self) -> None:
        self.ids.scroller.scroll_y = 1

    def _fill(self, now: UsageCounts, state: State) -> None:
        say = self.messages.text
        found: tuple[Chart, ...] = ()
        if now.tallies is None:
            self.since, self.note = say("import.one_moment"), ""
        else:
            languages = {each: texts.text("attract.language") for each, texts in self.session.messages.items()}
            found = charts(now.tallies, now.period, Names(state.articles, languages), self.messages)
            self.since, self.note = since(now.tallies, self.messages), say("counts.note")
        self.ids.charts.fill(partial(self._card, chart) for chart in found)

    def _card(self, chart: Chart) -> ChartCard:
        card = ChartCard(more_of=lambda count: self.messages.text("counts.more", count=count))
        card.show(chart)
        return card


load_kv(__file__)
