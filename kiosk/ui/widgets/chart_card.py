"""A chart: its title, what it shows, and its bars."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.charts import Chart
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets.count_bar import CountBar
from kiosk.ui.widgets.page import PageColumn
from kiosk.ui.widgets.tap import Tap

MOST = 8
"""Bars of a chart. What is further down its tail stands in the export."""


class ChartCard(Tap, PageColumn):
    """Can be reached by keys, and by a finger that explores: the voice guide tells all of it. A touch does nothing else."""

    title = StringProperty()
    below = StringProperty()
    none = StringProperty()
    more = StringProperty()
    more_of = ObjectProperty(str)
    """What is said of so many bars that are left out."""

    def show(self, chart: Chart) -> None:
        self.title, self.below = chart.title, chart.below
        self.none = "" if chart.bars else chart.none
        left = len(chart.bars) - MOST
        self.more = self.more_of(left) if left > 0 else ""
        self.ids.bars.clear_widgets()
        for bar in chart.bars[:MOST]:
            share = bar.number / chart.longest if chart.longest else 0.0
            self.ids.bars.add_widget(CountBar(text=bar.text, told=bar.told, share=share))


load_kv(__file__)
