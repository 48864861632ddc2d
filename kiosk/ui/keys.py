"""What the keys do, of a keyboard or of a tactile keypad that sends the same: every way through the kiosk without a finger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

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
ON, BACK = ("right", "down"), ("left", "up")
CHORDS = {"ctrl", "alt", "meta"}
PAGE = 0.8
"""Of what is in sight, at one key."""


class Keys:
    """`pressed` and `released` are told every key; `actions` names the key of each action (see assets/kiosk.toml)."""

    def __init__(self, session: Session, focus: Callable[[], Focus], actions: Mapping[str, str]) -> None:
        self._session = session
        self._focus = focus
        self._held: set[int] = set()
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
            "softer": lambda: session.louder(-1),
            "louder": lambda: session.louder(1),
            "slower": lambda: session.faster(-1),
            "faster": lambda: session.faster(1),
            "help": self._need_help,
        }
        self._loud = {CODES[actions[name]]: verb for name, verb in verbs.items() if actions.get(name)}
        quiet: Mapping[str, Callable[[], object]] = {"repeat": self._again, "pause": self._pause}
        self._quiet = {CODES[actions[name]]: verb for name, verb in quiet.items() if actions.get(name)}

    def pressed(self, key: int, modifiers: Collection[str]) -> bool:
        """True: nobody else should hear of it."""
        repeats = key in self._held
        self._held.add(key)
        self._types = False
        if repeats or CHORDS & set(modifiers):  # a resting finger, a spastic hand, a curious one
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
        self._held.discard(key)

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
        if self._focus().is_shown and self._focus().act():
            return
        if isinstance(now, Typing):
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

    def _need_help(self) -> None:
        self._session.need_help()

    def _turn(self, by: int) -> None:
        """A page up or down."""
        self._focus().turn_page(by * PAGE)


def unknown(actions: Mapping[str, Any]) -> str:
    """The first name of a key that no keyboard has; empty: there is none."""
    return next((str(name) for name in actions.values() if name and name not in CODES), "")
