"""Machines made of files, and one part looked at by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kiosk.context import Context
from kiosk.doctor import CHECKS, looked_at
from kiosk.doctor.finding import Machine, Running, Scene
from kiosk.model import Part
from kiosk.settings import Settings

BARE = Machine(Path("/nowhere"), {}, lambda command: None)


def machine(
    root: Path,
    files: Mapping[str, str] | None = None,
    told: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Machine:
    """`files`: below its root; `told`: what each of its programs prints, by the command's last word."""
    for path, text in (files or {}).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(command: Sequence[str]) -> str | None:
        return (told or {}).get(command[-1])

    return Machine(root, environment or {}, run)


def look(
    name: str,
    home: Path,
    *,
    settings: Settings | None = None,
    on: Machine = BARE,
    running: Running | None = None,
    context: Context | None = None,
) -> Part:
    [check] = [check for check in CHECKS if check.name == name]
    part = looked_at(check, Scene(context or Context(settings or Settings(), home), on, running))
    assert part.cause in ("", "broken", "fault", *check.causes), "each cause has its words"
    assert bool(part.remedy) is bool(part.cause), "what does not work comes with what to do, and only that"
    return part


def told(part: Part) -> str:
    return f"{part.cause}: {part.detail} -> {part.remedy}"
