"""Controls side by side, all as tall as the tallest of them needs to be."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.ui.widgets import load_kv


class Row(BoxLayout):  # type: ignore[misc]  # Kivy carries no types
    """Its children say by `wanted` how tall their words need them to be; those without one only fill."""

    wanted = NumericProperty(0.0)
    """Pixels, padding not counted."""

    def __init__(self, **properties: Any) -> None:
        self._measure_soon = Clock.create_trigger(self._measure)
        super().__init__(**properties)

    def add_widget(self, widget: Any, *args: Any, **kwargs: Any) -> None:
        super().add_widget(widget, *args, **kwargs)
        if hasattr(widget, "wanted"):
            widget.bind(wanted=self._measure_soon)
        self._measure()

    def remove_widget(self, widget: Any, *args: Any, **kwargs: Any) -> None:
        super().remove_widget(widget, *args, **kwargs)
        if hasattr(widget, "wanted"):
            widget.unbind(wanted=self._measure_soon)
        self._measure_soon()

    def _measure(self, *_: Any) -> None:
        self.wanted = max((child.wanted for child in self.children if hasattr(child, "wanted")), default=0.0)


load_kv(__file__)
