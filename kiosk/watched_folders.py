"""Packs that something else puts into a watched folder (Syncthing, rsync), and that install themselves where the clinic has said so
for their signer: while nobody is here, and never what staff took back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.content.staged import Staged
from kiosk.errors import KioskError
from kiosk.intake import Intake, Move
from kiosk.packs import Key, PackProblem, Refusal

log = logging.getLogger(__name__)

RETRY_S = 600.0
"""Until a pack is tried again that could not come in for the moment."""
PASSING = {PackProblem.STICK_GONE, PackProblem.NO_ROOM, PackProblem.DISK_FAULT, PackProblem.MADE_LATER}
"""Reasons that may be none in a while, though the pack stays the same."""


class _NotNow(Exception):  # noqa: N818  somebody has come; not a fault
    """Nothing is installed by itself under a visitor's eyes."""


@dataclass(frozen=True, slots=True)
class Switch:
    """From the content of now to another."""

    prepare: Callable[[Staged, Move], None]
    """Raises KioskError: then nothing has changed."""
    switched: Callable[[], None]
    drop: Callable[[], None]
    """What was prepared is not wanted after all."""


class WatchedFolders:
    """On the desk's thread, but for `packs`."""

    def __init__(
        self,
        intake: Intake,
        allowed: Sequence[str],
        switch: Switch,
        line: Callable[[Refusal], str],
        is_idle: Callable[[], bool],
        retry_s: float,
    ) -> None:
        """`allowed`: names or fingerprints of signers; none: nothing installs itself. `line`: a refusal for the log."""
        self.packs: tuple[Path, ...] = ()
        """That lie there now."""
        self._intake = intake
        self._allowed = allowed
        self._switch = switch
        self._line = line
        self._is_idle = is_idle
        self._retry_s = retry_s
        self._settled: dict[Path, object] = {}
        """Packs of which it is known what becomes of them, as they and the keys were then."""
        self._not_before: dict[Path, float] = {}
        """When others are tried again, monotonic seconds."""

    def install(self) -> None:
        """Whatever may come in now. Nothing does under a visitor's eyes."""
        if not self._allowed or not self._is_idle():
            return
        for pack in self.packs:
            if not self._is_idle():
                return
            try:
                status = pack.stat()
                stamp = (status.st_size, status.st_mtime_ns, self._intake.keyring.stamp)
                if self._settled.get(pack) == stamp or self._not_before.get(pack, 0.0) > time.monotonic():
                    continue
                refusal = self._take(pack)
            except _NotNow:
                log.info("%s waits until the visitor has gone", pack.name)
                return
            except Exception as error:  # the barrier of a pack: it must not keep others out
                log.warning(
                    "%s is not installed by itself: %s",
                    pack.name,
                    error,
                    exc_info=not isinstance(error, KioskError | OSError),
                )
                self._not_before[pack] = time.monotonic() + self._retry_s
                continue
            if refusal is not None:
                log.warning("Not installed by itself: %s", self._line(refusal))
            if refusal is not None and refusal.problem in PASSING:
                self._not_before[pack] = time.monotonic() + self._retry_s
            else:
                self._settled[pack] = stamp

    def _take(self, pack: Path) -> Refusal | None:
        """Why it doesn't come in; None: it does, or it is for staff to say."""
        copy = self._intake.bring(pack)
        if isinstance(copy, Refusal):
            return copy
        try:
            proposal = self._intake.propose(copy)
            if isinstance(proposal, Refusal):
                return proposal
            if not self._is_allowed(proposal.signer):
                return None
            if self._intake.was_undone(proposal):
                log.info("Not installed by itself, as staff took it back: %s", pack.name)
                return None
            outcome = self._intake.install(copy, None, prepare=self._prepare, proposal=proposal, by_itself=True)
            if outcome.refusal is None and outcome.changed:
                log.info("Installed by itself: %s, signed by %s", pack.name, proposal.signer.name)
                self._switch.switched()
            return outcome.refusal
        finally:
            self._intake.forget(copy)

    def _prepare(self, staged: Staged, move: Move) -> None:
        """It takes a while; whoever has come meanwhile reads on undisturbed. Raises _NotNow."""
        self._switch.prepare(staged, move)
        if not self._is_idle():
            self._switch.drop()
            raise _NotNow

    def _is_allowed(self, signer: Key) -> bool:
        """Named as staff call them, or by fingerprint: the only way once another key of that name was taken away."""
        if "".join(signer.fingerprint.split()) in ("".join(each.split()) for each in self._allowed):
            return True
        return signer.name in self._allowed and all(each.name != signer.name for each in self._intake.keyring.revoked)
