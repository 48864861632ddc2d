"""The verbs of the staff's screens. `Session` has them all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.packs import Source
from kiosk.session import checkup, importing, staff, usage, visit
from kiosk.session.step import Step
from kiosk.staff import Guarding
from kiosk.staff_moments import Deed
from kiosk.state import State


class StaffVerbs:
    """Each is one tap."""

    state: State
    _guarding: Guarding | None

    def _do(self, verb: Callable[[State], Step]) -> None:
        raise NotImplementedError

    # ---- the door

    def open_staff(self) -> None:
        is_set = self._guarding is not None and self._guarding.is_set
        self._do(lambda state: staff.opened(state, is_set=is_set))

    def type_pin(self, digit: str) -> None:
        self._do(lambda state: staff.typed(state, digit))

    def erase_pin(self) -> None:
        self._do(staff.erased)

    def submit_pin(self) -> None:
        self._do(staff.submitted)

    def skip_pin(self) -> None:
        """At the first start: later will do, and then at the keyboard. A visitor must never be asked."""
        self._do(staff.skipped)

    def change_pin(self) -> None:
        self._do(staff.changing)

    def leave_staff(self) -> None:
        self._do(visit.finished)

    # ---- how the kiosk was used

    def open_counts(self) -> None:
        self._do(usage.opened)

    def choose_period(self, days: int) -> None:
        """One of `usage.PERIODS`."""
        self._do(lambda state: usage.period_chosen(state, days))

    # ---- new content

    def open_shelf(self) -> None:
        """What lies on the sticks."""
        self._do(importing.shelf_opened)

    def bring(self, pack: Path) -> None:
        self._do(lambda state: importing.brought(state, pack))

    def toggle_article(self, article: str) -> None:
        """Take it, or leave it."""
        self._do(lambda state: importing.toggled(state, article))

    def open_changes(self, article: str) -> None:
        self._do(lambda state: importing.changes_opened(state, article))

    def preview(self, section: str) -> None:
        """Hear a section that isn't installed yet."""
        self._do(lambda state: importing.previewed(state, section))

    def install(self) -> None:
        self._do(importing.installed)

    def dismiss(self) -> None:
        """On from a refusal, a failure, or what isn't wanted."""
        self._do(importing.dismissed)

    def ask_sure(self, deed: Deed, about: str = "") -> None:
        self._do(lambda state: importing.asked_sure(state, deed, about))

    def do_it(self) -> None:
        self._do(importing.done_it)

    # ---- keys and exports

    def open_keys(self) -> None:
        self._do(importing.keys_opened)

    def read_key(self, file: Path) -> None:
        self._do(lambda state: importing.key_read(state, file))

    def add_key(self, name: str) -> None:
        """The key on the screen counts from now on."""
        self._do(lambda state: importing.key_added(state, name))

    def hear_fingerprint(self) -> None:
        self._do(importing.fingerprint_heard)

    def export(self, source: Source) -> None:
        """Counts and logs for support."""
        self._do(lambda state: importing.exported(state, source))

    # ---- the devices

    def open_checkup(self) -> None:
        """Look at every part."""
        self._do(checkup.opened)

    def check_again(self) -> None:
        self._do(checkup.begun)

    def test_sound(self) -> None:
        """The kiosk says a sentence and listens to itself; again: it stops."""
        self._do(checkup.sounded)

    def open_touch_test(self) -> None:
        self._do(checkup.touch_opened)

    def touch_target(self, number: int) -> None:
        self._do(lambda state: checkup.target_touched(state, number))
