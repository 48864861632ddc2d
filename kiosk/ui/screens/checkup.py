"""Every part of the kiosk, whether it works, and what to do; and the test by sound, which only staff begin."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.model import Level, Part
from kiosk.session.checkup_words import name_of, state_of, summary
from kiosk.staff_moments import Checkup
from kiosk.state import State
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.widgets import banner as _banner  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import card as _card  # noqa: F401
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import page as _page  # noqa: F401
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets.part_line import PartLine

WORST_FIRST = (Level.MISSING, Level.LESS, Level.GOOD)


class CheckupScreen(Screen):
    told = StringProperty()
    """What it all comes to."""
    well = BooleanProperty(False)
    sounding = BooleanProperty(False)
    step = StringProperty()
    """Of the test by sound."""
    echoed = StringProperty()
    """How that ended."""
    understood = BooleanProperty(False)
    _shown: tuple[Part, ...] | None = None

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._again = self.ids.again.__self__  # `ids` alone keeps nothing alive

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, Checkup)
        say = self.messages.text
        whole = summary(now.parts)
        self.told = say(whole.key, **whole.values) if now.is_done else say("checkup.looking")
        self.well = now.is_done and all(part.level is Level.GOOD for part in now.parts)
        self.sounding = now.echo is not None
        self.step = say(f"checkup.echo_{now.echo.step}") if now.echo else ""
        self.echoed = say(f"checkup.self-test.{now.echoed}") if now.echoed else ""
        self.understood = now.echoed == "understood"
        self._offer(again=now.is_done and now.echo is None)
        ordered = tuple(sorted(now.parts, key=lambda part: WORST_FIRST.index(part.level))) if now.is_done else now.parts
        if ordered != self._shown:
            self._show(ordered)

    def leave(self) -> None:
        self.ids.scroller.scroll_y = 1

    def _offer(self, *, again: bool) -> None:
        """Nothing is looked at twice at a time."""
        ways = self.ids.ways
        if again and self._again.parent is None:
            ways.add_widget(self._again)
        elif not again and self._again.parent is not None:
            ways.remove_widget(self._again)

    def _show(self, parts: tuple[Part, ...]) -> None:
        """Lines that stand there already stay: one more is added as it is found."""
        before, self._shown = self._shown or (), parts
        if parts[: len(before)] == before:
            for part in parts[len(before) :]:
                self.ids.parts.add_widget(self._line(part))
        else:
            put(self.ids.parts, [self._line(part) for part in parts])

    def _line(self, part: Part) -> PartLine:
        say = self.messages.text
        return PartLine(
            level=str(part.level),
            name=say(name_of(part)),
            mark=say(f"checkup.mark_{part.level}"),
            told="" if part.level is Level.GOOD else say(state_of(part)),
        )


load_kv(__file__)
