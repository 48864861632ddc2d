"""`python -m kiosk.ui.gallery.painter`: paints and judges the pictures of one window size and language, told as JSON on stdin.

A process of its own, because a process has one window. It answers with one JSON object a line, for each picture.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kiosk.context import ROOT
from kiosk.ui import prepare
from kiosk.ui.gallery.plan import Job, Shown, file_of, languages, moments_of
from kiosk.ui.gallery.scene import Kind, Scene


class _Nobody:
    """Stands in every room: a picture asks for nothing."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


def painted(job: Job, home: Path) -> Iterator[Shown]:
    prepare(home, job.size, offscreen=True)
    from kiosk.ui.gallery.checks import judge
    from kiosk.ui.gallery.looking import look
    from kiosk.ui.gallery.print import png, shrunk

    gallery = opened(job.language)
    states = moments_of(job.language)
    for theme, scale in job.outfits:
        gallery.dress(theme, scale)
        for moment in job.moments:
            frame = gallery.show(states[moment])
            pixels = gallery.pixels()
            scene = look(frame, states[moment], job.size, pixels)
            file = file_of(moment, theme, scale, job.language, job.size)
            if job.folder is not None:
                (Path(job.folder) / file).write_bytes(png(shrunk(pixels)))
            yield Shown(file, moment, theme, scale, job.language, job.size, tuple(judge(scene)), *_said(scene))


def opened(language: str) -> Any:
    """The real frame in this language, in the window that was prepared."""
    from kiosk.messages import Messages
    from kiosk.session import Session, Timing
    from kiosk.state import Manner
    from kiosk.ui.gallery.easel import Gallery
    from kiosk.ui.gallery.visitor_moments import starter

    room: Any = _Nobody()
    always = {"clinic": "Riverside Clinic", "desk": "the front desk", "emergency_number": "911"}
    folder = ROOT / "assets" / "messages"
    messages = {each: Messages.load(folder, each, **always) for each in languages()}
    session = Session(
        (starter(language),),
        speaking=room,
        listening=room,
        asking=room,
        alerting=None,
        messages=messages,
        timing=Timing(),
        usual=Manner(language),
    )
    return Gallery(session, ROOT / "assets")


def _said(scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = tuple(part.words for part in scene.parts if part.kind is Kind.TEXT)
    return words, tuple(part.words for part in scene.controls() if not part.disabled)


def main() -> None:
    job = Job.of(json.load(sys.stdin))
    with TemporaryDirectory(prefix="kiosk-gallery-") as home:
        for shown in painted(job, Path(home)):
            print(json.dumps(asdict(shown)), flush=True)


if __name__ == "__main__":
    main()
