"""Notices within about a second that headphones were plugged in or pulled out, where the jack can tell.

The sound server knows (PulseAudio, or PipeWire in its place), and is asked by its own `pactl`. Headphones that were there when the
kiosk started, or were left behind, are no news: only the hand of somebody who comes is.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
from collections.abc import Callable
from enum import StrEnum, unique
from threading import Event as Flag
from typing import Any

from kiosk.events import Event, HeadphonesChanged
from kiosk.shift import Shift, Trouble

log = logging.getLogger(__name__)

LOOK_S, SELDOM_S = 1.0, 5.0
"""Between two looks; and where no jack tells anything: one may come with a card."""
ANSWERS_S = 2.0
IN_ENGLISH = {"LC_ALL": "C"}
"""Elsewhere pactl translates "available", and writes numbers that are no JSON."""


@unique
class Jack(StrEnum):
    PLUGGED = "plugged"
    EMPTY = "empty"
    UNKNOWN = "unknown"
    """There is none, or it can't tell."""


_OF_PORT = {"available": Jack.PLUGGED, "not available": Jack.EMPTY}


def jack_of(sinks: str) -> Jack:
    """What `pactl -f json list sinks` tells; of several jacks, whether one is in use."""
    try:
        listed = json.loads(sinks)
    except (ValueError, RecursionError):
        return Jack.UNKNOWN
    ports = [port for sink in _each(listed) for port in _each(_of(sink, "ports"))]
    told = {_OF_PORT.get(str(_of(port, "availability"))) for port in ports if _of(port, "type") == "Headphones"}
    return next((jack for jack in (Jack.PLUGGED, Jack.EMPTY) if jack in told), Jack.UNKNOWN)


def _each(listed: Any) -> list[Any]:
    return listed if isinstance(listed, list) else []


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else None


def ask_pactl() -> str | None:
    """None: there is no server, or nothing to ask it with."""
    program = shutil.which("pactl")
    if program is None:
        return None
    command = (program, "-f", "json", "list", "sinks")
    surroundings = {**os.environ, **IN_ENGLISH}
    try:
        done = subprocess.run(
            command,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=ANSWERS_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout


class Headphones:
    """One thread. `post` gets HeadphonesChanged when they have come or gone."""

    def __init__(
        self,
        post: Callable[[Event], object],
        *,
        ask: Callable[[], str | None] = ask_pactl,
        look_s: float = LOOK_S,
        seldom_s: float = SELDOM_S,
    ) -> None:
        self._post = post
        self._ask = ask
        self._look_s = look_s
        self._seldom_s = seldom_s
        self._plugged: bool | None = None
        """None: the server has not answered yet."""
        self._closing = Flag()
        self._shift = Shift("headphones", lambda _: self._watch())

    def trouble(self) -> Trouble | None:
        return self._shift.trouble()

    def close(self) -> None:
        """End the thread; closing twice does no harm."""
        self._shift.leave()
        self._closing.set()
        self._shift.close(10)

    def _watch(self) -> None:
        while not self._closing.is_set():
            jack = Jack.UNKNOWN
            try:
                jack = self._look()
            except Exception:  # the barrier of this thread
                log.exception("Headphones could not be looked for")
            self._closing.wait(self._seldom_s if jack is Jack.UNKNOWN else self._look_s)

    def _look(self) -> Jack:
        """A server that doesn't answer tells nothing about a plug."""
        told = self._ask()
        if told is None:
            return Jack.UNKNOWN
        jack = jack_of(told)
        before, self._plugged = self._plugged, jack is Jack.PLUGGED
        if before is not None and before != self._plugged:
            self._post(HeadphonesChanged(self._plugged))
        return jack
