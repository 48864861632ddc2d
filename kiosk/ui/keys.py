"""What the keys do, of a keyboard or of a tactile keypad that sends the same: every way through the kiosk without a finger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from math import inf
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Keyboard

from kiosk.session import Session
from kiosk.staff_moments import INSIDE, StaffMoment, StaffPin
from kiosk.state import Asking, Attract, Moment, Reading, Thinking, Typing, Urgent
from kiosk.ui.focus import Focus

CODES: Mapping[str, int] = Keyboard.keycodes
"""By name; a keypad's maker tells which ones it sends."""
TAB, SPACE, BACKSPACE = CODES["tab"], CODES["spacebar"], CODES["backspace"]
ALT_GR = CODES["alt-gr"]
ENTER = (CODES["enter"], CODES["numpadenter"])
CHORDS = {"ctrl", "alt", "meta"}
HELD_S = 1.5
"""A key that is down tells so at least as often; one whose release was lost is up again after so long."""
PAGE = 0.8
"""Of what is in sight, at one key."""


class Keys:
    """`pressed` and `released` are told every key; `actions` names the key of each action (see assets/kiosk.toml)."""

    def __init__(
        self, session: Session, frame: Callable[[], Any], actions: Mapping[str, str], strike_s: float = 0.5
    ) -> None:
        """`frame`: the one that is shown; `strike_s`: a second stroke of the same key within so long is the first one's tremor."""
        self._session = session
        self._frame = frame
        self._strike_s = strike_s
        self._held: dict[int, float] = {}
        """When each key that is down told so last; Kivy's clock."""
        self._struck = (0, -inf)
        """The key that was struck last, and when."""
        self._types = False
        self._plain: Mapping[int, Callable[[], object]] = {
            CODES["left"]: lambda: self._focus().move(-1),
            CODES["right"]: lambda: self._focus().move(1),
            CODES["up"]: lambda: self._focus().move_row(-1),
            CODES["down"]: lambda: self._focus().move_row(1),
            CODES["home"]: self._go_home,
            CODES["pageup"]: lambda: self._turn(1),
            CODES["pagedown"]: lambda: self._turn(-1),
        }
        verbs: Mapping[str, Callable[[], object]] = {
            "guide": lambda: session.guide(not session.state.guided),
            "comfort": self._open_comfort,
            "help": session.need_help,
        }
        self._loud = {CODES[actions[name]]: verb for name, verb in verbs.items() if actions.get(name)}
        quiet: Mapping[str, Callable[[], object]] = {
            "repeat": self._again,
            "pause": self._pause,
            "softer": lambda: session.louder(-1),
            "louder": lambda: session.louder(1),
            "slower": lambda: session.faster(-1),
            "faster": lambda: session.faster(1),
        }
        self._quiet = {CODES[actions[name]]: verb for name, verb in quiet.items() if actions.get(name)}

    def pressed(self, key: int, modifiers: Collection[str]) -> bool:
        """True: nobody else should hear of it."""
        now = Clock.get_time()
        repeats = now - self._held.get(key, -inf) < HELD_S
        self._held[key] = now
        self._types = False
        # a resting finger, a curious one, a shaking one
        if repeats or CHORDS & set(modifiers) or self._trembles(key, now):
            self._types = not repeats and ALT_GR in self._held
            return True
        was_leaving = self._session.state.leaving_at is not None
        self._session.touched()
        if was_leaving:  # it only said that somebody is here
            return True
        if verb := self._quiet.get(key):
            verb()
            return True
        self._types = True
        self._session.hush()
        self._do(key, modifiers)
        return True

    def may_type(self) -> bool:
        """A letter that comes now was struck on purpose: once for each key, which did nothing else."""
        types, self._types = self._types, False
        return types

    def released(self, key: int) -> None:
        self._held.pop(key, None)

    def _trembles(self, key: int, now: float) -> bool:
        """A key that acts is struck once, and not before what it acts on could be seen. Letters and arrows may come fast."""
        (last, then), self._struck = self._struck, (key, now)
        if key not in (*ENTER, SPACE, *self._loud, *self._quiet):
            return False
        again = key == last and now - then < self._strike_s
        writes = key == SPACE and isinstance(self._session.state.moment, Typing)
        return (again and not writes) or (self._frame().is_settling and key in (*ENTER, SPACE) and not writes)

    def _focus(self) -> Focus:
        focus: Focus = self._frame().focus
        return focus

    def _do(self, key: int, modifiers: Collection[str]) -> None:
        now, session = self._session.state.moment, self._session
        if verb := self._loud.get(key):
            verb()
        elif key == TAB:
            self._focus().move(-1 if "shift" in modifiers else 1)
        elif verb := self._plain.get(key):
            verb()
        elif key in ENTER:
            self._enter(now)
        elif key == BACKSPACE:
            self._erase_or_go_back(now)
        elif key == SPACE:
            self._speak_or_stop(now)
        elif isinstance(now, Attract) and key in range(32, 127):
            session.wake()

    def _enter(self, now: Moment) -> None:
        if self._focus().is_shown:
            self._frame().choose()
        elif isinstance(now, Typing):
            self._session.submit_typed()
        elif isinstance(now, StaffPin):
            self._session.submit_pin()
        elif isinstance(now, Attract):
            self._session.wake()

    def _erase_or_go_back(self, now: Moment) -> None:
        if isinstance(now, Typing) and now.text:
            self._session.type_text(now.text[:-1])
        elif isinstance(now, StaffPin) and now.typed:
            self._session.erase_pin()
        elif not isinstance(now, Attract | StaffMoment):
            self._session.go_back()

    def _speak_or_stop(self, now: Moment) -> None:
        """The space bar, or a large button that sends it, is the microphone."""
        if isinstance(now, Asking):
            self._session.stop_listening()
        elif isinstance(now, Attract):
            self._session.wake()
        elif not isinstance(now, (Typing, Thinking, Urgent, StaffPin, *INSIDE)):
            self._session.ask_by_voice()

    def _again(self) -> None:
        self._session.tell_again() if self._session.state.guided else self._session.say_again()

    def _pause(self) -> None:
        match self._session.state.moment:
            case Reading(playback="playing"):
                self._session.pause()
            case Reading(playback="paused"):
                self._session.play()
            case Reading() if not self._session.state.told:
                self._session.play()
            case _:
                self._session.hold()

    def _go_home(self) -> None:
        if not isinstance(self._session.state.moment, Attract | StaffMoment):
            self._session.go_home()

    def _open_comfort(self) -> None:
        if not isinstance(self._session.state.moment, StaffMoment):
            self._session.open_comfort()

    def _turn(self, by: int) -> None:
        """A page up or down."""
        self._focus().turn_page(by * PAGE)


def unknown(actions: Mapping[str, Any]) -> str:
    """The first name of a key that no keyboard has; empty: there is none."""
    return next((str(name) for name in actions.values() if name and name not in CODES), "")
