"""What breaks inside the kiosk's process: plugs that are pulled, and engines that raise what nobody foresaw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.app import Kiosk
from soak.devices import SpokenQuestions, VirtualLoudspeaker

TEN_YEARS = timedelta(days=3653)


class InjectedFault(RuntimeError):  # noqa: N818  a name that is known again in a log
    """Raised on purpose."""


class WallClock:
    """The machine's, and what somebody has set it ahead by."""

    ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True, slots=True)
class Devices:
    kiosk: Kiosk
    microphone: SpokenQuestions
    loudspeaker: VirtualLoudspeaker
    wall_clock: WallClock


Trouble = Callable[[Devices, bool], None]
"""Begins with True, ends with False. A part that raises does so once, at its next piece of work, and is then as it was. So is one
that had no work until the trouble ended."""


def microphone_out(devices: Devices, on: bool) -> None:
    devices.microphone.unplugged = on


def loudspeaker_out(devices: Devices, on: bool) -> None:
    devices.loudspeaker.unplugged = on


def recogniser_raises(devices: Devices, on: bool) -> None:
    engine = devices.kiosk._listener._recognisers.get("en")
    _raises_once(engine, on, "accept")


def voice_raises(devices: Devices, on: bool) -> None:
    voice = devices.kiosk._reader._clips._voices.get("en")
    _raises_once(voice, on, "render")


def matcher_raises(devices: Devices, on: bool) -> None:
    matcher = devices.kiosk._asker._matcher
    _raises_once(matcher, on, "in_language", "match")


def clips_forgotten(devices: Devices, on: bool) -> None:
    """What was rendered and is still in memory; whoever wants to hear needs the disk or the voice."""
    if on:
        clips = devices.kiosk._reader._clips
        with clips._lock:
            clips._kept.clear()


def screen_breaks(devices: Devices, on: bool) -> None:
    _raises_once(devices.kiosk.window.frame, on, "render")


def clock_ahead(devices: Devices, on: bool) -> None:
    devices.wall_clock.ahead = TEN_YEARS if on else timedelta()
    devices.kiosk._desk.look()


def clock_behind(devices: Devices, on: bool) -> None:
    devices.wall_clock.ahead = -TEN_YEARS if on else timedelta()
    devices.kiosk._desk.look()


def _raises_once(part: Any, on: bool, *methods: str) -> None:
    """Whichever of them is called first. `part` None: there is none yet that could."""

    def mended() -> None:
        for method in methods:
            part.__dict__.pop(method, None)

    def broken(*_: object, **__: object) -> object:
        mended()
        raise InjectedFault(f"{type(part).__name__}: {' or '.join(methods)}")

    if part is None:
        return
    mended()
    if on:
        for method in methods:
            setattr(part, method, broken)


TROUBLES: dict[str, Trouble] = {
    trouble.__name__: trouble
    for trouble in (
        microphone_out, loudspeaker_out, recogniser_raises, voice_raises, matcher_raises, clips_forgotten, screen_breaks,
        clock_ahead, clock_behind,
    )
}  # fmt: skip
