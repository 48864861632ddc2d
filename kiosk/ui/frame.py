"""What stands around every screen: the way back, "I need help now", the ask panel, the question before a visit is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.messages import Messages
from kiosk.model import Said, Utterance
from kiosk.packs import Source, SourceKind
from kiosk.session import Session
from kiosk.session.guidance import scene
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
    Comfort,
    Home,
    Moment,
    NoAnswer,
    Reading,
    State,
    Thinking,
    Typing,
    Unsure,
    Urgent,
)
from kiosk.ui.focus import Focus, alike, control_at
from kiosk.ui.hand import said
from kiosk.ui.screens.screen import Screen, put
from kiosk.ui.theme import Theme
from kiosk.ui.widgets import load_kv
from kiosk.ui.widgets import row as _row  # noqa: F401  its rules are used in the .kv
from kiosk.ui.widgets import scroller as _scroller  # noqa: F401
from kiosk.ui.widgets import touchable as _touchable  # noqa: F401
from kiosk.ui.widgets.tap import is_finger
from kiosk.ui.widgets.touchable import Key
from kiosk.ui.widgets.words import natural_width


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
    guided = BooleanProperty(False)
    """A voice tells what is touched; a second touch chooses it."""

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
        self._guiding = self.ids.guiding.__self__
        self._size_help_soon = Clock.create_trigger(self._size_help, -1)
        self.ids.bar.bind(width=self._size_help_soon)
        for way in self._ways.values():
            way.bind(width=self._size_help_soon, parent=self._size_help_soon)
        self.focus = Focus(self._reach, lambda: self.ids.stage, theme, self._reached)
        self.add_widget(self.focus.ring)
        self._held: Any = None
        """A finger that rests in the corner, until it has rested long enough."""
        self._offers = [self.ids[name].__self__ for name in ("invitation", "voice", "keys")]
        theme.fbind("portrait", self._arrange)
        theme.fbind("text_scale", self._arrange)
        self.fbind("with_panel", self._arrange)
        self.fbind("hearing", self._arrange)
        self.fbind("guided", self._arrange)
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
        self.guided = state.guided
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
            self.focus.forget()
            self._new_since = inf
            Clock.schedule_once(self._drawn, 0)

    def _drawn(self, *_: Any) -> None:
        """One frame later: on a slow machine a new screen may take longer to draw than a finger to strike."""
        self._new_since = Clock.get_time()

    def _show(self, kind: type[Screen]) -> None:
        if isinstance(self._shown, kind) and type(self._shown) is kind:
            return
        self._clear_stage()
        if kind not in self._made:
            self._make(kind)
        self._shown = self._made[kind]
        self.ids.stage.add_widget(self._shown)

    def _clear_stage(self) -> None:
        if self._shown is not None:
            self._shown.leave()
            self.ids.stage.remove_widget(self._shown)
            self._shown = None

    def _make(self, kind: type[Screen]) -> None:
        self._made[kind] = kind(self.session, self._messages, self._theme)

    def make_one(self) -> bool:
        """Of the screens that visitors need, the next. False: they are all made."""
        missing = (self._kinds[moment] for moment in LIKELY if self._kinds[moment] not in self._made)
        kind = next(missing, None)
        if kind is not None:
            self._make(kind)
        return kind is not None

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
        bar, body = self.ids.bar.__self__, self.ids.body.__self__
        put(self.ids.whole, [bar, body, *([self._guiding] if self.guided else [])])

    def _size_help(self, *_: Any) -> None:
        """On two lines where one leaves no room for the other ways; where there is still none, some of these as pictures alone."""
        help, u = self._ways["help"], self._theme.u
        besides = help.icon_points * u * 1.1 + help.inner_gap * u + 2 * help.padding[0] + 2
        whole = natural_width(help.text, help.points * self._theme.frame_pt)
        least = HALF_AND_A_WORD * whole + besides
        present = [name for name, way in self._ways.items() if way.parent and name not in ("between", "help")]
        taken = sum(self._widest(name) + self._theme.tight * u for name in present)
        room = self.ids.bar.width - (2 * self._theme.gap + 2 * self._theme.tight) * u - taken
        for name, key in PICTURED:
            way, words = self._ways[name], self._messages.text(key)
            way.spoken_name = words
            short = name in present and room < least
            way.text = "" if short else words
            room += self._widest(name) - LEAST_PICTURE * u if short else 0
        help.width = min(whole + besides, max(room, least))

    def _widest(self, name: str) -> float:
        """With its words; the door gives way itself."""
        way, u = self._ways[name], self._theme.u
        if name == "door":
            return float(LEAST_OF_THE_DOOR * self._theme.frame_pt)
        words = dict(PICTURED).get(name)
        text = self._messages.text(words) if words else way.text
        natural = natural_width(text, way.points * self._theme.frame_pt) + 2 * way.padding[0]
        return float(max(LEAST_WAY * u, natural))

    # ---- keys, and a voice that guides

    def step(self, by: int) -> None:
        self.session.hush()
        self.focus.move(by)

    def choose(self) -> None:
        self.session.hush()
        if not self.focus.act():
            return
        control = control_at(self.focus.current)
        if getattr(control, "chosen", False):
            self.session.tell(Said("guide.chosen", {"name": named(control)}))

    def leave(self) -> None:
        """Another language's frame comes: nothing of the visit stays in this one."""
        self._clear_stage()
        self._scene = ()
        self._let_go()
        self.focus.forget()

    @property
    def is_settling(self) -> bool:
        """What stands here has only just come."""
        return bool(Clock.get_time() - self._new_since < SETTLING_S)

    def _reach(self) -> tuple[Any, ...]:
        """What keys can reach now: the question before a visit is forgotten, or else all but the guide's own buttons."""
        return (self.ids.leaving,) if self.leaving_s is not None else (self.ids.bar, self.ids.body)

    def _reached(self, reached: Any, found: list[Any]) -> None:
        """Told by name, and its place among its like."""
        control = control_at(reached)
        if not self.guided or (isinstance(self.session.state.moment, StaffPin) and isinstance(control, Key)):
            return  # nobody else should hear the digits of a PIN
        name = named(control)
        like = alike(reached, found)
        if getattr(control, "chosen", False):
            self.session.tell(Said("guide.chosen", {"name": name}))
        elif len(like) < FEW or isinstance(control, Key):
            self.session.tell(Utterance(name))
        else:
            place = {"number": str(like.index(reached) + 1), "count": str(len(like))}
            self.session.tell(Said("guide.of", {"name": name, **place}))

    def _explore(self, touch: Any) -> None:
        """The first touch tells what is there, the second chooses it."""
        if self.focus.explore(touch.pos):
            self.choose()
        elif self.focus.current is None:
            self.session.hush()

    def _rest(self, touch: Any) -> None:
        """A finger comes to the corner, and may stay there."""
        self._let_go()
        if is_finger(touch) and self._is_in_corner(touch):
            self._held = Clock.schedule_once(lambda _: self._rested(touch), REST_S)

    def _is_in_corner(self, touch: Any) -> bool:
        corner = CORNER * self._theme.u
        return bool(touch.x <= corner and touch.y <= corner)

    def _rested(self, touch: Any) -> None:
        self._held = None
        if self.parent is None or not self._is_in_corner(touch):  # it has slid away, or another language stands here
            return
        for held in list(touch.grab_list):
            if (widget := held()) is not None:
                widget.state = "normal"
                touch.ungrab(widget)
        self.session.guide(not self.guided)

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.cancel()
            self._held = None

    def on_touch_move(self, touch: Any) -> bool:
        if not self._is_in_corner(touch):
            self._let_go()
        return bool(super().on_touch_move(touch))

    def on_touch_up(self, touch: Any) -> bool:
        self._let_go()
        return bool(super().on_touch_up(touch))

    def on_touch_down(self, touch: Any) -> bool:
        self._rest(touch)
        if not self.guided:
            self.focus.forget()
        if self.is_settling and not self.ids.help.collide_point(*touch.pos):
            return True  # meant for what stood there before: a second strike must not touch what the first one opened
        if self.leaving_s is not None:
            if self.guided:
                self.session.touched()
            else:
                self.ids.leaving.on_touch_down(touch)  # what lies under the question can't be touched
            return True
        if self.guided and not self._guiding.collide_point(*touch.pos):
            if is_finger(touch):
                self._explore(touch)
            return True
        return bool(super().on_touch_down(touch))


SETTLING_S = 0.35
"""A new screen takes no touch for so long."""
ROOMY_SCALE = 1.2
"""In larger letters the buttons must do without words around them."""
HALF_AND_A_WORD = 0.62
"""Of "I need help now": what it needs on two lines."""
LIKELY: tuple[type[Moment], ...] = (Home, Reading, Urgent, Typing, Asking, Unsure, NoAnswer, Comfort)
"""What a visit may need, the likeliest first."""
FEW = 3
"""Controls of a kind; fewer are not counted aloud."""
CORNER, REST_S = 130, 2.0
"""The corner at the lower left, in theme units, and how long a finger must rest there."""
LEAST_OF_THE_DOOR = 200
"""In theme units, for what stands on it."""
LEAST_WAY, LEAST_PICTURE = 132, 116
"""Widths in the bar, in theme units."""
PICTURED = (("comfort", "nav.comfort"), ("back", "nav.back"))
"""Ways whose pictures say enough, where there is no room for words."""
WAYS = ("back", "topics", "finish", "leave", "door", "between", "comfort", "help")


def named(control: Any) -> str:
    """As the guide calls it."""
    return " ".join(said(control)).strip() or "..."


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
        *(["comfort"] if not isinstance(moment, Attract | Asking | Thinking | Urgent | Comfort) else []),
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
