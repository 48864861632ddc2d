"""Send people to people. Honest that it calls nobody; in its quiet form, discreet."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, ColorProperty, StringProperty

from kiosk.model import UrgentGroup
from kiosk.sources import words_approval
from kiosk.state import AlertCall, State, Urgent
from kiosk.ui.screens.screen import Screen
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401


class UrgentScreen(Screen):
    ground = ColorProperty()
    ink = ColorProperty()
    quiet = BooleanProperty(False)
    chiming = BooleanProperty(False)
    title = StringProperty()
    go = StringProperty()
    honest = StringProperty()
    elsewhere = StringProperty()
    heard = StringProperty()
    stop_chime = StringProperty()
    back = StringProperty()
    approved = StringProperty()
    """Who answers for these words; small, and below all that matters now."""

    def __init__(self, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties)
        self._silence = self.ids.silence.__self__  # `ids` alone keeps nothing alive

    def render(self, state: State) -> None:
        now = state.moment
        assert isinstance(now, Urgent)
        self.quiet = now.is_private
        self.chiming = now.chime_at is not None
        # Not in the .kv: a clinic's own words may take their place while the kiosk runs.
        self.stop_chime, self.back = self.messages.text("urgent.silence"), self.messages.text("urgent.back")
        self._lay_ways()
        if now.is_private:
            self._speak_softly(now)
        else:
            self._speak_up(now)
        self.approved = "" if now.is_private else self._who_approved(state)

    def _lay_ways(self) -> None:
        """The chime can be stopped while there is one."""
        ways, silence = self.ids.ways, self._silence
        if self.chiming and silence.parent is None:
            ways.add_widget(silence, index=len(ways.children))
        elif not self.chiming and silence.parent is not None:
            ways.remove_widget(silence)

    def leave(self) -> None:
        self.heard = ""
        self.ids.scroller.scroll_y = 1

    def _speak_up(self, now: Urgent) -> None:
        say = self.messages.text
        absent = now.group is UrgentGroup.ABSENT_PERSON
        self.title = say("urgent.absent_person.title") if absent else say("urgent.title")
        self.go = say("urgent.absent_person.advice") if absent else say("urgent.go")
        self.honest = self._alert_line(now) or say("urgent.calls_nobody")
        self.elsewhere = "" if absent else say("urgent.not_here")
        self.heard = say("urgent.heard", heard=now.heard) if now.heard else ""

    def _speak_softly(self, now: Urgent) -> None:
        say = self.messages.text
        self.title = say("urgent.private.title")
        self.go = say("urgent.private.go")
        self.honest = say("urgent.private.calls_nobody")
        self.elsewhere = say("urgent.private.why")
        self.heard = ""

    def _who_approved(self, state: State) -> str:
        return self.messages.text("urgent.words", approval=words_approval(state.content.notices, self.messages))

    def _alert_line(self, now: Urgent) -> str:
        return "" if now.alert is AlertCall.NONE else self.messages.text(f"urgent.alert_{now.alert}")


load_kv(__file__)
