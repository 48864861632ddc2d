"""What is broken on purpose while visitors go on: from outside the kiosk's process, or by a `trouble` inside it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Protocol

import psutil

from soak import plugs, sticks
from soak.place import Place
from soak.visits import Kind


class Stage(Protocol):
    """Where it happens."""

    home: Path
    drop: Path
    dice: Random
    place: Place

    @property
    def standing(self) -> Mapping[str, Any]:
        """How things stand, as the process told last."""

    @property
    def number(self) -> int:
        """Of the next visit."""

    @property
    def process(self) -> psutil.Process: ...

    def tell(self, **command: object) -> None:
        """To the kiosk's process."""


Deed = Callable[[Stage], None]


@dataclass(frozen=True)
class Fault:
    name: str
    about: str
    """For the report."""
    probe: Kind
    """Who notices."""
    begin: Deed
    end: Deed = lambda _: None
    meanwhile: Deed = lambda _: None
    """Again and again while it stands."""
    after: Kind | None = None
    """Who finds out whether it is over; None: the same."""
    restarts: bool = False
    """The process ends by it, or is ended for it."""
    expects: tuple[str, ...] = ()
    """What may stand in the log at level ERROR until the kiosk is usable again: it tells, and goes on."""


def trouble(name: str) -> Deed:
    return lambda stage: stage.tell(trouble=name, on=True)


def no_more(name: str) -> Deed:
    return lambda stage: stage.tell(trouble=name, on=False)


def children(stage: Stage, part: str) -> list[psutil.Process]:
    """Processes of the kiosk whose command holds this."""
    found = []
    for child in stage.process.children(recursive=True):
        try:
            if part in " ".join(child.cmdline()):
                found.append(child)
        except psutil.Error:
            continue
    return found


def _clips_lost(stage: Stage) -> None:
    """Else nobody would need the voice."""
    stage.tell(trouble="clips_forgotten", on=True)
    shutil.rmtree(stage.home / "cache" / "clips", ignore_errors=True)


def _signalled(part: str, number: signal.Signals) -> Deed:
    def deed(stage: Stage) -> None:
        _clips_lost(stage)
        for child in children(stage, part):
            child.send_signal(number)

    return deed


def _voice_raises(stage: Stage) -> None:
    _clips_lost(stage)
    stage.tell(trouble="voice_raises", on=True)


def _filled(stage: Stage) -> None:
    """To the last block."""
    filler = stage.home / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(1 << 20))
        except OSError:
            pass
        try:
            while True:
                out.write(bytes(512))
        except OSError:
            pass


def _emptied(stage: Stage) -> None:
    (stage.home / "filler").unlink(missing_ok=True)


def spoilt(files: list[Path], dice: Random) -> int:
    """Each otherwise: bytes in the middle, cut in half, or empty. How many."""
    for file in files:
        content = bytearray(file.read_bytes())
        match dice.randrange(3):
            case 0:
                for _ in range(20):
                    if content:
                        content[dice.randrange(len(content))] ^= dice.randrange(1, 256)
            case 1:
                del content[len(content) // 2 :]
            case _:
                content.clear()
        file.write_bytes(content)
    return len(files)


def _spoils(folder: str, pattern: str) -> Deed:
    def deed(stage: Stage) -> None:
        stage.tell(trouble="clips_forgotten", on=True)
        found = [file for file in (stage.home / folder).rglob(pattern) if file.is_file()]
        spoilt(found, stage.dice)

    return deed


def _kill(stage: Stage) -> None:
    os.kill(stage.process.pid, signal.SIGKILL)


def _spoil_and_kill(folder: str, pattern: str) -> Deed:
    """What is read only at a start."""

    def deed(stage: Stage) -> None:
        _spoils(folder, pattern)(stage)
        _kill(stage)

    return deed


KILL = Fault("killed", "SIGKILL at any moment", Kind.TYPE, _kill, restarts=True)
FAULTS = (
    Fault("voice killed", "the voice's process is killed", Kind.LISTEN, _signalled("espeak_process", signal.SIGKILL)),
    Fault("voice hangs", "the voice's process is stopped in the middle", Kind.LISTEN,
          _signalled("espeak_process", signal.SIGSTOP)),
    Fault("voice raises", "the voice raises what nobody foresaw", Kind.LISTEN, _voice_raises,
          no_more("voice_raises"), expects=("InjectedFault", "Reading aloud broke")),
    Fault("recogniser raises", "the recogniser raises in the middle of a question", Kind.SPEAK,
          trouble("recogniser_raises"), no_more("recogniser_raises"), expects=("Listening failed: InjectedFault",)),
    Fault("matcher raises", "the matcher raises at a question", Kind.TYPE, trouble("matcher_raises"),
          no_more("matcher_raises"), expects=("could not be matched: InjectedFault",)),
    Fault("screen breaks", "drawing a state raises", Kind.TAP, trouble("screen_breaks"),
          no_more("screen_breaks"), expects=("InjectedFault", "A screen broke", "An event was lost")),
    Fault("microphone out", "the microphone is unplugged", Kind.SPEAK, trouble("microphone_out"), no_more("microphone_out"),
          expects=("No microphone",)),
    Fault("loudspeaker out", "the loudspeaker is unplugged", Kind.LISTEN, trouble("loudspeaker_out"), no_more("loudspeaker_out")),
    Fault("disk full", "not a byte is free where the kiosk writes", Kind.STAFF, _filled, _emptied,
          expects=("No space left", "can't be written", "could not be")),
    Fault("clock +10 years", "the wall clock leaps ten years ahead", Kind.TYPE, trouble("clock_ahead"), no_more("clock_ahead")),
    Fault("clock -10 years", "the wall clock falls ten years back", Kind.TYPE, trouble("clock_behind"), no_more("clock_behind")),
    Fault("clips spoilt", "every clip on the disk is spoilt", Kind.LISTEN, _spoils("cache/clips", "*")),
    Fault("index spoilt", "what the matcher keeps is spoilt; then SIGKILL", Kind.TYPE, _spoil_and_kill("cache", "*.npz"),
          restarts=True),
    Fault("companions spoilt", "what lies beside installed articles is spoilt; then SIGKILL", Kind.TYPE,
          _spoil_and_kill("library/generations", "*.toml"), restarts=True),
    Fault("articles spoilt", "the newest content is spoilt; then SIGKILL", Kind.TAP,
          _spoil_and_kill("library/generations", "*.md"), restarts=True),
    Fault("stick pulled", "a stick is pulled out while a pack is copied from it", Kind.STICK, sticks.put_in, sticks.taken_out,
          sticks.pulled_out, after=Kind.STAFF),
    Fault("headphones", "headphones are plugged in, and pulled out", Kind.HEADPHONES, lambda _: None, plugs.headphones_out,
          plugs.headphones_in, after=Kind.TAP),
    KILL,
)  # fmt: skip
