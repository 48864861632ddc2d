"""Has pictures painted: one process for each window size and language, a few of them at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from kiosk.context import ROOT
from kiosk.errors import KioskError
from kiosk.ui.gallery.plan import Job, Shown

AT_A_TIME = 2


class GalleryError(KioskError):
    """A picture could not be painted."""


def paint(jobs: Iterable[Job], told: Callable[[Shown], None] = lambda _: None) -> list[Shown]:
    """In the order of the jobs. `told` hears of each picture as soon as it is there, from any thread. Raises GalleryError."""
    with ThreadPoolExecutor(AT_A_TIME) as painters:
        return [shown for done in painters.map(lambda job: _painted(job, told), jobs) for shown in done]


def _painted(job: Job, told: Callable[[Shown], None]) -> list[Shown]:
    command = [sys.executable, "-m", "kiosk.ui.gallery.painter"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe, stderr=pipe) as painter:
        assert painter.stdin is not None
        assert painter.stdout is not None
        assert painter.stderr is not None
        painter.stdin.write(json.dumps(asdict(job)))
        painter.stdin.close()
        with ThreadPoolExecutor(1) as listener:
            said = listener.submit(painter.stderr.read)  # else a talkative one would wait for its reader for ever
            found = []
            for line in painter.stdout:
                found.append(Shown.of(json.loads(line)))
                told(found[-1])
            complaint = said.result().strip().splitlines()
    if painter.returncode != 0:
        where = f"{job.size[0]}x{job.size[1]}, {job.language}"
        raise GalleryError(
            f"The pictures of {where} could not be painted: {complaint[-1] if complaint else 'no reason'}"
        )
    return found
