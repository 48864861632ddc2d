"""A column that scrolls, with a bar thick enough to be seen and dragged."""

from __future__ import annotations

from kivy.uix.scrollview import ScrollView

from kiosk.ui.widgets import load_kv


class Scroller(ScrollView):  # type: ignore[misc]  # Kivy carries no types
    pass


load_kv(__file__)
