"""What stands around every screen: the way back, "I need help now", the ask panel, the question before a visit is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.messages import Messages
from kiosk.packs import Source, SourceKind
from kiosk.session import Session
from kiosk.staff_moments import (
    Bringing,
    Installing,
    PackReview,
    PackTurnedAway,
    StaffFailed,
    StaffMoment,
    StaffPin,
    StaffRoom,
)
from kiosk.state import (
    Asking,
    Attract,
    Home,
    Moment,
    NoAnswer,
    Reading,
    State,
    Thinking,
    Unsure,
    Urgent,
)
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.theme import Theme
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import row as _row  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.tap import DOUBLE_STRIKE_S


class Frame(FloatLayout):  # type: ignore[misc]  # Kivy carries no types
    """Holds every screen ever needed, and shows one."""

    session = ObjectProperty()
    with_panel = BooleanProperty(False)
    """The ask panel is there."""
    hearing = BooleanProperty(True)
    leaving_s = NumericProperty(None, allownone=True)
    door = StringProperty()
    """What stands on the way to the screens for staff."""
    strayed = BooleanProperty(False)
    """Nobody has proved to be staff yet: leaving is but going back."""

    def __init__(
        self, session: Session, messages: Messages, theme: Theme, screens: Mapping[type[Moment], type[Screen]]
    ) -> None:
        self.session = session
        self._messages = messages
        self._theme = theme
        self._kinds = screens
        self._made: dict[type[Screen], Screen] = {}
        self._shown: Screen | None = None
        self._scene: tuple[object, ...] = ()
        self._new_since = -inf
        """When the visitor could first see what is there now; Kivy's clock."""
        super().__init__()
        self._ways = {name: self.ids[name].__self__ for name in WAYS}  # `ids` alone keeps nothing alive
        self._panel = self.ids.panel.__self__
        self._offers = [self.ids[name].__self__ for name in ("invitation", "voice", "keys")]
        theme.fbind("portrait", self._arrange)
        theme.fbind("text_scale", self._arrange)
        self.fbind("with_panel", self._arrange)
        self.fbind("hearing", self._arrange)
        self._arrange()

    def render(self, state: State) -> None:
        moment = state.moment
        self._notice(state)
        self.hearing = state.hearing
        self.with_panel = isinstance(moment, Home | Reading | Unsure | NoAnswer)
        told = news(state.sources, self._messages) if isinstance(moment, Attract) else ""
        self.door = told or self._messages.text("staff.door")
        self.strayed = isinstance(moment, StaffPin) and not state.staff_open
        self._lay_bar(state)
        self.leaving_s = state.leaving_s
        self._show(self._kinds[type(moment)])
        assert self._shown is not None
        self._shown.render(state)

    def leave_staff(self) -> None:
        """Whoever has only strayed in front of the door goes on where they were."""
        if self.strayed and self.session.state.trail:
            self.session.go_back()
        else:
            self.session.leave_staff()

    def go_back(self) -> None:
        """Out of a pack that was brought: it is not wanted, and nothing goes on with it."""
        if isinstance(self.session.state.moment, Bringing | PackReview):
            self.session.dismiss()
        else:
            self.session.go_back()

    def _notice(self, state: State) -> None:
        before, self._scene = self._scene, scene(state)
        if before != self._scene:
            self._new_since = inf
            Clock.schedule_once(self._drawn, 0)

    def _drawn(self, *_: Any) -> None:
        """One frame later: on a slow machine a new screen may take longer to draw than a finger to strike."""
        self._new_since = Clock.get_time()

    def _show(self, kind: type[Screen]) -> None:
        if isinstance(self._shown, kind) and type(self._shown) is kind:
            return
        if self._shown is not None:
            self._shown.leave()
            self.ids.stage.remove_widget(self._shown)
        if kind not in self._made:
            self._made[kind] = kind(self.session, self._messages, self._theme)
        self._shown = self._made[kind]
        self.ids.stage.add_widget(self._shown)

    def _lay_bar(self, state: State) -> None:
        """Only the ways that lead somewhere from here."""
        put(self.ids.bar, [self._ways[name] for name in ways(state)])

    def _arrange(self, *_: Any) -> None:
        """The ask panel: below, or in landscape at the side. Where there is none, none takes touches."""
        invitation, voice, keys = self._offers
        roomy = not self._theme.portrait and self._theme.text_scale <= ROOMY_SCALE
        invited = [invitation] if roomy or not self.hearing else []
        put(self.ids.ask, [*invited, *([voice] if self.hearing else []), keys])
        put(self.ids.body, [self.ids.stage.__self__, *([self._panel] if self.with_panel else [])])

    def on_touch_down(self, touch: Any) -> bool:
        if Clock.get_time() - self._new_since < DOUBLE_STRIKE_S and not self.ids.help.collide_point(*touch.pos):
            return True  # meant for what stood there before: a second strike must not touch what the first one opened
        if self.leaving_s is not None:
            self.ids.leaving.on_touch_down(touch)  # what lies under the question can't be touched
            return True
        return bool(super().on_touch_down(touch))


ROOMY_SCALE = 1.2
"""In larger letters the buttons must do without words around them."""
WAYS = ("back", "topics", "finish", "leave", "door", "between", "help")


def scene(state: State) -> tuple[object, ...]:
    """Where this changes, other things stand under the finger."""
    moment = state.moment
    here = getattr(moment, "place", None), getattr(moment, "article", None)
    return (type(moment), *here, state.leaving_at is not None)


def ways(state: State) -> list[str]:
    """What stands in the bar, from left to right."""
    moment = state.moment
    if isinstance(moment, StaffMoment):
        return _ways_of_staff(moment)
    busy = isinstance(moment, Attract | Asking | Thinking)
    return [
        *(["back"] if state.trail and not busy and not isinstance(moment, Urgent) else []),
        *(["topics"] if not busy and not isinstance(moment, Home | Urgent) else []),
        *(["finish"] if not busy else []),
        *(["door"] if _shows_door(state) else []),
        "between",
        *(["help"] if not isinstance(moment, Urgent) else []),
    ]


def _ways_of_staff(moment: StaffMoment) -> list[str]:
    """What is being installed is waited for; a first PIN has its own way out, "Later"."""
    if isinstance(moment, Installing) or (isinstance(moment, StaffPin) and moment.can_skip):
        return ["between", "help"]
    deep = not isinstance(moment, StaffPin | StaffRoom | PackTurnedAway | StaffFailed)
    return [*(["back"] if deep else []), "leave", "between", "help"]


def _shows_door(state: State) -> bool:
    """Always where nobody is; in front of a visitor only while somebody has brought something: it is not for them."""
    brought = any(source.packs or source.keys for source in state.sources if source.kind is SourceKind.STICK)
    return state.staffed and (isinstance(state.moment, Attract) or (isinstance(state.moment, Home) and brought))


def news(sources: tuple[Source, ...], messages: Messages) -> str:
    """What somebody has brought for the kiosk, in one line; empty: nothing."""
    bearing = [source for source in sources if source.packs and source.kind is not SourceKind.EXPORT]
    sticks = [source for source in bearing if source.kind is SourceKind.STICK]
    if len(sticks) > 1:
        return messages.text("staff.news_several", count=len(sticks))
    for source in (*sticks, *bearing):
        key = "staff.news" if source.kind is SourceKind.STICK else "staff.news_folder"
        return messages.text(key, name=source.name)
    keyed = next((source for source in sources if source.keys and source.kind is not SourceKind.EXPORT), None)
    return messages.text("staff.news_key", name=keyed.name) if keyed else ""


load_kv(__file__)
