"""Headphones: what the sound server's `pactl` tells, told by a stand-in that comes first on the path."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

from soak.place import Place


class Stage(Protocol):
    place: Place


def jack(place: Place, *, plugged: bool) -> None:
    port = {"type": "Headphones", "availability": "available" if plugged else "not available"}
    draft = place.folder / "sinks.new"
    draft.write_text(json.dumps([{"ports": [port]}]))
    draft.replace(place.folder / "sinks.json")


def stand_in(place: Place) -> Path:
    """The folder that is to come first on the path."""
    folder = place.folder / "bin"
    folder.mkdir(exist_ok=True)
    program = folder / "pactl"
    program.write_text(f"#!/bin/sh\nexec cat {place.folder}/sinks.json\n")
    program.chmod(0o755)
    jack(place, plugged=False)
    return folder


def headphones_in(stage: Stage) -> None:
    jack(stage.place, plugged=True)


def headphones_out(stage: Stage) -> None:
    jack(stage.place, plugged=False)
